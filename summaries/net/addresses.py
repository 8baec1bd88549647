"""Addresses no request may reach, each range with the document that sets it aside.

`ipaddress.is_global` alone is not enough: it depends on the Python version, and it calls addresses
global that embed a private IPv4 address (NAT64, 6to4, Teredo).
"""

import ipaddress
from typing import NamedTuple

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Range(NamedTuple):
    """A range of addresses that is not the public internet.

    `openable` says whether an administrator may open a server inside it for a source.
    """

    network: ipaddress.IPv4Network | ipaddress.IPv6Network
    name: str
    source: str
    openable: bool


# Narrow ranges come before those that contain them, so that the name says most.
_TABLE = """
0.0.0.0/8           | this network, unspecified           | RFC 1122
10.0.0.0/8          | private                             | RFC 1918       | openable
100.64.0.0/10       | carrier-grade NAT                   | RFC 6598       | openable
127.0.0.0/8         | loopback                            | RFC 1122       | openable
168.63.129.16/32    | cloud platform's inner address      | Microsoft Azure
169.254.0.0/16      | link-local, cloud metadata          | RFC 3927
172.16.0.0/12       | private                             | RFC 1918       | openable
192.0.0.0/24        | protocol assignments                | RFC 6890
192.0.2.0/24        | documentation                       | RFC 5737
192.31.196.0/24     | AS112                               | RFC 7535
192.52.193.0/24     | AMT relay                           | RFC 7450
192.88.99.0/24      | 6to4 relay                          | RFC 7526
192.168.0.0/16      | private                             | RFC 1918       | openable
192.175.48.0/24     | AS112                               | RFC 7534
198.18.0.0/15       | benchmarking                        | RFC 2544
198.51.100.0/24     | documentation                       | RFC 5737
203.0.113.0/24      | documentation                       | RFC 5737
224.0.0.0/4         | multicast                           | RFC 5771
255.255.255.255/32  | broadcast                           | RFC 919
240.0.0.0/4         | reserved                            | RFC 1112
::/128              | unspecified                         | RFC 4291
::1/128             | loopback                            | RFC 4291       | openable
::ffff:0:0/96       | IPv4-mapped                         | RFC 4291
::ffff:0:0:0/96     | IPv4-translated                     | RFC 2765
::/96               | IPv4-compatible                     | RFC 4291
64:ff9b::/96        | NAT64                               | RFC 6052
64:ff9b:1::/48      | NAT64, local use                    | RFC 8215
100::/64            | discard-only                        | RFC 6666
100:0:0:1::/64      | dummy prefix                        | RFC 9780
2001::/32           | Teredo                              | RFC 4380
2001:2::/48         | benchmarking                        | RFC 5180
2001:10::/28        | ORCHID                              | RFC 4843
2001:20::/28        | ORCHIDv2                            | RFC 7343
2001::/23           | protocol assignments                | RFC 2928
2001:db8::/32       | documentation                       | RFC 3849
2002::/16           | 6to4                                | RFC 3056
2620:4f:8000::/48   | AS112                               | RFC 7534
3ffe::/16           | 6bone, returned                     | RFC 3701
3fff::/20           | documentation                       | RFC 9637
5f00::/16           | segment routing                     | RFC 9602
fc00::/7            | unique local                        | RFC 4193       | openable
fe80::/10           | link-local                          | RFC 4291
fec0::/10           | site-local                          | RFC 3879
ff00::/8            | multicast                           | RFC 4291
::/3                | outside global unicast              | RFC 4291
4000::/2            | outside global unicast              | RFC 4291
8000::/1            | outside global unicast              | RFC 4291
"""


def _read(line: str) -> Range:
    network, name, source, *openable = (part.strip() for part in line.split("|"))
    return Range(ipaddress.ip_network(network), name, source, bool(openable))


RANGES = tuple(_read(line) for line in _TABLE.strip().splitlines())


def forbidden_range(address: Address) -> Range | None:
    """Return the range that makes `address` unfit for a request, or None for a public address."""
    return next(
        (
            entry
            for entry in RANGES
            if entry.network.version == address.version and address in entry.network
        ),
        None,
    )
