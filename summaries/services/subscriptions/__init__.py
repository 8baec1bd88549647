"""Subscriptions to the daily brief: asked for, confirmed, changed and ended, all without login."""
