"""Python names: the one module that makes them out of the standard's.

Names of the standard that are identifiers stay as they are (`xDLMS_context_info`); `-` becomes `_`;
what Python or the runtime has taken gets a trailing `_`.  Whatever would still be ambiguous is
found by `clashes`, never settled in silence.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

from cosem_runtime.bitstring import BitFlags, BitString
from cosem_runtime.scaling import ScalerUnitBase
from cosem_runtime.structure import Structure

from . import model as m
from .model.layers import with_foundations
from .model.walk import Same
from .spelling import camel, identifier
from .vocabulary import MEANINGS, OPEN_CHOICES, SIMPLE_TYPES

_PYTHON_TYPES: Final = (
    *(each.python for each in SIMPLE_TYPES.values()),
    *(python for each in MEANINGS.values() for python in each.bases.values()),
    *OPEN_CHOICES.values(),
)
_ANNOTATIONS: Final = frozenset(
    {"Any", "CompactArray", *(each.name for each in _PYTHON_TYPES if each.home)}
)
"""Types of the runtime that annotations name."""


def _promised(*bases: type) -> frozenset[str]:
    """What every class on one of these bases of the runtime has."""
    names = {name for base in bases for name in (*dir(base), *base.__annotations__)}
    return frozenset(name for name in names if not name.startswith("_"))


def _promised_unseen(module: str, base: str) -> frozenset[str]:
    """The same of a base that stands on no other, read where it is written: importing it would import every codec."""
    spec = find_spec(module)
    assert spec is not None and spec.origin is not None
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    (found,) = (
        node
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name == base
    )
    names = set()
    for node in found.body:
        match node:
            case ast.FunctionDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
    return frozenset(name for name in names if not name.startswith("_"))


# Attribute 1 is every class's own.
_OF_CLASSES: Final = _promised_unseen("cosem_runtime.interface", "InterfaceClass") - {
    "logical_name"
}

RESERVED_FIELDS: Final = (
    _ANNOTATIONS
    | _promised(Structure, ScalerUnitBase)
    | {name for name in _OF_CLASSES if name.isupper()}
    | {each.name for each in _PYTHON_TYPES}
    # what else the generated bodies and annotations stand on
    | {"self", "t", "UNREAD", "list", "object", "property", "tuple"}
)
"""Names that no field of a structure may have."""

RESERVED_MEMBERS: Final = RESERVED_FIELDS | _OF_CLASSES
"""Names that no attribute, method or selector may have."""

RESERVED_FLAGS: Final = RESERVED_MEMBERS | _promised(BitString, BitFlags)
"""Names that no named bit may have."""

RESERVED_TYPES: Final = _ANNOTATIONS | frozenset(
    {
        *("AttributeSpec", "CompactDataBase", "InterfaceClass", "MethodSpec"),
        *("SelectiveAccess", "SelectorSpec"),
        *("BitFlags", "OpenIntEnum", "ScalerUnitBase", "Structure"),
        *("ClassVar", "Final", "Literal", "TypeAlias"),
        *("False", "None", "True"),
        *("TYPE_CHECKING", "UNREAD"),
    }
)
"""Names of a generated module that are imported, so that no type may have them."""

SPECIAL_TYPES: Final[Mapping[str, str]] = {"scal_unit_type": "ScalerUnit"}
"""Names of the standard that would read badly."""


class Clash(NamedTuple):
    """Two things of the spec that would have one Python name."""

    span: m.Span
    """The later of the two."""
    message: str

    def __str__(self) -> str:
        return f"{self.span}: {self.message}"


# ---------------------------------------------------------------- single names


def module(stem: str) -> str:
    """Module of a spec file: `register`, `class_`."""
    return _escape(identifier(stem).lower(), frozenset())


def package(name: str) -> str:
    """Python package of a spec package."""
    return module(name)


def type_(name: str) -> str:
    """Class of a structure, enumeration or bits: `push_object` gives `PushObject`."""
    if name in SPECIAL_TYPES:
        return SPECIAL_TYPES[name]
    return _escape(camel(name), RESERVED_TYPES)


def interface_class(name: str) -> str:
    """Class of an interface class without version: "IEC HDLC setup" gives `IecHdlcSetup`."""
    return _escape(camel(name), RESERVED_TYPES)


def foreign_letters(name: str) -> str:
    """Letters and digits that a name loses in Python, and that may look like those it keeps."""
    return "".join(c for c in dict.fromkeys(name) if c.isalnum() and not c.isascii())


def constant(name: str) -> str:
    """Module constant: `value_type` gives `VALUE_TYPE`."""
    return _escape(identifier(name).upper(), RESERVED_TYPES)


def private_constant(class_name: str) -> str:
    """Module constant beside a class: `AccessModeV0` gives `_ACCESS_MODE_V0`."""
    return "_" + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", class_name).upper()


def stub_base(class_name: str) -> str:
    """Base of an interface class in its stub; no class of a spec is called like that."""
    return f"{class_name}_"


def member(name: str) -> str:
    """Attribute, method or selector; the standard's spelling wherever it can stay."""
    return _escape(identifier(name), RESERVED_MEMBERS)


