"""Documents: bytes to text, zones that are not prose, the document's own definitions, its date and place."""
