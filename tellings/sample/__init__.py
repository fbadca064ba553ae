"""Our own invented stories, for `tellings demo` and the tests: eight tellings of one event and six other articles.

Outlets, people, places and ships are made up. `folder()` gives the articles as a folder that `tellings run` reads;
`expected.json` beside it says what a perfect run shows of them (docs/sample.md explains it).
"""

from importlib import resources
from pathlib import Path


def folder() -> Path:
    """Where the sample articles lie: .txt, .html and .jsonl files.

    >>> sorted({file.suffix for file in folder().iterdir()})
    ['.html', '.jsonl', '.txt']
    """
    return Path(str(resources.files(__name__).joinpath("articles")))
