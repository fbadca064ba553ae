"""The archive: responses in, a WARC out that any tool reads, so that the evidence outlives the page.

One file a round, one gzip member a record (WARC 1.1, annex D); a kill costs the record that was being written.
"""

from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tellings.fetch.client import Response

# Of the way between two machines, not of the page: urllib3 has undone what they say.
UNDONE = frozenset(("transfer-encoding", "connection", "keep-alive", "set-cookie", "set-cookie2"))


class Archive:
    """A WARC that grows; nothing is written before there is a page to keep."""

    def __init__(self, folder: Path, now: datetime | None = None) -> None:
        self.folder = folder
        self.path: Path | None = None
        self._begun = now or datetime.now(UTC)
        self._file: BinaryIO | None = None
        self._writer: WARCWriter | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file:
            self._file.close()

    def keep(self, response: Response) -> None:
        """Write one response."""
        writer = self._open()
        head = [(name, value) for name, value in response.headers if name.lower() not in UNDONE]
        status = StatusAndHeaders(f"{response.status} {response.reason}".strip(), head, protocol=response.version)
        when = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        record = writer.create_warc_record(
            response.address,
            "response",
            payload=BytesIO(response.body),
            length=len(response.body),
            http_headers=status,
            warc_headers_dict={"WARC-Date": when},
        )
        writer.write_record(record)
        assert self._file is not None
        self._file.flush()

    def _open(self) -> WARCWriter:
        """The writer; the first call names the file by the time and says who wrote it."""
        if self._writer is not None:
            return self._writer
        self.folder.mkdir(parents=True, exist_ok=True)
        begun = self._begun.strftime("%Y%m%dT%H%M%SZ")
        for number in range(1000):
            path = self.folder / (f"fetched-{begun}.warc.gz" if not number else f"fetched-{begun}-{number}.warc.gz")
            try:
                self._file = path.open("xb")
            except FileExistsError:
                continue
            break
        self.path = path
        self._writer = WARCWriter(self._file, gzip=True, warc_version="1.1")
        about = {"software": f"tellings {version('tellings')}", "format": "WARC File Format 1.1"}
        self._writer.write_record(self._writer.create_warcinfo_record(path.name, about))
        return self._writer
