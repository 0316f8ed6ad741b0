"""What a repository of git says, asked of the program itself."""

from __future__ import annotations

import subprocess


class GitError(Exception):
    """Why git gave no answer, in its own words."""


def git(*arguments: str, given: bytes = b"") -> bytes:
    """What git prints in the folder that is the current one. Raises GitError."""
    try:
        done = subprocess.run(
            ["git", *arguments], input=given, capture_output=True, check=False
        )
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror}") from None
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise GitError(f"git says {told!r}")
    return done.stdout


def is_revision(name: str) -> bool:
    """Whether git knows a revision by this name; False also where there is no git."""
    if name.startswith("-"):
        return False
    try:
        git("rev-parse", "--quiet", "--verify", "--end-of-options", f"{name}^{{tree}}")
    except GitError:
        return False
    return True
