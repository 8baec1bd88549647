"""A MarianMT of our own, distilled in the open: see README.md. Nothing of the site imports this."""
