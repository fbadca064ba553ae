#!/usr/bin/env python3
"""Set up a folder `.venv` beside this file, then run the demo, the tests or the checks in it. Needs Python 3.11 only.

python3 dev.py demo          collate the sample articles
python3 dev.py test [...]    run the tests (arguments go to pytest)
python3 dev.py check         format, lint, types, imports, docs, quality floors
python3 dev.py run PATH...   collate your own articles: the same as .venv/bin/tellings run PATH...
"""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = BIN / ("python.exe" if sys.platform == "win32" else "python")


def set_up(extras: str) -> None:
    """Make the environment and install tellings into it; quick when it is there and nothing changed."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python may run this file
        sys.exit(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}: try python3.11 dev.py ...")
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + extras.encode()).hexdigest()
    done = VENV / f"installed{extras.strip('[]').replace(',', '-') or '-base'}"
    if done.is_file() and done.read_text() == wanted:
        return
    print("setting up .venv ...", file=sys.stderr, flush=True)
    if not PYTHON.is_file():
        made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False)
        if made.returncode:
            sys.exit("no virtual environment could be made; on Debian and Ubuntu: apt install python3-venv")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    installed = subprocess.run([*pip, "--editable", f"{ROOT}{extras}"], check=False)
    if installed.returncode:
        sys.exit("installing failed; the lines above say why (is the network there?)")
    done.write_text(wanted)


def call(*command: str) -> int:
    """Run a command of the environment in the project's folder."""
    print("$", " ".join(command), file=sys.stderr, flush=True)
    return subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, check=False).returncode


def check() -> int:
    """All checks; every one runs, the first failure decides the exit code."""
    codes = [
        call("ruff", "format", "--check", "."),
        call("ruff", "check", "."),
        call("mypy"),
        call("lint-imports"),
        call("python", "-m", "docs.build", "--check"),
        call("python", "-m", "eval", "--check"),
    ]
    return next((code for code in codes if code), 0)


def main() -> int:
    """Dispatch on the first argument."""
    task, rest = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if task in ("demo", "run"):
        set_up("")
        return subprocess.run([str(BIN / "tellings"), task, *rest], check=False).returncode
    if task == "test":
        set_up("[dev,eval]")
        return call("python", "-m", "pytest", *rest)
    if task == "check":
        set_up("[dev,eval]")
        return check()
    print(__doc__)
    return 0 if task in ("", "-h", "--help", "help") else 2


if __name__ == "__main__":
    sys.exit(main())
