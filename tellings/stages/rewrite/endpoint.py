"""An OpenAI-compatible endpoint: numbered passages in, the sentences that its model makes of them out."""

import json
import os
import re
import urllib.error
import urllib.request
from dataclasses import dataclass

KEY_VARIABLE = "TELLINGS_REWRITE_KEY"
PROMPT = """\
Rewrite the numbered passages as one readable paragraph of news. Use only what they say: every number, name and \
quotation exactly as there, every hedge ("allegedly", "according to") kept. Write one sentence a line and end each \
line with the numbers of the passages that it rests on in brackets, such as [2] or [1][3]. Write nothing else."""
CITED = re.compile(r"\[(\d{1,3})\]")


class EndpointError(Exception):
    """The endpoint gave no answer that can be read; the message names it and what to try."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A sentence as the model returned it."""

    words: str
    cites: tuple[int, ...]  # numbers of the passages that it names


def ask(url: str, model: str, passages: list[str], seconds: int) -> list[Returned]:
    """The sentences that a model makes of some passages.

    Args:
        url: base of the endpoint (`http://localhost:11434/v1`) or its whole address (`.../chat/completions`).
        model: its name there.
        passages: numbered from 1 as they are sent.
        seconds: how long to wait.

    Raises:
        EndpointError: it cannot be reached, refuses, or answers with something else.
    """
    address = url if url.rstrip("/").endswith("/completions") else url.rstrip("/") + "/chat/completions"
    if not address.startswith(("http://", "https://")):
        raise EndpointError(f"{url!r} is no http address; give one such as http://localhost:11434/v1")
    numbered = "\n".join(f"[{number}] {passage}" for number, passage in enumerate(passages, 1))
    messages = [{"role": "system", "content": PROMPT}, {"role": "user", "content": numbered}]
    body = {"model": model, "messages": messages, "temperature": 0, "seed": 0}
    headers = {"Content-Type": "application/json"}
    if key := os.environ.get(KEY_VARIABLE):
        headers["Authorization"] = f"Bearer {key}"
    request = urllib.request.Request(address, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:
            content = json.load(answer)["choices"][0]["message"]["content"]
    except urllib.error.HTTPError as error:
        hint = f"; its key is read from {KEY_VARIABLE}" if error.code in (401, 403) else ""
        raise EndpointError(f"{address} refused: {error.code} {error.reason}{hint}") from None
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise EndpointError(f"{address} gave no answer that can be read: {error}; is it OpenAI-compatible?") from None
    return read_answer(str(content))


def read_answer(content: str) -> list[Returned]:
    """The sentences of an answer, a line each, with the passages that they name.

    >>> read_answer("The mill burned. [1][2]")
    [Returned(words='The mill burned.', cites=(1, 2))]
    """
    found = []
    for line in content.splitlines():
        words = re.sub(r"\s+([.!?]?)$", r"\1", CITED.sub("", line).strip())
        if words:
            found.append(Returned(words, tuple(dict.fromkeys(int(n) for n in CITED.findall(line)))))
    return found
