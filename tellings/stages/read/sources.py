"""What to read: the paths a person names in, the files below them with stable names out, in a stable order."""

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tellings.errors import UsageError

Paths = str | Path | Sequence[str | Path]
GLOB = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read, or the reason why it cannot be."""

    name: str  # folder named + path below it, with "/"; never an absolute path
    path: Path | None  # None for standard input
    problem: str = ""  # why it is refused unread
    kind: str = "report"  # or primary


def _readable(name: str) -> str:
    """A file name as text; bytes of it that are not UTF-8 become U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _folder_name(folder: Path) -> str:
    """The last part of a folder's path; that of the working folder for "."."""
    return folder.name if folder.name not in ("", "..") else folder.resolve().name


def _name(root: Path, path: Path) -> str:
    below = path.relative_to(root).as_posix()
    folder = _folder_name(root)
    return _readable(f"{folder}/{below}" if folder else below)


def _because(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _below(root: Path, base: Path) -> Iterator[Source]:
    """Every file below a folder; links to folders are followed once, what begins with a dot is left alone."""
    seen: set[tuple[int, int]] = set()
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield Source(_name(base, folder), folder, f"the folder cannot be opened: {_because(error)}")
            continue
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith("."):
                continue
            if _is_folder(entry):
                waiting.append(path)
            else:
                yield _file(_name(base, path), path)


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in circles
        return False


def _file(name: str, path: Path) -> Source:
    """A file, or why it is none."""
    try:
        if path.is_file():
            return Source(name, path)
        if path.is_symlink() and not path.exists():
            return Source(name, path, f"a link that leads nowhere: {_readable(os.fspath(path.readlink()))!r}")
    except OSError as error:
        return Source(name, path, f"cannot be opened: {_because(error)}")
    return Source(name, path, "not a regular file (a pipe, socket or device)")


def _of_glob(pattern: str) -> Iterator[Source]:
    """The files a pattern finds, named from its last fixed folder on."""
    parts = Path(pattern).parts
    fixed = next(n for n, part in enumerate(parts) if GLOB & set(part))
    root = Path(*parts[:fixed]) if fixed else Path()
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 (Path.glob takes no absolute pattern)
    if not found:
        raise UsageError(f"no file matches {pattern!r}; quote the pattern, and check the folder {str(root)!r}")
    for match in map(Path, found):
        if match.is_dir():
            yield from _below(match, root)
        else:
            yield _file(_name(root, match), match)


def _of_path(given: str | Path) -> Iterator[Source]:
    text = os.fspath(given)
    path = Path(text).expanduser()
    if text == "-":
        yield Source("-", None)
    elif path.is_dir():
        yield from _below(path, path)
    elif os.path.lexists(path):
        yield _file(_readable(path.name), path)
    elif GLOB & set(text):
        yield from _of_glob(str(path))
    else:
        raise UsageError(
            f"no such file or folder: {text!r}; name a file, a folder, a pattern in quotes, or - for JSONL"
        )


def find_sources(paths: Paths, primary: Sequence[str] = ()) -> list[Source]:
    """Every file that the paths name, once, sorted by name.

    Args:
        paths: files, folders (with all below them) or glob patterns; "-" is standard input.
        primary: likewise those that are primary sources; one that `paths` name too is a primary source alone.

    Raises:
        UsageError: a path names nothing.
    """
    given: Iterable[str | Path] = [paths] if isinstance(paths, str | Path) else paths
    sources = [source for path in given for source in _of_path(path)]
    sources += [replace(source, kind="primary") for path in primary for source in _of_path(path)]
    found = sorted(sources, key=lambda s: (s.kind, s.name, s.path.as_posix() if s.path else ""))
    once: dict[str, Source] = {}
    for source in found:
        once.setdefault(
            os.path.realpath(source.path) if source.path and not source.problem else f"\0{source.name}", source
        )
    return sorted(once.values(), key=lambda s: (s.name, s.path.as_posix() if s.path else ""))
