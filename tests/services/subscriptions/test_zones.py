from zoneinfo import ZoneInfo, available_timezones

import pytest

from summaries.services.subscriptions import zones


def test_zones_are_places_the_standard_library_knows():
    offered = zones.offered()
    assert offered[0] == "UTC"
    assert {"Africa/Cairo", "Asia/Riyadh", "Europe/Paris", "America/New_York"} <= set(offered)
    assert len(offered) == len(set(offered)) > 300
    assert all(ZoneInfo(zone) for zone in offered)
    assert {zone.partition("/")[0] for zone in offered[1:]} == set(zones.REGIONS)


@pytest.mark.parametrize(
    ("name", "former"),
    [
        ("Asia/Kolkata", "Asia/Calcutta"),
        ("Europe/Kyiv", "Europe/Kiev"),
        ("Asia/Kathmandu", "Asia/Katmandu"),
        ("America/Argentina/Buenos_Aires", "America/Buenos_Aires"),
        ("Australia/Sydney", "Australia/NSW"),
        ("Europe/London", "GB"),
    ],
)
def test_a_place_is_offered_once_and_found_by_what_it_was_called(name, former):
    assert name in zones.offered()
    assert former not in zones.offered()
    assert former in zones.former_names()[name]


def test_every_zone_of_a_region_can_be_found():
    found = {*zones.offered(), *(name for more in zones.former_names().values() for name in more)}
    regional = {name for name in available_timezones() if name.partition("/")[0] in zones.REGIONS}
    assert regional <= found
