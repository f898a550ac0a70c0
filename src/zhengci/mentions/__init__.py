"""Matches become mentions: the sense each has in its document, and abbreviations that no glossary knows."""
