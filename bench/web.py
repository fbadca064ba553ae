"""Speed of the site: in goes our own sample, out come medians of its pages over a large store, and requests a second.

    python -m bench.web                       40,000 articles, a story of 200 tellings; prints a table
    python -m bench.web --articles 5000       a smaller store
    python -m bench.web --store DIR           keep the store there, or use the one that is there

Figures depend on the machine; they are never a test.
"""

import argparse
import http.client
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bench.web_store import make_store
from tellings.publish.stories import story_rows
from tellings.store import Store

ROUNDS = 15
SECONDS, CLIENTS = 10, 8
# Stories that the mixed requests are about: what a newsroom looks at in a morning.
LOOKED_AT = 20


def ask(connection: http.client.HTTPConnection, path: str) -> tuple[int, int]:
    """Status and size of one answer."""
    connection.request("GET", path, headers={"accept": "text/html"})
    answer = connection.getresponse()
    return answer.status, len(answer.read())


def timed(port: int, path: str) -> float:
    """Seconds of one request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    began = time.perf_counter()
    status, _ = ask(connection, path)
    assert status == 200, f"{path}: {status}"
    return time.perf_counter() - began


def medians(port: int, stories: list[str], biggest: str) -> Iterator[str]:
    """A line of Markdown for each kind of page."""
    chance = random.Random(1)
    fresh = chance.sample(stories, min(len(stories), ROUNDS * 4))
    plain = {"home": ["/"] * ROUNDS, "stories, first page": ["/stories"] * ROUNDS}
    plain["stories, another list each time"] = [f"/stories?sort=newest&page={n}" for n in range(1, ROUNDS + 1)]
    plain["story of 2 to 8 tellings, not seen before"] = [f"/story/{s}" for s in fresh[:ROUNDS]]
    screens = ("", "/statements", "/statement/1", "/copies", "/timeline")
    for screen in screens:
        plain[f"story of 200 tellings{screen or '/side'}, again"] = [f"/story/{biggest}{screen}"] * ROUNDS
    plain["search"] = [f"/search?q={word}" for word in ("captain", "ferry", "refit", "pier", "passengers") * 3]
    words = "The moon is made of green cheese"  # what all clones have would be found in half of the articles
    plain["check of a quotation that nobody has"] = [f"/api/check?quotation={words.replace(' ', '+')}"] * 5
    for screen in screens:  # the first time, nothing is kept; the story itself is read for the first of them only
        first = timed(port, f"/story/{biggest}{screen}") * 1000
        yield f"| story of 200 tellings{screen or '/side'}, first time | {first:,.0f} |"
    for name, paths in plain.items():
        yield f"| {name} | {statistics.median(timed(port, path) for path in paths) * 1000:,.0f} |"


def throughput(port: int, stories: list[str]) -> tuple[float, int]:
    """Mixed requests a second of several clients at once, and how many failed."""
    answers: list[int] = []
    until = time.perf_counter() + SECONDS
    pool = random.Random(2).sample(stories, min(LOOKED_AT, len(stories)))

    def client(seed: int) -> None:
        chance = random.Random(seed)
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while time.perf_counter() < until:
            story = chance.choice(pool)
            kinds = ["/", "/stories", f"/story/{story}", f"/story/{story}/timeline", f"/story/{story}/statements",
                     "/search?q=captain", "/feed.atom", "/static/tellings.css"]  # fmt: skip
            answers.append(ask(connection, chance.choice(kinds))[0])

    threads = [threading.Thread(target=client, args=(seed,)) for seed in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(answers) / (time.perf_counter() - began), sum(status != 200 for status in answers)


def processor_seconds(pid: int) -> float:
    """What a process has used so far: on a busy machine the only figure that means something."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def serve(folder: Path) -> tuple[subprocess.Popen[str], int, float]:
    """The server as a process of its own, its port, and the seconds until it was ready."""
    began = time.perf_counter()
    command = [sys.executable, "-u", "-c", "from tellings.cli import main; main()", "serve", "--store", str(folder)]
    process = subprocess.Popen([*command, "--port", "0", "--no-browser"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    port = int(line.split("http://127.0.0.1:")[1].split()[0])
    while True:
        try:
            timed(port, "/static/tellings.css")
            return process, port, time.perf_counter() - began
        except OSError:
            time.sleep(0.05)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=40_000, help="articles of the store")
    parser.add_argument("--store", type=Path, help="where the store is, or is to be kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tellings-bench-web-") as name:
        folder = options.store or Path(name) / "store"
        if not (folder / "manifest.json").is_file():
            make_store(str(folder), options.articles, lambda told: print(told, file=sys.stderr, flush=True))
        rows = story_rows(Store(folder))
        several = [row.story_id for row in rows if row.tellings > 1][1:]
        articles = sum(row.tellings for row in rows)
        print(f"{articles:,} articles, {len(rows):,} stories; the biggest of {rows[0].tellings} tellings\n")
        process, port, ready = serve(folder)
        try:
            print("| page | milliseconds |\n|--|--:|")
            for line in medians(port, several, rows[0].story_id):
                print(line, flush=True)
            throughput(port, several)  # the first time, stories are read
            before = processor_seconds(process.pid)
            rate, failed = throughput(port, several)
            each = 1000 * (processor_seconds(process.pid) - before) / (rate * SECONDS)
        finally:
            process.terminate()
            process.wait()
    print(f"\nready after {ready:.1f} s; {rate:,.0f} mixed requests a second by {CLIENTS} clients, {failed} failed;")
    print(f"{each:.1f} ms of the server's processor time each")
    return 0


if __name__ == "__main__":
    sys.exit(main())
