"""Capitals and seats of government, which stand for their countries: "Washington said"."""

from __future__ import annotations

from functools import lru_cache

from summaries.checks.names import gazetteer
from summaries.checks.names.gazetteer import Mention

_CAPITALS = """Washington:United States;White House:United States;Pentagon:United States
Moscow:Russia;Kremlin:Russia;Beijing:China;London:United Kingdom;Downing Street:United Kingdom
London:England;Paris:France;Elysee:France;Berlin:Germany;Rome:Italy;Madrid:Spain;Lisbon:Portugal
Tehran:Iran;Ankara:Turkey;Tel Aviv:Israel;Jerusalem:Israel;Damascus:Syria;Baghdad:Iraq
Beirut:Lebanon;Amman:Jordan;Cairo:Egypt;Riyadh:Saudi Arabia;Doha:Qatar;Abu Dhabi:Emirates
Muscat:Oman;Manama:Bahrain;Kuwait City:Kuwait;Sanaa:Yemen;Aden:Yemen;Khartoum:Sudan;Juba:South Sudan
Tripoli:Libya;Tunis:Tunisia;Algiers:Algeria;Rabat:Morocco;Nouakchott:Mauritania;Mogadishu:Somalia
Ramallah:Palestine;Djibouti City:Djibouti;Addis Ababa:Ethiopia;Asmara:Eritrea;Nairobi:Kenya
Kyiv:Ukraine;Minsk:Belarus;Warsaw:Poland;Vienna:Austria;Budapest:Hungary;Prague:Czech Republic
Brussels:Belgium;Brussels:European Union;The Hague:Netherlands;Amsterdam:Netherlands
Bern:Switzerland;Stockholm:Sweden;Oslo:Norway;Copenhagen:Denmark;Helsinki:Finland
Athens:Greece;Nicosia:Cyprus
Sofia:Bulgaria;Bucharest:Romania;Belgrade:Serbia;Zagreb:Croatia;Sarajevo:Bosnia;Dublin:Ireland
Tbilisi:Georgia;Yerevan:Armenia;Baku:Azerbaijan;Kabul:Afghanistan;Islamabad:Pakistan
New Delhi:India;Delhi:India;Dhaka:Bangladesh;Colombo:Sri Lanka;Kathmandu:Nepal;Tokyo:Japan
Seoul:South Korea;Pyongyang:North Korea;Hanoi:Vietnam;Bangkok:Thailand;Jakarta:Indonesia
Manila:Philippines;Kuala Lumpur:Malaysia;Canberra:Australia;Wellington:New Zealand;Ottawa:Canada
Mexico City:Mexico;Havana:Cuba;Caracas:Venezuela;Bogota:Colombia;Brasilia:Brazil
Buenos Aires:Argentina;Santiago:Chile;Lima:Peru;Pretoria:South Africa;Abuja:Nigeria;Accra:Ghana
Dakar:Senegal;Bamako:Mali;Niamey:Niger;N'Djamena:Chad;Kinshasa:Congo;Kigali:Rwanda;Kampala:Uganda
Tashkent:Uzbekistan;Astana:Kazakhstan;Bishkek:Kyrgyzstan;Dushanbe:Tajikistan;Taipei:Taiwan"""


def stand_for_each_other(mention: Mention, entities: frozenset[str]) -> bool:
    """Tell whether a mention is the capital of a country among `entities`, or the other way."""
    return any(_partners().get(entity, frozenset()) & entities for entity in mention.entities)


@lru_cache(maxsize=1)
def _partners() -> dict[str, frozenset[str]]:
    """Return by each capital's entity that of its country, and by each country's its capitals'."""
    found: dict[str, frozenset[str]] = {}
    for pair in _CAPITALS.replace("\n", ";").split(";"):
        capital, country = (_entities(name) for name in pair.split(":"))
        for one, others in (*((one, country) for one in capital), *((o, capital) for o in country)):
            found[one] = found.get(one, frozenset()) | others
    return found


def _entities(name: str) -> frozenset[str]:
    return frozenset(one for mention in gazetteer.in_english(name) for one in mention.entities)
