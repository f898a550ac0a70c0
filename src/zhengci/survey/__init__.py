"""What a whole collection of documents tells: abbreviations not yet known, and how far the glossary reaches."""
