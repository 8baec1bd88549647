"""Emails to subscribers: what they say, who gets which, and how they go out."""
