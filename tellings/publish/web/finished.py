"""Finished pages: in goes what makes a page, out comes the page, made once for each commit and address."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

# Characters that are kept: a story is looked at again and again.
KEPT = 48_000_000


class Finished:
    """Pages that were made of one commit, by address."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[str, ...], str] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: tuple[str, ...], make: Callable[[], str]) -> str:
        """A page, made now where it is not kept."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
                return self._pages[key]
        made = make()
        with self._lock:
            if key not in self._pages:
                self._pages[key] = made
                self._size += len(made)
            while self._size > KEPT and self._pages:
                self._size -= len(self._pages.popitem(last=False)[1])
        return made
