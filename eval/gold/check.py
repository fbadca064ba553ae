"""Does the gold hold? In go names of stories, out come errors, warnings and counts a layer.

python -m eval.gold.check                all stories
python -m eval.gold.check NAME --strict  one story; warnings count as errors
python -m eval.gold.check --data FOLDER  with the stories whose texts lie in the data folder
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from eval.gold.fields import Problem
from eval.gold.load import FOLDER, REAL_FOLDERS, SPLITS, data_missing, read_story, splits, story_names
from eval.gold.model import GoldStory
from eval.gold.texts import DATA_VARIABLE


def counts(story: GoldStory) -> dict[str, int]:
    """How many rows each layer holds."""
    kinds = Counter(quotation.kind for quotation in story.quotations)
    return {
        "articles": sum(article.told for article in story.articles),
        "others": sum(not article.told for article in story.articles),
        "blocks": len(story.blocks),
        "set aside": sum(block.kind != "body" for block in story.blocks),
        "entities": len(story.entities),
        "mentions": len(story.mentions),
        "direct": kinds["direct"],
        "mixed": kinds["mixed"],
        "indirect": kinds["indirect"],
        "not speech": len(story.phrases),
        "times": len(story.times),
        "statements": len(story.statements),
        "parts": sum(len(statement.parts) for statement in story.statements),
        "witnesses": sum(len(part.witnesses) for statement in story.statements for part in statement.parts),
        "readings": sum(len(statement.readings) for statement in story.statements),
        "claims": len(story.claims),
        "assertions": sum(len(claim.assertions) for claim in story.claims),
        "differences": len(story.differences),
        "only in": len(story.only_in),
        "copies": len(story.copies),
    }


def unlisted() -> list[Problem]:
    """Stories without a split, and splits without a story."""
    folders = (FOLDER, *REAL_FOLDERS.values())
    there = {path.name for folder in folders if folder.is_dir() for path in folder.iterdir() if path.is_dir()}
    listed = splits()
    return [
        *(Problem(name, "is in no split: add it to splits.toml") for name in sorted(there - set(listed))),
        *(Problem(name, "is in splits.toml, but has no folder") for name in sorted(set(listed) - there)),
        *(
            Problem(name, f"unknown split “{split}”: {', '.join(SPLITS)}")
            for name, split in listed.items()
            if split not in SPLITS
        ),
    ]


def _print_problems(name: str, problems: list[Problem]) -> None:
    for problem in problems:
        print(f"{name}: {'error' if problem.fatal else 'warning'}: {problem.place}: {problem.message}")


def _print_counts(stories: list[GoldStory]) -> None:
    if not stories:
        return
    tables = [counts(story) for story in stories]
    heads = [f"{story.name} ({story.split or 'no split'})" for story in stories]
    print()
    print(" " * 12 + "".join(f"{head:>{max(len(head), 6) + 2}}" for head in heads) + f"{'all':>8}")
    for layer in tables[0]:
        cells = "".join(f"{t[layer]:>{max(len(h), 6) + 2}}" for t, h in zip(tables, heads, strict=True))
        print(f"{layer:<12}{cells}{sum(t[layer] for t in tables):>8}")


def main(arguments: list[str] | None = None) -> int:
    """Check, print, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.gold.check", description="Check the gold and count it.")
    parser.add_argument("names", nargs="*", help="stories; all if none is named")
    parser.add_argument("--strict", action="store_true", help="warnings fail too")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the stories lie")
    parser.add_argument("--data", type=Path, help=f"the data folder; {DATA_VARIABLE} if not given")
    given = parser.parse_args(arguments)
    names: list[str] = given.names
    left_out: list[str] = []
    if not names and given.folder == FOLDER:
        names, left_out = story_names(given.data)
    elif not names:
        names = sorted(path.name for path in given.folder.iterdir() if path.is_dir())
    stories: list[GoldStory] = []
    all_problems = unlisted() if given.folder == FOLDER and not given.names else []
    _print_problems("splits", all_problems)
    for name in names:
        story, problems = read_story(name, given.folder, data=given.data)
        _print_problems(name, problems)
        all_problems += problems
        stories += [story] if story else []
    _print_counts(stories)
    if left_out:
        print(f"\nleft out: {len(left_out)} stories whose texts are not here; {data_missing(given.data)}")
    errors = sum(problem.fatal for problem in all_problems)
    warnings = len(all_problems) - errors
    print(f"\n{len(stories)} stories, {errors} errors, {warnings} warnings")
    return 1 if errors or (given.strict and warnings) or (left_out and given.data) else 0


if __name__ == "__main__":
    sys.exit(main())
