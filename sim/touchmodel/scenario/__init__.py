"""Files to a validated Scenario: schema, loading, books of accounts, the activity library."""
