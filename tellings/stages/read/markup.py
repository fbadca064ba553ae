"""A piece of HTML within a record to text: one line for each block, as for a page."""

import re

from tellings.text.html import linearise

TAG = re.compile(r"<(?:/?[a-zA-Z][\w:-]{0,30}[\s/>]|!--)|&(?:#\d{2,6}|[a-zA-Z]{2,10});")


def text_of_html(html: str) -> str:
    r"""The visible text of a piece of HTML.

    >>> text_of_html("<p>Rain <b>fell</b>.</p><p>Then wind.</p>")
    'Rain fell.\nThen wind.'
    """
    return linearise(html).text if html.strip() else ""


def text_of(value: str) -> str:
    """The text of a value that may be HTML or plain; plain text stays as it is.

    >>> text_of("Rain &amp; wind"), text_of("5 < 6 & 7")
    ('Rain & wind', '5 < 6 & 7')
    """
    return text_of_html(value) if TAG.search(value) else value
