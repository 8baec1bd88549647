"""Numbers, money and units: read in both languages by value, compared, and put right."""
