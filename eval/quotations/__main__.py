"""How right are quotations? PolNeAR (train, dev) and GUM news in; precision, recall and F1 by kind out.

    python -m eval.quotations --data ../shared/data --split dev
    python -m eval.quotations --data ../shared/data --split dev --peers    beside rivals (eval/peers), with speed
    python -m eval.quotations --gold dev       our own stories (eval/gold), with blocks, through the whole program
    python -m eval.quotations --gold dev --peers    the same, article by article, speakers as mentions

eval/matching.py says when two contents match. Exact: the same letters and digits. The speaker of a matched pair is
right when the mention shares a word with the gold source, function words apart; where the gold source is a relative
pronoun, the phrase right before it is as good; where gold has no source the speaker is not judged. E2E: matched, and
the speaker not wrong. Kinds: recall over gold of the kind, precision over predictions of the kind, each matched to any
kind; files do not count ''…'' as marks; --file-kinds keeps those of the file.
"""

import argparse
import json
import sys
from pathlib import Path

from eval.gold.spoken import pairs_of_split
from eval.peers import run_all
from eval.quotations.documents import FILES, Document, read_file, read_gold
from eval.quotations.ours import ours, outermost
from eval.quotations.own_gold import SHOWN, gold_figures, gold_items, told_figures
from eval.quotations.records import check, diff_items, pin, save_items
from eval.quotations.scoring import Score, score, table


def on_own_gold(args: argparse.Namespace) -> int:
    """Figures on a split of our own gold, through the whole program."""
    pairs, digest = pairs_of_split(args.gold, _real(args))
    by_kind, told = gold_figures(pairs), told_figures(pairs)
    if args.json:
        print(json.dumps({"fingerprint": digest, "quotations": by_kind, **told}, indent=1))
    else:
        print(table(by_kind, SHOWN))
        for name, values in told.items():
            print(name, " ".join(f"{key} {value}" for key, value in values.items()))
    _compare(args, f"gold-{args.gold}", gold_items(pairs))
    return 0


def _real(args: argparse.Namespace) -> Path | None:
    """The data folder where the split's texts lie in it."""
    return Path(args.data) if args.gold == "real" else None


def on_file(args: argparse.Namespace) -> int:
    """Figures on one of the files."""
    path = args.data / FILES[args.split]
    result = score(_some(args, read_file(path, args.file_kinds)), outermost, args.strict_kinds)
    _show(args, result)
    _compare(args, args.split, result.items)
    if args.pin:
        pin(args.split, path.read_bytes(), result.figures)
    return check(args.split, path.read_bytes(), result.figures) if args.check else 0


def beside_peers(args: argparse.Namespace) -> int:
    """The program and its rivals, each over the same texts."""
    documents = (
        read_gold(args.gold, _real(args)) if args.gold else read_file(args.data / FILES[args.split], args.file_kinds)
    )
    return run_all(_some(args, documents), ours if args.gold else outermost, args.strict_kinds)


def _some(args: argparse.Namespace, documents: list[Document]) -> list[Document]:
    return documents[args.offset :: args.every]


def _show(args: argparse.Namespace, result: Score) -> None:
    if args.json:
        print(json.dumps(result.figures, indent=1))
        return
    print(table(result.figures))
    print(f"{result.documents} documents, {result.speed:.0f} documents per CPU-second")


def _compare(args: argparse.Namespace, name: str, items: dict[str, bool]) -> None:
    if args.diff:
        diff_items(name, items)
    if args.save:
        save_items(name, items)


def main() -> int:
    """Read the options and dispatch."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--split", choices=sorted(FILES), default="dev")
    parser.add_argument("--gold", choices=("train", "dev", "test", "real"), help="our own gold instead of a file")
    parser.add_argument("--peers", action="store_true", help="rivals in the same run")
    parser.add_argument("--every", type=int, default=1, help="only each n-th document")
    parser.add_argument("--offset", type=int, default=0, help="the first document of --every")
    parser.add_argument("--file-kinds", action="store_true", help="gold kinds as the file gives them")
    parser.add_argument("--strict-kinds", action="store_true", help="match only contents of one kind")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="fail when a figure is below its floor")
    parser.add_argument("--pin", action="store_true", help="write the floors of this split")
    parser.add_argument("--save", action="store_true", help="keep the results item by item")
    parser.add_argument("--diff", action="store_true", help="list what was gained and lost since --save")
    args = parser.parse_args()
    path = args.data / FILES[args.split]
    if not args.gold and not path.is_file():
        print(f"missing: {path}; say where the data folder is with --data", file=sys.stderr)
        return 2
    if args.peers:
        return beside_peers(args)
    return on_own_gold(args) if args.gold else on_file(args)


if __name__ == "__main__":
    sys.exit(main())
