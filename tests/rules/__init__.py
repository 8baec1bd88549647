"""What validators of formats hold against a document, as rules our tests can apply."""
