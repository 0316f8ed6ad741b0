"""The packages of the spec, each compiled once in a process: a model never changes.

And Python packages as the target gives them, where a test needs some to import.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cosemgen.compile import Compilation, compile_packages
from cosemgen.diagnostics import render_text
from cosemgen.model import Model
from cosemgen.target import Options
from cosemgen.targets.python import TARGET

SPEC = Path(__file__).parents[1] / "spec"
NATIONAL = SPEC / "national"
COUNTRIES = sorted(path.parent.name for path in NATIONAL.glob("*/package.cosem"))


@cache
def compilation(path: Path = SPEC) -> Compilation:
    """The package below a folder, and what was found in it."""
    return compile_packages([path])


def model(path: Path = SPEC) -> Model:
    """The model of the package, which has no errors."""
    found = compilation(path)
    assert found.model is not None, "\n".join(map(render_text, found.diagnostics))
    return found.model


def write_package(model: Model, name: str, folder: Path) -> None:
    """Write the Python package of a model into a folder, not formatted."""
    for path, file in TARGET.files(model, Options(name)).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(file.text, encoding="utf-8")
