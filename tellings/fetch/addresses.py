"""Addresses: which may be fetched, for whom they were named, and which host they are of.

An address that a person names may lie anywhere. One that a feed or a redirect names must lie on the public net, or on a
host that the person named: else a feed could make us ask machines that only we can reach.
"""

import ipaddress
from urllib.parse import urljoin, urlsplit, urlunsplit

from tellings.fetch.outcome import Refused

LONGEST = 2_000  # characters, as browsers and servers take them


def cleaned(address: str, base: str = "") -> str:
    """An address as it is asked for: absolute, without the part that only the browser uses.

    Raises:
        Refused: it is none that is fetched.

    >>> cleaned("/news/1#top", "https://example.org/feed")
    'https://example.org/news/1'
    """
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        port = parts.port
    except ValueError:
        raise Refused("not an address") from None
    if parts.scheme not in ("http", "https"):
        raise Refused(f"not fetched: {parts.scheme or 'no scheme'}; http and https are")
    if not parts.hostname or port == 0:
        raise Refused("an address without a host")
    if parts.username or parts.password:
        raise Refused("an address with a name or password in it: these would be kept with the page")
    if len(address) > LONGEST or any(ord(character) < 33 for character in address.strip()):
        raise Refused("not an address: too long, or it holds spaces")
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", parts.query, ""))


def host_of(address: str) -> str:
    """Host and port, by which requests are spaced and robots.txt applies.

    >>> host_of("https://example.org/a"), host_of("http://127.0.0.1:8080/")
    ('example.org:443', '127.0.0.1:8080')
    """
    parts = urlsplit(address)
    return f"{(parts.hostname or '').lower()}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public net.

    >>> is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("9.9.9.9"), is_public("169.254.169.254")
    (False, False, True, False)
    """
    try:
        found = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return found.is_global and not found.is_multicast
