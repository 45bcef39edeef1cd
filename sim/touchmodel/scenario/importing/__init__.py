"""From a customer export to a scenario that runs.

The way of a table through the modules: `sheet` (a file as rows that know their line), `role` (which
column says what), `kind` (accounts, subscriptions, churn events or requests), `entry` (a row,
read), `customer` (the one rule for who is a customer and what they pay), `contradiction` (where the
tables disagree), `churn` and `fact` (what follows for a segment), `gap` (what cannot be known, with
its default), `assignment` (who gets what), `care` (touch models and teams), `draft` (all of it),
`telling` (the sentences), `listing` and `writing` (the files), `proof` (they are read back before
anything is written).
"""
