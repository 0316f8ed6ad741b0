"""The conformance target: pytest files that judge the installed package by the spec."""

from __future__ import annotations

from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from ... import naming
from ...model import ClassVersion, InterfaceClass, Model, Seen, TypeExpression
from ...model.layers import foundations_first
from ...records import record
from ...target import Files, Later, Options
from ..python.imports import statement
from ..python.layout import literal
from ..rendering import HEADER, docstring, environment, source_of
from .facts import FactTexts

if TYPE_CHECKING:
    from jinja2 import Template

_SUITE: Final = "cosem_conformance"
_SIMPLE: Final = (
    "BitText",
    "Boolean",
    "DontCare",
    "Enum",
    "Flags",
    "Null",
    "Number",
    "Octets",
    "Real",
    "Text",
)
_COMPOSITE: Final = (
    "ANY",
    "SIMPLE",
    "AnyMembers",
    "ArrayOf",
    "Choice",
    "CompactArrayOf",
    "Struct",
)
_VERSION: Final = (
    "AttributeFacts",
    "Item",
    "MethodFacts",
    "SelectorFacts",
    "VersionFacts",
    "items",
)

_ASSOCIATION: Final = (15, 1)
"""Class and version whose object_list is tried."""


@record(frozen=True, slots=True)
class TestFileView:
    """One test file: the facts of a class and the checks on them."""

    header: str
    docstring: str
    imports: tuple[str, ...]
    """Lines of import statements."""
    definitions: tuple[str, ...]
    versions: tuple[str, ...]
    has_previous: bool


@record(frozen=True, slots=True)
class CatalogueView:
    """The test file that looks at all classes of the package together."""

    header: str
    owner: str
    """The package with the catalogue: the one that all others stand on."""
    registered: tuple[str, ...]
    """The packages that its catalogue does not know of itself, in the order in which they can be registered."""
    packages: tuple[str, ...]
    """All of them, as they are imported."""
    classes: str
    has_object_list: bool


class ConformanceTarget:
    """Generates `conformance/test_<class>.py` for every interface class."""

    name = "conformance"

    def files(self, model: Model, options: Options) -> Files:
        found: dict[PurePosixPath, Later] = {}
        for interface_class in model.classes:
            module = naming.module(interface_class.module)
            found[PurePosixPath("conformance", f"test_{module}.py")] = Later(
                _test_class,
                (
                    options.package,
                    *model.seen_by(interface_class.module),
                    interface_class.class_id,
                ),
                source_of(model, interface_class.module),
            )
        found[PurePosixPath("conformance", "test_catalogue.py")] = Later(
            _test_catalogue, (plan_catalogue(model, options),)
        )
        return found


def _test_class(package: str, outline: Model, *seen: *Seen) -> str:
    model, found = outline.with_class(*seen)
    view = plan_class(model, found, naming.Names(model, package))
    return _template("test_class.py.jinja").render(test=view)


def _test_catalogue(view: CatalogueView) -> str:
    return _template("test_catalogue.py.jinja").render(test=view)


@cache
def _template(name: str) -> Template:
    return environment(__package__).get_template(name)


def plan_class(
    model: Model, interface_class: InterfaceClass, names: naming.Names
) -> TestFileView:
    """The view of one class: facts of the types first, then of each version."""
    facts = FactTexts(model, names)
    module = naming.module(interface_class.module)
    versions = [
        _version(
            interface_class, version, facts, names, f"{names.package}.classes.{module}"
        )
        for version in interface_class.versions
    ]
    facts.used.update(("AttributeFacts", "VersionFacts"))
    used = facts.used | {name for name in _VERSION if any(name in v for v in versions)}
    imports = (
        *_import("composite", _COMPOSITE, used),
        *_import("simple", _SIMPLE, used),
        *_import("version", _VERSION, used | {"Item", "items"}),
    )
    return TestFileView(
        header=HEADER.format(source=source_of(model, interface_class.module)),
        docstring=docstring(
            f"Conformance of {' '.join(interface_class.name.split())} "
            f"(class {interface_class.class_id}): the installed package against the spec."
        ),
        imports=imports,
        definitions=(*facts.definitions, *versions),
        versions=tuple(f"V{each.version}" for each in interface_class.versions),
        has_previous=len(interface_class.versions) > 1,
    )


def plan_catalogue(model: Model, options: Options) -> CatalogueView:
    """The view of the test over all classes."""
    rows = [
        f"    ({c.class_id}, {v.version}, {len(v.attributes)}, {len(v.methods)}),\n"
        for c in model.classes
        for v in c.versions
    ]
    layers = foundations_first([model])
    below = [naming.package(layer.package.name) for layer in layers[:-1]]
    owner, *registered = (*below, options.package)
    known = {
        (c.class_id, v.version) for m in layers for c in m.classes for v in c.versions
    }
    return CatalogueView(
        header=HEADER.format(source="every class of the spec"),
        owner=owner,
        registered=tuple(registered),
        packages=tuple(sorted((owner, *registered))),
        classes="".join(rows),
        has_object_list=_ASSOCIATION in known,
    )


def _import(module: str, known: tuple[str, ...], used: set[str]) -> list[str]:
    names = [name for name in known if name in used]
    return statement(f"{_SUITE}.{module}", names) if names else []


def _version(
    interface_class: InterfaceClass,
    version: ClassVersion,
    facts: FactTexts,
    names: naming.Names,
    module: str,
) -> str:
    attributes = []
    for a in version.attributes:
        arguments = [
            str(a.number),
            f'"{naming.member(a.name)}"',
            repr(a.mark),
            hex(a.short_name),
            facts.text(a.type),
        ]
        selectors = [
            f'SelectorFacts({s.number}, "{naming.member(s.name)}", {_optional(facts, s.parameter)}), '
            for s in a.selectors
        ]
        arguments += [f"({''.join(selectors).rstrip()})"] if selectors else []
        attributes.append(f"        AttributeFacts({', '.join(arguments)}),\n")
    methods = []
    for m in version.methods:
        parameter = m.parameter.type if m.parameter else None
        arguments = [
            str(m.number),
            f'"{naming.member(m.name)}"',
            str(m.presence == "mandatory"),
            "None" if m.short_name is None else hex(m.short_name),
            _optional(facts, parameter),
            _optional(facts, m.returns),
        ]
        methods.append(f"        MethodFacts({', '.join(arguments)}),\n")
    name = names.interface_class(version.class_id, version.version)
    return (
        f"V{version.version} = VersionFacts(\n"
        f'    {version.class_id}, {version.version}, {literal(interface_class.name)}, "{module}:{name}",\n'
        f"    attributes=(\n{''.join(attributes)}    ),\n"
        f"    methods=(\n{''.join(methods)}    ),\n"
        f"{_history(version)})"
    )


def _history(version: ClassVersion) -> str:
    """What GEN-06 needs: the version before, and what the spec says has changed since."""
    if version.origin is None or version.origin.class_id != version.class_id:
        return ""
    changed = sorted(
        {
            naming.member(change.name)
            for change in version.changes
            if change.kind in ("attribute", "method")
        }
    )
    names = "".join(f'"{name}", ' for name in changed).rstrip()
    return f"    previous={version.origin.version},\n    changed=({names}),\n"


def _optional(facts: FactTexts, type_: TypeExpression | None) -> str:
    return "None" if type_ is None else facts.text(type_)
