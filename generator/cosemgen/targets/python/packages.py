"""The package itself, and its folders that load a module when a name is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ... import model as m
from ..rendering import HEADER, source_of
from .imports import Imports, name_order
from .layout import literal
from .modules import exports
from .prose import docstring, joined, prose
from .views import LazyView, PackageView

RUNTIME_API: Final = 1
"""What the generated code expects of `cosem_runtime.GENERATOR_API`."""

PUBLIC: Final[Mapping[str, tuple[str, ...]]] = {
    "bitstring": ("BitString",),
    "compact": ("CompactArray",),
    "datetimes": ("ClockStatus", "Date", "DateTime", "Time"),
    "errors": (
        *("CosemError", "DateTimeError", "DecodeError", "EncodeError", "JsonError"),
        *("ObisError", "UnknownClassError", "UnknownNameError", "UnreadAttributeError"),
    ),
    "interface": (
        *("AttributeSpec", "GenericObject", "InterfaceClass", "MethodSpec"),
        *("SelectiveAccess", "SelectorSpec"),
    ),
    "jsonvalues": ("to_json",),
    "obis": ("Obis",),
    "octets": (
        *("Ipv4Address", "Ipv4Number", "Ipv6Address", "MacAddress"),
        *("ObjectIdentifier", "Text"),
    ),
    "values": (
        *("DONT_CARE", "Bcd", "Boolean", "DeltaDoubleLong", "DeltaDoubleLongUnsigned"),
        *("DeltaInteger", "DeltaLong", "DeltaLongUnsigned", "DeltaUnsigned"),
        *("DoubleLong", "DoubleLongUnsigned", "Enum", "Float32", "Float64", "Integer"),
        *("Long", "Long64", "Long64Unsigned", "LongUnsigned", "TaggedInt", "Unsigned"),
        *("Utf8String", "VisibleString"),
    ),
}
"""What the package passes on from the runtime, by module of the runtime."""

FUNCTIONS: Final = (
    *("describe", "from_json", "interface_class", "objects_from", "profile_reader"),
    "register",
)
"""Methods of the one catalogue that are functions of the package."""


def package(model: m.Model, name: str) -> PackageView:
    """The package; the standard one owns the catalogue that others are registered in."""
    owner = not model.package.needs
    imports = Imports()
    imports.annotate(".", "classes")
    imports.annotate(".", "types")
    modules = {folder: f"{name}.{folder}" for folder in ("classes", "types")}
    public: dict[str, str] = {}
    if owner:
        imports.annotate("typing", "Final")
        imports.annotate("cosem_runtime", "axdr")
        imports.annotate("cosem_runtime.catalogue", "Catalogue")
        imports.annotate("._interface_class", "interface_class")
        modules["axdr"] = "cosem_runtime.axdr"
        for home, each in PUBLIC.items():
            for public_name in each:
                imports.annotate(f"cosem_runtime.{home}", public_name)
                public[public_name] = home
    functions = FUNCTIONS if owner else ()
    names = {
        *modules,
        *public,
        *functions,
        "__version__",
        *(["CATALOGUE"] if owner else []),
    }
    return PackageView(
        header=HEADER.format(source=source_of(model)),
        docstring=docstring(_package_prose(model), 0),
        name=name,
        runtime_api=RUNTIME_API,
        imports=imports.typing,
        modules=tuple(_row(key, modules[key]) for key in sorted(modules)),
        homes=tuple(_row(key, public[key]) for key in sorted(public, key=name_order)),
        functions=functions,
        typed=tuple(name for name in functions if name != "interface_class"),
        exports=exports(iter(names)),
    )


def lazy(model: m.Model, what: str, homes: Mapping[str, str]) -> LazyView:
    """A folder whose names are found in its modules: `homes` is name -> module."""
    imports = Imports()
    for name, home in homes.items():
        imports.annotate(f".{home}", name)
    return LazyView(
        header=HEADER.format(source=source_of(model)),
        docstring=docstring(prose(f"{what}, each loaded when it is first used"), 0),
        imports=imports.typing,
        homes=tuple(_row(name, homes[name]) for name in sorted(homes, key=name_order)),
        exports=exports(iter(homes)),
    )


def _row(key: str, value: str) -> str:
    return f"{literal(key)}: {literal(value)},"


def _package_prose(model: m.Model) -> str:
    spec = model.package
    editions = f"Edition: {', '.join(spec.edition)}" if spec.edition else ""
    return joined(
        prose(spec.doc or spec.title or f"The package {spec.name}"),
        prose(editions),
        "Nothing is imported before it is used.",
    )
