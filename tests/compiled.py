"""The packages of the spec, each compiled once in a process: a model never changes.

And Python packages as the target gives them, where a test needs some to import.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cosemgen.compile import Compilation, compile_packages, compile_text
from cosemgen.diagnostics import render_text
from cosemgen.model import Model
from cosemgen.target import Options
from cosemgen.targets.python import TARGET
from tests.scratch import written

SPEC = Path(__file__).parents[1] / "spec"
NATIONAL = SPEC / "national"
COUNTRIES = sorted(path.parent.name for path in NATIONAL.glob("*/package.cosem"))


@cache
def compilation(path: Path = SPEC) -> Compilation:
    """The package below a folder, and what was found in it."""
    return compile_packages([path])


def model(path: Path = SPEC) -> Model:
    """The model of the package, which has no errors."""
    return _sound(compilation(path))


def model_of(texts: str | Mapping[str, str], package: str | None = None) -> Model:
    """The model of spec files that are written in a test, which have no errors."""
    return _sound(compile_text(texts, package))


def _sound(found: Compilation) -> Model:
    assert found.model is not None, "\n".join(map(render_text, found.diagnostics))
    return found.model


def write_package(model: Model, name: str, folder: Path) -> None:
    """Write the Python package of a model into a folder, not formatted."""
    files = TARGET.files(model, Options(name))
    written(folder, {str(path): file.text for path, file in files.items()})
