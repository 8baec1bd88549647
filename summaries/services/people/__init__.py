"""Accounts of the desk: who they are, how they sign in, and what helps them back in."""
