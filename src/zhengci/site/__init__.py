"""The glossary as a static site that opens from a folder, without a server and without a network."""
