"""The domain: rules, choices, keyed draws, calendar, frozen inputs and records.

No file is read here, no process runs, nothing is drawn on a screen.
"""
