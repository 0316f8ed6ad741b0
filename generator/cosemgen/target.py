"""What a target is: what the build gives it, and what it hands to the build.

The face that cosemgen shows to targets, those of other distributions included.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from .records import record

if TYPE_CHECKING:
    from cosemgen.model import Model


@record(frozen=True, slots=True)
class OutputFile:
    """One generated file; black has the last word on the layout of one that is Python."""

    text: str
    source: str | None = None
    """Spec file it comes from, as `rendering.source_of` names it; None where it comes from many."""
    judge: Callable[[str], None] | None = None
    """Raises BuildError for a text that must not be delivered.

    It is asked only where the text is not the one that was delivered last.
    """


@record(frozen=True, slots=True)
class Later:
    """A generated file that is made only where the last build has not made it of equal inputs: its text is `make(*inputs)`.

    `make` is a function of a module and sees nothing but its inputs. These are never changed, and can be pickled: parts of the
    model, texts, numbers, and tuples of them. Of a span, the name of the file alone counts as an input, so
    that no text may show more of it. An object that is large and an input of many files is best the same object: it is looked at once.

    An input that is `Later` itself is a part of the file: `make` is given its text, and places that as it is. A part that would be
    made of the same as the last time is taken from the file that was delivered then.
    """

    make: Callable[..., str]
    inputs: tuple[object, ...]
    source: str | None = None
    judge: Callable[[str], None] | None = None

    @property
    def text(self) -> str:
        return self.made(lambda part: part.text)

    def made(self, text_of: Callable[[Later], str]) -> str:
        """The text, where those of its parts come from elsewhere."""
        inputs = (text_of(x) if isinstance(x, Later) else x for x in self.inputs)
        return self.make(*inputs)


Files: TypeAlias = Mapping[PurePosixPath, OutputFile | Later]
"""Output files by their path relative to the output folder."""


@record(frozen=True, slots=True)
class Option:
    """Something that users may choose of a target: `--option rust.edition=2021`."""

    name: str
    default: str
    choices: tuple[str, ...] = ()
    """None: any text."""


@record(frozen=True, slots=True)
class Options:
    """What the user chose for a build."""

    package: str = "cosem"
    """Name of the Python package to generate."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Of every option that the target declares, what was chosen or its default."""


class Target(Protocol):
    """Something to generate from the model: Python, docs, tests, JSON, ...

    Third parties register theirs in the entry-point group `cosemgen.targets`.  One that has options
    declares them as `options`, a tuple of `Option`.
    """

    @property
    def name(self) -> str:
        """The name behind `--target`, which is also the entry point's."""

    def files(self, model: Model, options: Options) -> Files:
        """Every file of the target; a pure function of its arguments."""


STABLE: Final[Mapping[str, tuple[str, ...]]] = {
    __name__: ("Files", "Later", "Option", "Options", "OutputFile", "Target"),
    "cosemgen.build.errors": ("BuildError",),
    "cosemgen.model": ("Model",),
    "cosemgen.model.walk": (
        *("inside", "references", "made_of", "dependencies", "expressions"),
        *("reached", "with_foundations", "foundations_first"),
    ),
    "cosemgen.notation": (
        *("type_text", "literal_text", "range_text", "codes_text"),
        *("cardinality_text", "limits_text", "size_text"),
    ),
    "cosemgen.spelling": ("identifier", "camel"),
    "cosemgen.targets.rendering": ("HEADER", "environment", "source_of", "stem_of"),
    "cosemgen.vocabulary": (
        *("SIMPLE_TYPES", "COMPLEX_TYPES", "MEANINGS", "STRUCTURE_MEANINGS"),
        "STANDARD_PACKAGE",
    ),
}
"""What a target outside of this distribution may import; of the model, every class.

Anything else may change with any version, `cosemgen.naming` above all: those names are Python's.
"""
