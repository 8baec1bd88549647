"""Arabic: the same with the Arabic comma.

Digits are Western ones, as Django gives them for Arabic: the articles, the numbers of sentences and
the addresses on the same page have them too, and two kinds side by side would not be recognised as
the same number. Decimals and thousands follow the articles as well: 1,200 and not 1.200.
"""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، H:i"
SHORT_DATETIME_FORMAT = "j F، H:i"
TIME_FORMAT = "H:i"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
