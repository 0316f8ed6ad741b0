"""One row of the table of diagnostic codes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEntry:
    """What a code means; the documentation and the tests walk all of them.

    `wrong` is a smallest spec that is reported with this code (and no other), `right` the same spec put right.
    An example of several files separates them by lines of the form `// file: name.cosem`.
    """

    code: str
    title: str
    """One line, without a full stop: `unknown type`."""
    explanation: str
    """Why it is an error and what to do about it."""
    wrong: str
    right: str
    echo: bool = False
    """Perhaps nothing but the echo of a file or package that is missing: not told of a package that lacks one."""


def split_example(text: str) -> dict[str, str]:
    """Files of an example: `// file: name.cosem` lines begin the next; without any it is one file."""
    files: dict[str, list[str]] = {}
    name = "example.cosem"
    for line in text.splitlines(keepends=True):
        if line.startswith("// file: "):
            name = line.removeprefix("// file: ").strip()
        else:
            files.setdefault(name, []).append(line)
    return {name: "".join(lines) for name, lines in files.items()}
