"""Subscribing without login: what a link in an email opens, for whoever holds it."""
