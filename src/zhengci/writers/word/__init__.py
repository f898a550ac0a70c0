"""Writes into Word files: comments, notes, tracked changes, the appendix.  Nothing else in a file is changed."""
