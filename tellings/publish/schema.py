"""The JSON that commands print: its version and type, shared by all that write it."""

from typing import Any

# Raised when a field changes its meaning or goes; new fields do not raise it.
SCHEMA = 1

Json = dict[str, Any]
