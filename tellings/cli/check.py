"""tellings check: in goes a quotation or a draft, out comes whether it stands in the articles, in these words."""

import json
from typing import Annotated

import typer

from tellings.cli.options import DEFAULT_STORE, JsonOption, StoreOption
from tellings.cli.terminal import Bars, print_lines
from tellings.errors import UsageError
from tellings.publish.check import check_in_corpus
from tellings.publish.corpus import Corpus, StoreCorpus
from tellings.store import Store

SHORT = "Tell whether words were said, and how they differ."
EPILOG = """\b
Examples:
  tellings check "I do not blame the captain."
  tellings check "I do not blame the captain." --speaker "Marnie Kerrow"
  tellings check --file draft.md
"""


def command(
    quotation: Annotated[str, typer.Argument(help="The words in question; … where some are left out.")] = "",
    store: StoreOption = DEFAULT_STORE,
    file: Annotated[
        str, typer.Option("--file", metavar="DRAFT", help="Check each quotation of a draft; - reads standard input.")
    ] = "",
    speaker: Annotated[str, typer.Option("--speaker", metavar="NAME", help="Whose words they are said to be.")] = "",
    primary: Annotated[
        list[str],
        typer.Option("--primary", metavar="FILE", help="The post, release or transcript itself; decides. Repeatable."),
    ] = [],  # noqa: B006 - typer copies it
    json_: JsonOption = False,
    limit: Annotated[int, typer.Option(min=1, help="Most articles to list for a quotation.")] = 20,
) -> None:
    """Tell whether words stand in the stored articles: verbatim, altered (and how), cut, spliced, or not found.

    Case, punctuation and regional spelling do not count as differences. Articles come in order of date, each with the
    characters where the words stand. The exit code is 0 when the words were found as they are, 1 when not.
    """
    if bool(quotation) == bool(file):
        raise UsageError('give either a quotation in marks or --file DRAFT: tellings check "WORDS"')
    if quotation and not any(character.isalnum() for character in quotation):
        raise UsageError(f'{quotation!r} holds no words; put the quotation in marks: tellings check "WORDS"')
    corpus: Corpus = StoreCorpus(Store(store))
    if primary:
        from tellings.publish.primary import with_primary  # noqa: PLC0415 (readers and stages; a check does without)

        corpus = with_primary(corpus, primary)
    passed = _check_file(corpus, file, speaker, json_, limit) if file else _check_one(
        corpus, quotation, speaker, json_, limit
    )  # fmt: skip
    raise typer.Exit(0 if passed else 1)


def _check_one(corpus: Corpus, quotation: str, speaker: str, json_: bool, limit: int) -> bool:
    from tellings.publish.check_report import checked_lines, one_json  # noqa: PLC0415

    checked = check_in_corpus(corpus, quotation, speaker)
    if json_:
        typer.echo(json.dumps(one_json(checked), ensure_ascii=False, indent=1))
    else:
        print_lines(checked_lines(checked, limit))
    return checked.passes


def _check_file(corpus: Corpus, file: str, speaker: str, json_: bool, limit: int) -> bool:
    from tellings.publish.check_report import draft_json, draft_lines  # noqa: PLC0415
    from tellings.publish.draft import check_draft_in, read_draft  # noqa: PLC0415 (all stages; one quotation does without)

    draft = read_draft(file)
    with Bars(json_) as bars:
        bars.begin("check", None)
        rows, aside = check_draft_in(corpus, draft, speaker, lambda done, of: bars.advance(1))
        bars.end()
    if json_:
        typer.echo(json.dumps(draft_json(rows, aside), ensure_ascii=False, indent=1))
    else:
        print_lines(draft_lines(rows, aside, min(limit, 3) if limit == 20 else limit))
    return all(checked.passes for _, checked in rows)
