"""Versions: the heads of all articles and what pairs share in; which articles are versions of one article out.

An article is read again under its address, its file has changed, or an outlet prints its text anew. Such articles are
versions of one: all are kept, the latest is the telling shown. Two stages: `which` (all heads) and `changes` (what two
neighbours differ in). docs/stages/versions.md tells the method.
"""

from tellings.stages.versions import changes, which
from tellings.stages.versions.changes import ChangeSettings, find_changes
from tellings.stages.versions.which import VersionSettings, find_versions

__all__ = ["STAGES", "ChangeSettings", "VersionSettings", "find_changes", "find_versions"]

STAGES = (which.STAGE, changes.STAGE)