def field(name: str) -> str:
    """Member of a structure; the standard's spelling wherever it can stay."""
    return _escape(identifier(name), RESERVED_FIELDS)


def flag(name: str) -> str:
    """Property of a named bit."""
    return _escape(identifier(name), RESERVED_FLAGS)


def enumerator(name: str) -> str:
    """Member of an enumeration: `first_in` gives `FIRST_IN`."""
    return _escape(identifier(name).upper(), frozenset())


def versioned(name: str, version: int | None) -> str:
    """The name of a version: `PushSetupV0`; None is the one that the plain name means."""
    return name if version is None else f"{name}V{version}"


def _escape(name: str, reserved: frozenset[str]) -> str:
    return f"{name}_" if keyword.iskeyword(name) or name in reserved else name


# ---------------------------------------------------------------- names of a model


class Names:
    """Every module-level name of a model's Python package, and of those that it stands on."""

    def __init__(self, model: m.Model, python_package: str) -> None:
        self._model = model
        self.package = python_package

    def interface_class(self, class_id: int, version: int) -> str:
        """Class name of one version: the plain name, or with the version."""
        return self._classes[class_id, version]

    def class_aliases(self, cls: m.InterfaceClass) -> Mapping[str, str]:
        """The names with a version of what has a plain name: `PushSetupV3` is `PushSetup`.

        They stay when the plain name moves.  Types have them as soon as their class has several versions.
        """
        name = interface_class(cls.name)
        found = {versioned(name, _plain(cls)): name}
        for definition in self._model.types_by_class.get(cls.class_id, ()):
            name, *numbered = self._spellings(definition.id)
            found |= dict.fromkeys(numbered, name)
        return found

    def _spellings(self, target: m.TypeId) -> list[str]:
        """Every name of a type, the one of its definition first."""
        suffixes = [self._suffix(target)]
        cls = self._model.interface_class(target.class_id or 0)
        if suffixes == [None] and cls is not None and len(cls.versions) > 1:
            suffixes.append(self._first_version(target))
        if isinstance(self._model.types[target], m.Alias):
            name = constant(target.name)
            return [versioned(name, suffix).upper() for suffix in suffixes]
        return [versioned(type_(target.name), suffix) for suffix in suffixes]

    def type(self, target: m.TypeId) -> str:
        """Class name of a structure, enumeration or bits."""
        return versioned(type_(target.name), self._home(target)._suffix(target))

    def constant(self, target: m.TypeId) -> str:
        """Descriptor constant of an alias."""
        suffix = self._home(target)._suffix(target)
        return versioned(constant(target.name), suffix).upper()

    def module(self, target: m.TypeId) -> tuple[str, str, str]:
        """Python package, sub-package and module of a type: `("cosem", "types", "common")`."""
        folder = "types" if target.class_id is None else "classes"
        return self._home(target).package, folder, module(target.module)

    def class_module(self, cls: m.InterfaceClass) -> str:
        """Module below `classes` that has the versions of a class."""
        return module(cls.module)

    @cached_property
    def clashes(self) -> list[Clash]:
        """Everything that would have the name of something else."""
        found: list[Clash] = []
        scopes: dict[str, dict[str, tuple[str, m.Span]]] = {}
        told: set[tuple[str, str, int | str]] = set()

        def claim(scope: str, name: str, what: str, span: m.Span, of: int = 0) -> None:
            """`of`: the class_id, as versions clash with one thing for one reason."""
            taken = scopes.setdefault(scope, {})
            first, place = taken.get(name, (what, span))
            cause = scope, first, of or what
            if name in taken and cause not in told:
                told.add(cause)
                message = f"{what} and {first} ({place}) are both {name} in Python"
                found.append(Clash(span, message))
            taken.setdefault(name, (what, span))

        for target, definition in self._model.types.items():
            what = f"type {target.name}"
            _, folder, stem = self.module(target)
            # All types of `types` are reached by one name; those of a class by its module.
            scope = folder if folder == "types" else f"{folder}.{stem}"
            for name in self._spellings(target):
                claim(scope, name, what, definition.span)
            if not isinstance(definition, m.Alias):
                for member_name, member_what, span in _members(definition):
                    claim(str(target), member_name, member_what, span)
        for cls in self._model.classes:
            # Of a name with and one without a version, the second one tells more.
            for version in sorted(cls.versions, key=lambda v: v.version != _plain(cls)):
                name = self.interface_class(cls.class_id, version.version)
                what = f'class {cls.class_id} "{cls.name}" version {version.version}'
                scope = f"classes.{module(cls.module)}"
                numbered = versioned(interface_class(cls.name), version.version)
                for each in dict.fromkeys((name, numbered)):
                    claim("classes", each, what, version.span, cls.class_id)
                    claim(scope, each, what, version.span, cls.class_id)
                for attribute in version.attributes:
                    spelled = f"attribute {attribute.number} {attribute.name}"
                    claim(name, member(attribute.name), spelled, attribute.span)
                for method in version.methods:
                    spelled = f"method {method.number} {method.name}"
                    claim(f"{name}()", member(method.name), spelled, method.span)
        return sorted(found)

    def _home(self, target: m.TypeId) -> Names:
        own = target.package == self._model.package.name
        return self if own else self._below[target.package]

    @cached_property
    def _below(self) -> Mapping[str, Names]:
        """Those of the packages that this one stands on."""
        foundations = with_foundations(self._model.foundations)
        return {each.package.name: shared_names(Same(each)) for each in foundations}

    @cached_property
    def _classes(self) -> Mapping[tuple[int, int], str]:
        names = {}
        for cls in self._model.classes:
            plain = _plain(cls)
            for version in cls.versions:
                suffix = None if version.version == plain else version.version
                names[cls.class_id, version.version] = versioned(
                    interface_class(cls.name), suffix
                )
        return names

    def _suffix(self, target: m.TypeId) -> int | None:
        """The version in a type's name; None where that is the plain one, as of every type of a file."""
        return None if target.class_id is None else self._suffixes[target]

    @cached_property
    def _suffixes(self) -> Mapping[m.TypeId, int | None]:
        """Of the types of classes: one of these has few, while the files have many."""
        plain = {cls.class_id: _plain(cls) for cls in self._model.classes}
        newest: dict[m.TypeId, m.TypeId] = {}
        by_class = self._model.types_by_class
        targets = [
            each.id for of in by_class if of is not None for each in by_class[of]
        ]
        for target in targets:
            # What only later versions have is as far from the plain name as they are.
            if _age(target) <= plain[target.class_id or 0]:
                family = target._replace(version=None)
                present = newest.setdefault(family, target)
                if _age(target) > _age(present):
                    newest[family] = target
        return {
            target: (
                None
                if newest.get(target._replace(version=None)) == target
                else self._first_version(target)
            )
            for target in targets
        }

    def _first_version(self, target: m.TypeId) -> int | None:
        # A type of the whole class that a version redefines is older than any version.
        if target.version is None:
            cls = self._model.interface_class(target.class_id or 0)
            return cls.versions[0].version if cls else None
        return target.version


@lru_cache(maxsize=8)
def shared_names(model: Same) -> Names:
    """The names of a package under its own name, which the check, the targets and all that stand on it share."""
    return Names(model.model, package(model.model.package.name))


def _plain(cls: m.InterfaceClass) -> int:
    """The version that the plain name means."""
    newest = cls.versions[-1].version
    return newest if cls.plain_version is None else cls.plain_version


def _age(target: m.TypeId) -> int:
    return -1 if target.version is None else target.version


def _members(definition: object) -> list[tuple[str, str, m.Span]]:
    if isinstance(definition, m.UnitTable):
        return [(enumerator(r.name), f"unit {r.name}", r.span) for r in definition.rows]
    if isinstance(definition, m.Enumeration):
        return [
            (enumerator(row.name), f"enumerator {row.name}", row.span)
            for row in definition.members
        ]
    if isinstance(definition, m.Bits):
        return [
            (flag(row.name), f"bit {row.name}", row.span) for row in definition.members
        ]
    fields = getattr(definition, "fields", ())
    return [(field(f.name), f"field {f.name}", f.span) for f in fields]
