"""Work that takes a while: in go files and texts that a person dropped, out comes a run with its progress.

One run at a time, in the order of asking. What was dropped is read into the store and not kept besides.
"""

import json
import logging
import re
import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tellings.errors import TellingsError
from tellings.pipeline import Progress, RunReport

log = logging.getLogger("tellings")

# Runs a path's articles into the store.
Collate = Callable[[list[str], Progress], RunReport]
# Jobs that are remembered.
KEPT = 50
SEPARATOR = re.compile(r"^\s*-{3,}\s*$", re.MULTILINE)


@dataclass
class Job:
    """A run and how far it is."""

    job_id: str
    stage: str = "waiting"
    done: int = 0
    total: int = 0  # 0 where it is not known
    finished: bool = False
    error: str = ""
    items: int = 0
    articles: int = 0
    noticed: list[str] = field(default_factory=list)  # what was refused, grouped or warned about, with the reason

    def begin(self, name: str, total: int | None) -> None:
        """A stage begins."""
        self.stage, self.done, self.total = name, 0, total or 0

    def advance(self, done: int) -> None:
        """So many more are done."""
        self.done += done

    def end(self) -> None:
        """The stage is done."""


class Jobs:
    """The runs that pages have asked for.

    Args:
        collate: reads paths into the store.
        after: called when a run is done, before its job is told to be finished.
    """

    def __init__(self, collate: Collate, after: Callable[[], None]) -> None:
        self._collate = collate
        self._after = after
        self._turn = threading.Lock()
        self._jobs: dict[str, Job] = {}

    def find(self, job_id: str) -> Job | None:
        """A job by its id."""
        return self._jobs.get(job_id)

    def start(self, files: Sequence[tuple[str, bytes]], pasted: str, outlet: str, published: str) -> Job:
        """Read files and pasted texts into the store, in a thread of its own.

        Args:
            files: name and content of each.
            pasted: articles as text, with a line of dashes between two.
            outlet: of all pasted texts; "" unknown.
            published: day of all pasted texts; "" unknown.
        """
        job = Job(secrets.token_hex(8))
        self._jobs[job.job_id] = job
        for old in list(self._jobs)[:-KEPT]:
            del self._jobs[old]
        folder = Path(tempfile.mkdtemp(prefix="tellings-dropped-"))
        for number, (name, content) in enumerate(files):
            target = folder / "dropped" / safe_name(name, number)
            target.parent.mkdir(exist_ok=True)
            target = target if not target.exists() else target.with_name(f"{number}-{target.name}")
            target.write_bytes(content)
        texts = [text.strip("\n") for text in SEPARATOR.split(pasted) if text.strip()]
        if texts:
            records = ({"text": text, "outlet": outlet, "published": published} for text in texts)
            lines = [json.dumps({k: v for k, v in record.items() if v}) for record in records]
            (folder / "dropped").mkdir(exist_ok=True)
            (folder / "dropped" / "pasted.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        threading.Thread(target=self._run, args=(job, folder), daemon=True).start()
        return job

    def _run(self, job: Job, folder: Path) -> None:
        try:
            with self._turn:
                report = self._collate([str(folder / "dropped")], job)
                job.items, job.articles = report.ingested.items, report.ingested.articles
                job.noticed = [f"{item.source}: {item.reason}" for item in report.ingested.noticed[:50]]
                job.begin("index", None)
                self._after()
        except TellingsError as error:
            job.error = str(error)
        except Exception as error:  # a thread has nobody else to tell
            log.exception("a run failed")
            job.error = f"the run failed: {type(error).__name__}: {error}"
        finally:
            job.finished = True
            shutil.rmtree(folder, ignore_errors=True)


def safe_name(name: str, number: int) -> str:
    r"""A file name without a path and without signs that lead out of a folder.

    >>> safe_name("../../etc/pass wd.txt", 1), safe_name("..", 2), safe_name("C:\\a\\b.html", 3)
    ('pass wd.txt', 'file-2', 'b.html')
    """
    base = re.split(r"[/\\]", name)[-1]
    kept = "".join(c for c in base if c.isalnum() or c in " ._-()").strip(" .")
    return kept[-120:] or f"file-{number}"
