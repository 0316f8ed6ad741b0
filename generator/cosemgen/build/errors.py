"""What stops a build although the spec is sound."""

from __future__ import annotations


class BuildError(Exception):
    """A build cannot go on; the text is for the user and says what to do."""


class Unfinished(BuildError):
    """The output is part old and part new, until it is built again."""
