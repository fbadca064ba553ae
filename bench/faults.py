"""Kills at length: in go a number, out comes how many killed runs were resumed to the bytes of an uninterrupted one.

    python -m bench.faults --kills 50

Each run is killed (-9) at a random step between its first write and its commit, then run again. Stages are the toy
ones of the tests, over the real engine, pipeline and store.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from kills import kill_somewhere  # noqa: E402 - lies with the tests, which kill five times
from test_pipeline import all_bytes, go, make_articles  # noqa: E402

THOUSAND = 1000


def main() -> int:
    """Kill, resume, compare; exit code 1 when a single run differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1, help="of the random steps")
    options = parser.parse_args()
    rng, outcome, where = random.Random(options.seed), Counter[str](), Counter[int]()
    with tempfile.TemporaryDirectory(prefix="tellings-faults-") as name:
        whole, _ = go(Path(name) / "whole", make_articles(60))
        wanted = all_bytes(whole)
        for number in range(options.kills):
            folder = Path(name) / f"killed{number}"
            where[kill_somewhere(folder, rng) // THOUSAND] += 1
            resumed, _ = go(folder, make_articles(60))
            outcome["same" if all_bytes(resumed) == wanted else "different"] += 1
            print(f"{number + 1} kills: {dict(outcome)}", flush=True)
    print("kills by kB of the journal:", dict(sorted(where.items())))
    return 1 if outcome["different"] else 0


if __name__ == "__main__":
    sys.exit(main())
