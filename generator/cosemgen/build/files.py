"""What a target hands to the build: files as text, by their path below the output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from cosemgen.model import Model


@dataclass(frozen=True, slots=True)
class OutputFile:
    """One generated file, not yet formatted and not yet written."""

    text: str
    source: str | None = None
    """Spec file it comes from, or None where it comes from many."""
    formatter: Literal["black"] | None = None


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
