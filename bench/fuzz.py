"""Fuzzing at length: in go minutes, out come files that raise, vanish or take long; kept in tests/fuzz/corpus.

python -m bench.fuzz --minutes 60              random damage to a sound file of each format, in turn
python -m bench.fuzz --minutes 60 --atheris    the same readers and text functions, steered by what the bytes reach
"""

import argparse
import hashlib
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tellings.in_memory import run_in_memory
from tellings.stages import STAGES
from tellings.stages.read import read_items

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from fuzz.mutations import SEEDS, mutate  # noqa: E402 - lies with the tests, which run it for seconds

CORPUS = ROOT / "tests" / "fuzz" / "corpus"
SLOW = 5.0  # seconds of processor time for a file of some kilobytes


def problem(data: bytes, name: str, folder: Path, collate: bool) -> str:
    """What is wrong with how a file is read, and on demand collated; "" where nothing is."""
    path = folder / f"file.{name}"
    path.write_bytes(data)
    began = time.process_time()
    try:
        pairs = list(read_items([str(path)]))
        articles = [article for _, article in pairs if article]
        if collate and articles:
            run_in_memory(articles[:3], STAGES)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200]
    unforeseen = next((item.reason for item, _ in pairs if "please report this" in item.reason), "")
    if not pairs or unforeseen:
        return unforeseen or "no item told"
    spent = time.process_time() - began
    return f"{spent:.1f} s" if spent > SLOW else ""


def keep(data: bytes, name: str, what: str) -> None:
    """Keep a finding for the tests."""
    CORPUS.mkdir(exist_ok=True)
    path = CORPUS / f"{hashlib.sha256(data).hexdigest()[:12]}.{name}"
    path.write_bytes(data)
    print(f"{path.name}: {what}", flush=True)


def at_random(minutes: float, seed: int) -> None:
    """Damage sound files at random until the time is over."""
    rng, until, done, found = random.Random(seed), time.monotonic() + 60 * minutes, Counter[str](), set[str]()
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < until:
            for name, sound in SEEDS.items():
                data = mutate(sound, rng, most=10)
                what = problem(data, name, Path(folder), collate=done[name] % 10 == 0)
                done[name] += 1
                if what and (name, what[:60]) not in found:
                    found.add((name, what[:60]))
                    keep(data, name, what)
    print(f"{sum(done.values()):,} files, {time.process_time() - began:.0f} s of processor time, {len(found)} findings")


def with_atheris(minutes: float) -> None:
    """Let atheris (libFuzzer) steer; it stops at the first finding and leaves it in the working folder."""
    import atheris  # noqa: PLC0415 - Linux and macOS only

    names = list(SEEDS)
    with tempfile.TemporaryDirectory() as folder:
        seeds = Path(folder) / "seeds"
        seeds.mkdir()
        for number, name in enumerate(names):
            (seeds / name).write_bytes(bytes([number]) + SEEDS[name])

        def one(data: bytes) -> None:
            name = names[data[0] % len(names)] if data else "txt"
            what = problem(data[1:], name, Path(folder), collate=name == "txt")
            if what:
                keep(data[1:], name, what)

        atheris.instrument_all()
        atheris.Setup([sys.argv[0], f"-max_total_time={round(60 * minutes)}", "-max_len=20000", str(seeds)], one)
        atheris.Fuzz()


def main() -> int:
    """Fuzz and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1, help="of the random generator")
    parser.add_argument("--atheris", action="store_true", help="steered by coverage; needs pip install atheris")
    options = parser.parse_args()
    if options.atheris:
        with_atheris(options.minutes)
    else:
        at_random(options.minutes, options.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
