"""A week of news on loopback: twenty-three outlets, their quirks and their failures."""
