"""Reading, checking, compiling and opening glossaries."""
