"""tellings run: in go files and folders, out come the stories in them, as text or JSON."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from tellings.cli.in_force import settings_in_force
from tellings.cli.options import DEFAULT_STORE, JsonOption, SetOption, StoreOption
from tellings.cli.terminal import Bars, print_lines
from tellings.engine.local import LocalEngine
from tellings.errors import Interrupted, NothingRead, UsageError
from tellings.ingest import Intake
from tellings.model import Article, StoryRow, Telling
from tellings.pipeline import RunReport, stages_until
from tellings.pipeline import run as run_pipeline
from tellings.publish.json_ import read_json, run_json
from tellings.publish.lines import count, line
from tellings.publish.stories import open_stories, story_rows
from tellings.publish.terminal import Detail, ingested_lines, story_lines, story_list_line
from tellings.settings import with_settings
from tellings.stages import STAGES
from tellings.stages.origins import read_outlets
from tellings.stages.read import read_items
from tellings.store import Store
from tellings.text.decode import decode

SHORT = "Find the stories of articles and print them."
EPILOG = """\b
Examples:
  tellings run articles/
  tellings run articles/ --report story.html
  tellings run articles/ --primary speech.vtt
  tellings run archive/ --since 2024-09-01 --limit 5000 --until stories
  tellings run articles/ dump.jsonl "more/*.html" --json > stories.json
  tellings run articles/ --rewrite http://localhost:11434/v1 --rewrite-model NAME
  zstdcat dump.jsonl.zst | tellings run - --map text=body,published=date
