"""Feeds of the live briefs, in Atom and JSON Feed."""
