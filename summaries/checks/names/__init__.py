"""Names: known ones are looked up, unknown ones heard, and one Arabic name is spelled one way."""
