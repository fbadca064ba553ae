"""Our gold: stories annotated by hand, kept as strings beside the articles. In goes a split's name, out come stories.

GUIDELINES.md says what is annotated and how. `python -m eval.gold.check` resolves and checks it,
`python -m eval.gold.view NAME` shows a story in the terminal.
"""

from eval.gold.load import GoldError, fingerprint, load_stories, load_story

__all__ = ["GoldError", "fingerprint", "load_stories", "load_story"]
