"""Drafts of a folder shown in the browser of the machine that they are on, and nowhere else, renewed as they change."""
