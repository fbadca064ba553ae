"""All scorers: in goes the data folder, out come their tables; with --check fails when a figure is below its floor.

python -m eval --data ../shared/data
python -m eval --data ../shared/data --check
"""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def scorers() -> list[str]:
    """Names of the scorers: those that have pinned floors."""
    return sorted(path.stem for path in (ROOT / "eval" / "floors").glob("*.json"))


def main() -> int:
    """Run every scorer as a process of its own; the worst exit code counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the data")
    parser.add_argument("--check", action="store_true", help="fail when a figure is below its floor")
    options = parser.parse_args()
    worst = 0
    for name in scorers():
        print(f"== {name}", flush=True)
        command = [sys.executable, "-m", f"eval.{name}", "--data", str(options.data)]
        done = subprocess.run([*command, *(["--check"] if options.check else [])], cwd=ROOT, check=False)
        worst = max(worst, done.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
