"""The tables of a package without its files: as much of it as a catalogue reads."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

from ...naming import Names
from .catalogue import catalogue
from .names import called
from .obis import obis
from .provenance import provenance
from .rules import rules
from .target import View, render
from .telegrams import telegrams

if TYPE_CHECKING:
    from ...model import Model


def import_tables(model: Model, package: str) -> None:
    """Put a package of that name, with the tables of a model alone, among the modules that are imported."""
    sys.modules[package] = ModuleType(package)
    names = Names(model, package)
    views: dict[str, View] = {
        "_catalogue": catalogue(model, names),
        "_names": called(model, names),
        "_obis": obis(model),
        "_provenance": provenance(model),
        "_rules": rules(model),
        "_telegrams": telegrams(model, names),
    }
    for stem, view in views.items():
        name = f"{package}.{stem}"
        module = sys.modules[name] = ModuleType(name)
        exec(compile(render(view), f"<{name}>", "exec"), vars(module))
