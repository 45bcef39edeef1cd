"""What leaders read, whatever the format: documents of sections, in every language at once."""
