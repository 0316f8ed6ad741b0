"""Which names a Python package, a module in it and a folder of specs may have on every machine."""

from __future__ import annotations

import keyword
import re
import sys
import unicodedata
from typing import Final

FOLDERS: Final = frozenset({"conformance", "docs", "model"})
"""Folders of the output that other targets write."""
TOOLS: Final = frozenset({"cosem_runtime", "cosemgen"})
"""Packages that generated code, or the generator, stands on."""
_STANDARD_LIBRARY: Final = frozenset(map(str.casefold, sys.stdlib_module_names))
_UNASKED: Final = frozenset({"conftest", "sitecustomize", "usercustomize"})
"""Modules that Python or pytest imports by itself wherever it finds one."""
_DEVICES: Final = frozenset(
    {"aux", "con", "nul", "prn"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)}
)
"""Names that no file or folder can have on Windows, whatever its ending."""
_LONGEST: Final = 100
"""Letters; file systems take 255 with the endings that are put to it."""
_FOLDER: Final = re.compile(r"\w[\w .-]*")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def module_refusal(name: str) -> str | None:
    """Why no spec file, and so no module, can have a name; None where one can."""
    if _NAME.fullmatch(name) is None:
        return "it has to be letters, digits and '_' of ASCII, and not to begin with a digit"
    if len(name) > _LONGEST:
        return f"it has more than {_LONGEST} letters"
    folded = name.casefold()
    if folded in _DEVICES:
        return "Windows has a device of that name"
    if folded in _UNASKED:
        return "Python or pytest imports a module of that name by itself"
    if name.startswith("__") and name.endswith("__"):
        return "Python gives names like that a meaning of its own"
    return None


def folder_refusal(name: str) -> str | None:
    """Why no folder of spec files can have a name; None where one can.

    It stands in what is generated, in the comments and headings of any language.
    """
    if _FOLDER.fullmatch(name) is None:
        return "it has to be letters, digits, '_', '-', '.' and blanks, a letter or digit first"
    if len(name) > _LONGEST:
        return f"it has more than {_LONGEST} letters"
    return None


def package_refusal(name: str) -> str | None:
    """Why no package can have a name, whatever it is made of; None where one can."""
    why = module_refusal(name)
    if why is not None:
        return why
    folded = name.casefold()
    if keyword.iskeyword(name):
        return "it is a word of Python"
    if folded in FOLDERS:
        return "the output has a folder of that name"
    if folded in TOOLS:
        return "generated code and cosemgen stand on the package of that name"
    if folded in _STANDARD_LIBRARY:
        return "it would hide a module of Python's standard library"
    return None


def likely_name(name: str) -> str:
    """The nearest name that a module can have; empty where there is none near."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    found = re.sub(r"[^A-Za-z0-9]+", "_", plain)[:_LONGEST].strip("_")
    if found[:1].isdigit():
        found = f"n{found}"
    if found and module_refusal(found) is not None:
        found = f"{found}_"
    return found
