"""The pipeline, in order. To add a stage, write its file and put it in this list."""

from tellings.stage import Stage

STAGES: tuple[Stage, ...] = ()
