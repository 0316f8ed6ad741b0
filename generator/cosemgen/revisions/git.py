"""What a repository of git says, asked of the program itself."""

from __future__ import annotations

import subprocess
from tempfile import TemporaryFile
from typing import Final

MOST_OCTETS: Final = 128 * 2**20
"""How much of what git prints is read: a tree that has itself over and over is listed without an end."""


class GitError(Exception):
    """Why git gave no answer, in its own words."""


def git(*arguments: str, given: bytes = b"") -> bytes:
    """What git prints in the folder that is the current one. Raises GitError."""
    with TemporaryFile() as asked, TemporaryFile() as said:
        asked.write(given)
        asked.seek(0)
        try:
            process = subprocess.Popen(
                ["git", *arguments], stdin=asked, stdout=subprocess.PIPE, stderr=said
            )
        except OSError as error:
            raise GitError(f"git cannot be run: {error.strerror}") from None
        with process:
            assert process.stdout is not None
            found = process.stdout.read(MOST_OCTETS + 1)
            if len(found) > MOST_OCTETS:
                process.kill()
                raise GitError(f"git prints more than {MOST_OCTETS} octets")
        if process.returncode:
            said.seek(0)
            told = said.read().decode("utf-8", "replace").strip().partition("\n")[0]
            raise GitError(f"git says {told!r}")
        return found


def is_file(place: str) -> bool:
    """Whether a revision has a file there, by `REVISION:PATH`."""
    try:
        return git("cat-file", "-t", place).strip() == b"blob"
    except GitError:
        return False


def is_revision(name: str) -> bool:
    """Whether git knows a revision by this name; False also where there is no git."""
    if name.startswith("-"):
        return False
    try:
        git("rev-parse", "--quiet", "--verify", "--end-of-options", f"{name}^{{tree}}")
    except GitError:
        return False
    return True
