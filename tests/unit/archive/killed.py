"""Makes an archive, and is killed while it does: `python -m tests.unit.archive.killed SOURCE TARGET`."""

from __future__ import annotations

import sys

from cosem.arrow import convert

from ..arrow.shapes import CAPTURE

FRAGMENT = 20_000


def make(source: str, target: str, jobs: int) -> None:
    """The archive that the test is about."""
    convert(source, target, capture_objects=CAPTURE, jobs=jobs, fragment=FRAGMENT)


if __name__ == "__main__":
    make(sys.argv[1], sys.argv[2], 2)
    print("done")
