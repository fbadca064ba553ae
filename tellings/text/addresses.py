"""Addresses: a URL in, what of it tells pages apart out."""

import re
from functools import lru_cache

# What the same page carries on telephones, behind a "www.", without encryption.
SCHEME = re.compile(r"^[a-z]+://(?:www\.|m\.|amp\.)?", re.IGNORECASE)
TWIN = re.compile(r"/(?:amp|index\.html?)/?$|\.amp(?=\.html?$)|[?&](?:amp|outputType=amp)(?:=\w*)?$")


@lru_cache(maxsize=4096)
def page_address(url: str) -> str:
    """An address without scheme, trackers, fragment and what marks another dress of the same page; "" a front page.

    >>> page_address("https://www.example.org/news/ferry/?utm_source=feed#top")
    'example.org/news/ferry'
    >>> page_address("http://amp.example.org/news/ferry/amp"), page_address("https://example.org/")
    ('example.org/news/ferry', '')
    """
    if not url:
        return ""
    from courlan import normalize_url  # noqa: PLC0415 (a third of a second that articles without address need not wait)

    try:
        plain = normalize_url(url.strip(), strict=False, trailing_slash=False)
    except (ValueError, TypeError, AttributeError):
        return ""
    plain = SCHEME.sub("", plain).partition("#")[0]
    plain = TWIN.sub("", plain).rstrip("/")
    host, slash, path = plain.partition("/")
    return f"{host.lower()}/{path}" if slash and path else ""
