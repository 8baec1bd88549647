"""A week of news on loopback: twenty outlets, their quirks and their failures."""
