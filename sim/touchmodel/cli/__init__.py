"""The command line: parse, call one function, show.  No arithmetic, and nothing heavy on top."""
