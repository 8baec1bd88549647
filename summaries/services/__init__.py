"""The only writers. One verb, one function: permission, change and Event together."""
