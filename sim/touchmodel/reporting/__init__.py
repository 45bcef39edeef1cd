"""Numbers into documents: summaries, tables and the folder of a run.  Nothing here simulates."""
