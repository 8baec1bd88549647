"""The panels of the dashboard: what was counted, with its words, as charts and tables."""
