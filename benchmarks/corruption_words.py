"""Names and words that injected errors are found by and replaced with, each list of one kind."""

from __future__ import annotations

COUNTRIES = """
    Egypt|Jordan|Lebanon|Morocco|Tunisia|Algeria|Libya|Sudan|Iraq|Syria|Yemen|Qatar
    |Kuwait|Bahrain|Oman|Iran|Turkey|Israel|France|Germany|Italy|Spain|Portugal
    |Greece|Poland|Russia|Ukraine|Sweden|Norway|Denmark|Finland|Belgium|Austria
    |Switzerland|Ireland|Canada|Mexico|Brazil|Argentina|Chile|Peru|Colombia|Venezuela
    |Cuba|Haiti|China|Japan|India|Pakistan|Bangladesh|Nepal|Indonesia|Malaysia
    |Thailand|Vietnam|Singapore|Australia|Kenya|Ethiopia|Nigeria|Ghana|Senegal|Uganda
    |Tanzania|Zimbabwe|South Africa|Saudi Arabia|South Korea|New Zealand|United States
    |United Kingdom|Iceland|Romania|Hungary|Bulgaria|Serbia|Afghanistan
"""
CITIES = """
    Cairo|Amman|Beirut|Rabat|Tunis|Algiers|Tripoli|Khartoum|Baghdad|Damascus|Riyadh
    |Doha|Tehran|Ankara|Istanbul|Jerusalem|Paris|Berlin|Rome|Madrid|Lisbon|Athens
    |Warsaw|Moscow|Kyiv|Stockholm|Oslo|Copenhagen|Brussels|Vienna|Geneva|Dublin|Ottawa
    |Toronto|Montreal|Chicago|Boston|Washington|New York|Los Angeles|San Francisco
    |London|Manchester|Beijing|Shanghai|Tokyo|Delhi|Mumbai|Karachi|Bangkok|Hanoi
    |Jakarta|Sydney|Melbourne|Nairobi|Lagos|Johannesburg|Buenos Aires|Havana|Lima
    |Barcelona|Milan|Amsterdam|Prague|Budapest|Hong Kong|Florida|California|Texas
"""
DEMONYMS = """
    Egyptian|Jordanian|Lebanese|Moroccan|Tunisian|Algerian|Libyan|Sudanese|Iraqi|Syrian
    |Yemeni|Iranian|Turkish|Israeli|Palestinian|French|German|Italian|Spanish
    |Portuguese|Greek|Polish|Russian|Ukrainian|Swedish|Norwegian|Danish|Finnish|Belgian
    |Austrian|Swiss|Irish|British|American|Canadian|Mexican|Brazilian|Argentine|Chilean
    |Cuban|Chinese|Japanese|Indian|Pakistani|Indonesian|Thai|Vietnamese|Australian
    |Kenyan|Ethiopian|Nigerian|African|European|Asian
"""
ORGANISATIONS = """
    United Nations|European Union|NATO|World Bank|Red Cross|UNICEF|Google|Microsoft
    |Facebook|Twitter|Apple|Reuters|BBC|CNN|Congress|Parliament|Senate|Pentagon
    |White House|Kremlin|Hamas|Hezbollah|Taliban|Interpol|FIFA|UEFA|NASA|FBI|CIA
    |UNESCO|Security Council|Arab League|Supreme Court|Toyota|Boeing|Airbus|Amazon
"""
LISTS = {
    kind: tuple(name.strip() for name in text.split("|"))
    for kind, text in {
        "country": COUNTRIES,
        "city": CITIES,
        "demonym": DEMONYMS,
        "organisation": ORGANISATIONS,
    }.items()
}
# Surnames and whole names that stand in for any other name that is found by its capitals.
PEOPLE = (
    "Okonkwo|Lindqvist|Marchetti|Vasquez|Thornbury|Petrov|Nakamura|Haddad|Benali|Kowalski"
    "|Ferreira|Johansson|Abernathy|Castellanos|Grigoryan"
).split("|")

MONTHS = (
    "January February March April May June July August September October November December"
).split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SCALES = ("hundred", "thousand", "million", "billion", "trillion")
NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty"
    " forty fifty sixty seventy eighty ninety"
).split()
ORDINALS = "third fourth fifth sixth seventh eighth ninth tenth".split()
CURRENCIES = "dollars euros pounds dirhams dinars riyals rubles yen".split()
SYMBOLS = ("$", "€", "£")

# What stands for a negation once it is taken away; a space is part of what is taken.
NEGATIONS = {
    "can't": "can",
    "won't": "will",
    "cannot": "can",
    "without": "with",
    "nobody": "everybody",
    "nothing": "everything",
    "none": "all",
    "never": "always",
    "no": "some",
}
TITLES = "former deputy vice acting interim ex".split()
OFFICES = (
    "president prime minister premier governor mayor chairman chief director manager secretary"
    " leader ambassador king queen champion student prisoner official"
).split()
