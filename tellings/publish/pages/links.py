"""Where things stand: in goes what a page speaks of, out comes the address of it, on a site or within one file."""

from typing import Protocol

from tellings.publish.pages.lookup import Place

# The screens of a story, by the name that addresses have and the name that people read.
SCREENS = (("side", "Side by side"), ("statements", "Statements"), ("copies", "Copies and spread"),
           ("timeline", "Timeline and differences"))  # fmt: skip
# Formats that a story can be taken away in: name, label, suffix of the file.
EXPORTS = (("tei", "TEI", "xml"), ("webannotation", "Web Annotation", "jsonld"), ("csv", "CSV of witnesses", "csv"),
           ("readings", "CSV of readings", "csv"), ("json", "JSON", "json"),
           ("markdown", "Markdown", "md"))  # fmt: skip


class Links(Protocol):
    """Addresses, as one kind of page has them."""

    live: bool  # whether a server answers: corrections, checks and ticks are kept

    def stories(self) -> str:
        """The list of stories."""

    def screen(self, story_id: str, screen: str) -> str:
        """One screen of a story, by a name of SCREENS or "export"."""

    def statement(self, story_id: str, number: int) -> str:
        """One statement."""

    def source(self, place: Place) -> str:
        """A place in its article."""

    def article(self, article_id: str) -> str:
        """A whole article."""


class SiteLinks:
    """Addresses on a site."""

    live = True

    def stories(self) -> str:
        """The list of stories."""
        return "/stories"

    def screen(self, story_id: str, screen: str) -> str:
        """One screen of a story."""
        return f"/story/{story_id}" if screen == "side" else f"/story/{story_id}/{screen}"

    def statement(self, story_id: str, number: int) -> str:
        """One statement."""
        return f"/story/{story_id}/statement/{number}"

    def source(self, place: Place) -> str:
        """A place in its article."""
        return f"/source/{place.article_id}?at={place.start}-{place.end}"

    def article(self, article_id: str) -> str:
        """A whole article."""
        return f"/source/{article_id}"


class FileLinks:
    """Addresses within one file."""

    live = False

    def stories(self) -> str:
        """The list of stories."""
        return "#stories"

    def screen(self, story_id: str, screen: str) -> str:
        """One screen of a story."""
        return f"#{screen}-{story_id[:12]}"

    def statement(self, story_id: str, number: int) -> str:
        """One statement."""
        return f"#statement-{number}-{story_id[:12]}"

    def source(self, place: Place) -> str:
        """A place in its article."""
        return f"#source-{place.article_id}"

    def article(self, article_id: str) -> str:
        """A whole article."""
        return f"#source-{article_id}"
