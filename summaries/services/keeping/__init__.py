"""Keeping a newsroom: backups, restoring them, moving to another database."""
