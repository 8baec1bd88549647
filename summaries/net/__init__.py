"""The one way out: every request this site makes to another server goes through `client.Client`."""
