"""A site for tests: in go articles, out comes a store with its application, served on a port of this machine."""

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from tellings import sample
from tellings.engine.local import EngineSettings, LocalEngine
from tellings.model import Article, Item
from tellings.pipeline import run
from tellings.publish.web.app import create_app
from tellings.publish.web.library import Library
from tellings.publish.web.reading import collate_with
from tellings.stages.read import read_items
from tellings.store import Store

SCRIPT = "<script>window.hacked=1</script>"
IMAGE = '"\'><img src=x onerror="window.hacked=1">'
OVERRIDE = "\u202egnirts desrever\u202c \u2066"
SAID = f"We will {SCRIPT} open the bridge {IMAGE} in May {{{{ 7*7 }}}} </textarea></title></style>{OVERRIDE}"


def hostile_articles() -> list[Article]:
    """Two tellings of one event, with what would run or break out in every field."""
    texts = (
        f"{SCRIPT}{IMAGE}Brinley: “{SAID},” Ann {SCRIPT} Lee said on Monday. Nobody was hurt when 19 people fell.\n\n"
        f"“{SAID} and not in June,” the mayor, Ann Lee, said. </p></main></body>{IMAGE}\n\n@dew{IMAGE}",
        f"BRINLEY - “{SAID},” said Ann Lee {IMAGE} on Monday. 31 people fell.\n\n<!-- <svg onload=window.hacked=1> -->"
        + "x" * 4000,
    )
    return [
        Article.from_text(
            text,
            title=f"Bridge {SCRIPT}{IMAGE}{OVERRIDE}" + ("A" * 1_000_000 if n else " &amp; <b>bold</b>"),
            outlet=f"Post {n} {IMAGE}",
            byline=f"By {SCRIPT}",
            published=f"2024-05-0{n + 1}",
            url="javascript:window.hacked=1" if n else f"https://a.example/{IMAGE}",
        )
        for n, text in enumerate(texts)
    ]


def make_store(folder: Path, articles: Iterable[Article] = ()) -> Store:
    """A store of the sample and some articles more."""
    store = Store(folder, create=True)
    engine = LocalEngine(EngineSettings(workers=1), folder / "tmp")
    given = [(Item(f"given{n}", f"given-{n}", -1, 0, "article", "", a.article_id), a) for n, a in enumerate(articles)]
    try:
        run([*read_items([str(sample.folder())]), *given], store, engine)
    finally:
        engine.close()
    return store


@contextmanager
def served(store: Store) -> Iterator[str]:
    """The address of a running site."""
    library = Library(store)
    library.refresh()
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(library, collate_with(store)), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()
