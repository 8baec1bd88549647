import ipaddress

import pytest

from summaries.net.addresses import RANGES, forbidden_range

FORBIDDEN = {
    "0.0.0.0": "this network, unspecified",
    "0.1.2.3": "this network, unspecified",
    "10.0.0.1": "private",
    "100.64.0.1": "carrier-grade NAT",
    "100.127.255.255": "carrier-grade NAT",
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "168.63.129.16": "cloud platform's inner address",
    "169.254.169.254": "link-local, cloud metadata",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.0.0.192": "protocol assignments",
    "192.0.2.1": "documentation",
    "192.88.99.1": "6to4 relay",
    "192.168.1.1": "private",
    "198.18.0.1": "benchmarking",
    "198.19.255.255": "benchmarking",
    "198.51.100.7": "documentation",
    "203.0.113.9": "documentation",
    "224.0.0.1": "multicast",
    "239.255.255.250": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "broadcast",
    "::": "unspecified",
    "::1": "loopback",
    "::7f00:1": "IPv4-compatible",
    "::ffff:8.8.8.8": "IPv4-mapped",
    "::ffff:127.0.0.1": "IPv4-mapped",
    "::ffff:0:7f00:1": "IPv4-translated",
    "64:ff9b::7f00:1": "NAT64",
    "64:ff9b:1::a00:1": "NAT64, local use",
    "100::1": "discard-only",
    "2001::1": "Teredo",
    "2001:2::1": "benchmarking",
    "2001:10::1": "ORCHID",
    "2001:20::1": "ORCHIDv2",
    "2001:1ff::1": "protocol assignments",
    "2001:db8::1": "documentation",
    "2002:7f00:1::": "6to4",
    "3ffe::1": "6bone, returned",
    "3fff::1": "documentation",
    "5f00::1": "segment routing",
    "fc00::1": "unique local",
    "fd00:ec2::254": "unique local",
    "fe80::1": "link-local",
    "fec0::1": "site-local",
    "ff02::1": "multicast",
    "1::1": "outside global unicast",
    "4000::1": "outside global unicast",
    "9000::1": "outside global unicast",
}


@pytest.mark.parametrize(("address", "name"), FORBIDDEN.items())
def test_an_address_that_is_not_public_is_named(address, name):
    assert forbidden_range(ipaddress.ip_address(address)).name == name


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.1",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2003::1",
        "2a00:1450:4009::1",
        "3ffd::1",
    ],
)
def test_a_public_address_is_free(address):
    assert forbidden_range(ipaddress.ip_address(address)) is None


def test_what_python_calls_not_global_is_forbidden_too():
    edges = [entry.network[place] for entry in RANGES for place in (0, -1)]
    beside = [edge + step for edge in edges for step in (-1, 1) if 0 <= int(edge) + step < 2**32]
    missed = [
        address
        for address in edges + beside
        if not address.is_global and forbidden_range(address) is None
    ]
    assert missed == []


def test_only_inner_networks_can_be_opened():
    names = {entry.name for entry in RANGES if entry.openable}
    assert names == {"private", "loopback", "carrier-grade NAT", "unique local"}
