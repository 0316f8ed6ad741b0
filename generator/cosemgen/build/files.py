"""What a target hands to the build: files as text, by their path below the output."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from cosemgen.model import Model


@dataclass(frozen=True, slots=True)
class OutputFile:
    """One generated file; black has the last word on the layout of one that is Python."""

    text: str
    source: str | None = None
    """Spec file it comes from, or None where it comes from many."""
    judge: Callable[[str], None] | None = None
    """Raises BuildError for a text that must not be delivered.

    It is asked only where the text is not the one that was delivered last.
    """


Files: TypeAlias = Mapping[PurePosixPath, OutputFile]
"""Output files by their path relative to the output folder."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user chose for a build."""

    package: str = "cosem"
    """Name of the Python package to generate."""


class Target(Protocol):
    """Something to generate from the model: Python, docs, tests, JSON, ...

    Third parties register theirs in the entry-point group `cosemgen.targets`.
    """

    @property
    def name(self) -> str:
        """The name behind `--target`, which is also the entry point's."""

    def files(self, model: Model, options: Options) -> Files:
        """Every file of the target; a pure function of its arguments."""
