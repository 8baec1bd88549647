"""Dates and times: read in both languages as moments, compared, and put right."""