"""


def command(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Files, folders or globs; - reads JSONL from standard input."),
    ],
    store: StoreOption = DEFAULT_STORE,
    json_: JsonOption = False,
    top: Annotated[int, typer.Option(min=0, help="How many stories are printed whole; the rest is listed.")] = 10,
    offsets: Annotated[bool, typer.Option("--offsets", help="Print article and character of every passage.")] = False,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0 takes every core.")] = 0,
    map_: Annotated[
        str, typer.Option("--map", metavar="FIELD=COLUMN,...", help="Which column of a record holds what.")
    ] = "",
    primary: Annotated[
        list[str],
        typer.Option(
            "--primary", metavar="FILE", help="A post, release, speech or transcript that reports quote. Repeatable."
        ),
    ] = [],  # noqa: B006 - typer copies it
    outlets: Annotated[
        Path | None,
        typer.Option("--outlets", metavar="FILE.csv", help="Who owns which outlet: outlet, owner and maybe agency."),
    ] = None,
    one_story: Annotated[bool, typer.Option("--one-story", help="Take all articles as tellings of one story.")] = False,
    fast_html: Annotated[
        bool, typer.Option("--fast-html", help="Ask one extractor, not two, what is the body of a web page.")
    ] = False,
    report_to: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE.html", help="Write the stories as one HTML file that opens anywhere."),
    ] = None,
    full_text: Annotated[
        bool, typer.Option("--full-text", help="Put whole articles into the report, not only what is cited.")
    ] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Group all articles of the store anew, as one run over all of them would.")
    ] = False,
    rewrite: Annotated[
        str,
        typer.Option("--rewrite", metavar="URL", help="Have an OpenAI-compatible endpoint rewrite the summaries."),
    ] = "",
    rewrite_model: Annotated[str, typer.Option("--rewrite-model", metavar="NAME", help="Its model.")] = "",
    since: Annotated[
        str, typer.Option("--since", metavar="DAY", help="Leave articles known to be published before it.")
    ] = "",
    limit: Annotated[
        int, typer.Option("--limit", min=0, metavar="N", help="Take so many new articles; 0 takes all.")
    ] = 0,
    until: Annotated[
        str, typer.Option("--until", metavar="STAGE", help="Stop after this stage; a later run goes on from it.")
    ] = "",
    set_: SetOption = [],  # noqa: B006 - typer copies it
) -> None:
    """Read articles, find the stories they tell, and print who said what in which words.

    What was read stays in the store (.tellings in the working folder): run again with more articles and only what is
    new is done. A run that was killed goes on where it stopped.
    """
    flags = [*set_, *_as_flags(map_, one_story, primary, outlets), *_rewrite_flags(rewrite, rewrite_model)]
    flags += ["stories.rebuild=true"] if rebuild else []
    flags += ['read.html="fast"'] if fast_html else []
    report, opened = collate_into(
        paths, store, flags, workers, quiet=json_, intake=Intake(_day(since), limit), until=until
    )
    if until:
        _print_stages(report, opened, json_)
        return
    if json_:
        typer.echo(json.dumps(run_json(report, open_stories(opened)), ensure_ascii=False, indent=1))
    else:
        print_run(report, opened, top, Detail(offsets=offsets))
        if outlets:
            print_lines(_unmet_lines(outlets, opened))
        print_next(opened)
    if report_to:
        write_report(opened, report_to, top, full_text, quiet=json_)
    check_something_read(paths, report, opened)


def _as_flags(map_: str, one_story: bool, primary: list[str], outlets: Path | None) -> list[str]:
    """Options that are settings by a shorter name."""
    given = {"read.map": map_, "read.primary": primary, "origins.outlets": _table(outlets) if outlets else []}
    flags = [f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in given.items() if value]
    return [*flags, *(["stories.one_story=true"] if one_story else [])]


def _rewrite_flags(url: str, model: str) -> list[str]:
    """Settings of the rewrite.

    Raises:
        UsageError: only one of both is given.
    """
    if bool(url) != bool(model):
        raise UsageError(
            "--rewrite and --rewrite-model go together: --rewrite http://localhost:11434/v1 --rewrite-model NAME"
        )
    return [f"rewrite.url={json.dumps(url)}", f"rewrite.model={json.dumps(model)}"] if url else []


def _day(given: str) -> str:
    """A day as it was given.

    Raises:
        UsageError: it is no day.
    """
    try:
        return date.fromisoformat(given).isoformat() if given else ""
    except ValueError:
        raise UsageError(f"--since {given!r} is no day; write it as 2024-09-17") from None


def _print_stages(report: RunReport, store: Store, json_: bool) -> None:
    """What each stage of a run did that was asked to stop before the last."""
    if json_:
        stages = [asdict(stage) for stage in report.stages]
        typer.echo(json.dumps({"schema": 1, "read": read_json(report.ingested), "stages": stages}, indent=1))
        return
    print_lines(ingested_lines(report.ingested))
    for stage in report.stages:
        failed = f", {stage.failures:,} failed" if stage.failures else ""
        print_lines(
            [line(f"  {stage.name}: {stage.rows:,} new rows, {stage.ran:,} parts made, {stage.kept:,} kept{failed}")]
        )
    where = "" if store.folder == DEFAULT_STORE else f" --store {store.folder}"
    print_lines([line((f"store {store.folder} · next: tellings status{where}", "dim"))])


def _table(path: Path) -> list[str]:
    """The lines of a table of outlets, read once to see that they are one.

    Raises:
        UsageError: there is no such file.
        SettingError: a line of it is wrong.
    """
    try:
        lines = decode(path.read_bytes()).text.splitlines()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {(error.strerror or str(error)).lower()}; name a CSV file") from error
    read_outlets(lines, str(path))
    return lines


def _unmet_lines(path: Path, store: Store) -> Iterator[Text]:
    """Lines of the table of outlets that no article fits, each with the outlet it may mean."""
    articles = store.table(Article)
    names = {name for name in articles.column("outlet").to_pylist() if name}
    sigla = {t.siglum for t in Telling.from_arrow(store.table(Telling))}
    known = {name.casefold(): name for name in {*names, *sigla, *articles.column("source").to_pylist()}}
    for outlet in read_outlets(_table(path), str(path)):
        if outlet.name.casefold() not in known:
            close = get_close_matches(outlet.name.casefold(), sorted(known), n=1)
            hint = (
                f"did you mean {known[close[0]]!r}?"
                if close
                else f"there are: {', '.join(sorted(names or sigla)[:20])}"
            )
            yield line(("  noticed", "bold"), f" {path}, line {outlet.line}: no article of {outlet.name!r}; {hint}")


def collate_into(
    paths: list[str],
    store: Path,
    flags: list[str],
    workers: int,
    quiet: bool,
    intake: Intake | None = None,
    until: str = "",
) -> tuple[RunReport, Store]:
    """Run all stages over some paths into a store, with progress on a terminal."""
    settings, _ = settings_in_force(store, flags)
    engine_settings = replace(settings["engine"], workers=workers or settings["engine"].workers)
    stages_until(STAGES, until)  # a mistyped stage leaves no store
    items = read_items(paths, stdin=sys.stdin.buffer, settings=settings["read"])  # a mistyped path leaves no store
    opened = Store(store, create=True)
    engine = LocalEngine(engine_settings, opened.folder / "tmp")
    with Bars(quiet) as bars:
        try:
            return run_pipeline(items, opened, engine, with_settings(STAGES, settings), bars, intake, until), opened
        except KeyboardInterrupt:
            raise Interrupted("interrupted; what was done is kept, the same command goes on from there") from None
        finally:
            engine.close()


def check_something_read(paths: list[str], report: RunReport, store: Store) -> None:
    """Raise NothingRead when there is no article at all."""
    if not story_rows(store):
        raise NothingRead(
            f"nothing could be read from {', '.join(paths)}: {count(report.ingested.items, 'item')},"
            f" {report.ingested.refused:,} refused"
            + ("; the lines above say why" if report.ingested.noticed else "; is that the folder you meant?")
        )


def print_run(report: RunReport, store: Store, top: int, detail: Detail) -> None:
    """What was read, then the stories in rank order."""
    print_lines(ingested_lines(report.ingested))
    for stage in report.stages:
        if stage.failures:
            failed = f"{stage.name}: {count(stage.failures, 'group')} failed; tellings show failures tells why"
            print_lines([line(f"  {failed}")])
    rows = story_rows(store)
    others = sum(row.tellings for row in rows) - report.ingested.articles - report.ingested.known
    if others > 0:
        print_lines([line(f"the store holds {count(others, 'more article')} of earlier runs, told below too")])
    several = [row for row in rows if row.tellings > 1]
    printed = several[:top] if several else rows[: min(top, 1)]
    if len(rows) > len(printed):
        single = len(rows) - len(several)
        print_lines(
            [line(f"{count(len(rows), 'story', 'stories')}: {len(several):,} of several tellings, {single:,} of one")]
        )
    for story in open_stories(store, {row.story_id for row in printed}):
        print_lines(story_lines(story, detail))
    print_lines(_other_lines(rows, {row.story_id for row in printed}))


def write_report(store: Store, path: Path, top: int, full_text: bool, quiet: bool) -> None:
    """Write the first stories with all their screens, and the heads of the others, as one HTML file.

    Raises:
        UsageError: the file cannot be written.
    """
    from tellings.publish.report import export_report  # noqa: PLC0415 (templates; most runs do without)

    rows = story_rows(store)
    several = [row for row in rows if row.tellings > 1][:top] or rows[: min(top, 1)]
    html = export_report(open_stories(store, {row.story_id for row in several}), rows[len(several) :], full_text)
    try:
        path.write_text(html, encoding="utf-8", errors="replace", newline="")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {(error.strerror or str(error)).lower()}; name another file") from error
    if not quiet:
        carried = f"{count(len(several), 'story', 'stories')} with all screens, {len(rows) - len(several):,} listed"
        print_lines([line(), line(f"report {path}: {carried}")])


def _other_lines(rows: list[StoryRow], printed: set[str], most: int = 20) -> Iterator[Text]:
    """The stories that were not printed whole, a line each."""
    others = [(number, row) for number, row in enumerate(rows, 1) if row.story_id not in printed]
    if others:
        yield line()
        yield line(("OTHER STORIES", "bold"))
    yield from (story_list_line(number, row) for number, row in others[:most])
    if len(others) > most:
        yield line((f"  … and {len(others) - most:,} more: tellings show stories", "dim"))


def print_next(store: Store) -> None:
    """What one may try next."""
    where = "" if store.folder == DEFAULT_STORE else f" --store {store.folder}"
    if story_rows(store):
        hint = f'tellings show 1.1{where} · tellings check "WORDS"{where} · tellings serve{where}'
        print_lines([line(), line((f"store {store.folder} · next: {hint}", "dim"))])
