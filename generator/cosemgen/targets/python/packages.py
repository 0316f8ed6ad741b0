"""The package itself, and its folders that load a module when a name is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final

from cosem_runtime import octets, values

from ... import model as m
from ...naming import Names
from ...records import record
from ...vocabulary import STANDARD_PACKAGE
from ..rendering import HEADER, source_of
from .imports import Imports, name_order
from .layout import literal
from .modules import exports
from .prose import docstring, joined, prose


@record(frozen=True, slots=True)
class LazyView:
    """A package that loads a module when one of its names is first asked for."""

    template: ClassVar[str] = "lazy.py.jinja"
    header: str
    docstring: str
    imports: tuple[str, ...]
    """Where type checkers find the names."""
    homes: tuple[str, ...]
    """Rows of name and module."""
    exports: str


@record(frozen=True, slots=True)
class PackageView:
    """The package itself; `homes` and `functions` are empty for one without a catalogue."""

    template: ClassVar[str] = "package.py.jinja"
    header: str
    docstring: str
    name: str
    runtime_api: int
    imports: tuple[str, ...]
    modules: tuple[str, ...]
    homes: tuple[str, ...]
    types: tuple[str, ...]
    """Names of `types` that the package passes on."""
    functions: tuple[str, ...]
    typed: tuple[str, ...]
    """Those of the functions whose types are those of the catalogue's method."""
    exports: str


RUNTIME_API: Final = 1
"""What the generated code expects of `cosem_runtime.GENERATOR_API`."""

PUBLIC: Final[Mapping[str, tuple[str, ...]]] = {
    "bitstring": ("BitFlags", "BitString"),
    "compact": ("CompactArray",),
    "companion": ("CompanionProfile",),
    "datetimes": ("ClockStatus", "Date", "DateTime", "Time"),
    "enums": ("OpenIntEnum",),
    "errors": (
        *("CosemError", "DateTimeError", "DecodeError", "EncodeError", "JsonError"),
        *("ObisError", "UnknownClassError", "UnknownNameError", "UnreadAttributeError"),
    ),
    "interface": (
        *("AttributeSpec", "GenericObject", "InterfaceClass", "MethodSpec"),
        *("SelectiveAccess", "SelectorSpec"),
    ),
    "jsonvalues": ("to_json",),
    "limits": ("Limits",),
    "obis": ("Obis",),
    "octets": tuple(octets.__all__),
    "quirks": ("Quirk", "QuirkEffect", "Quirks"),
    "scaling": ("ScalerUnitBase",),
    "structure": ("Structure",),
    "tolerant": ("Deviation", "Reading"),
    "values": tuple(name for name in values.__all__ if name != "DontCare"),
}
"""What the package passes on from the runtime, by module of the runtime."""

FUNCTIONS: Final = (
    *("companion_profile", "companion_profiles", "describe", "find", "from_json"),
    *("interface_class", "objects_from", "preload"),
    *("profile_reader", "push_reader", "quirks", "read_push", "register"),
    *("register_installed", "unregister"),
)
"""Methods of the one catalogue that are functions of the package."""


EXAMPLE: Final = """\
>>> import cosem
>>> from cosem import Register
>>> energy = Register("1.0.1.8.0.255")
>>> energy.decode_attribute(2, bytes.fromhex("06 00 01 E2 40"))
DoubleLongUnsigned(123456)
>>> energy.decode_attribute(3, bytes.fromhex("02 02 0F FD 16 1E"))
ScalerUnit(scaler=-3, unit=Unit.WATT_HOUR)
>>> print(energy.scaler_unit.scale(energy.value), energy.scaler_unit.unit)
123.456 Wh
>>> cosem.describe("1.0.1.8.2.255").groups["E"]
'rate 2'
"""
"""How the standard package is used."""

GUIDE: Final = """\
All interface classes are here under their names, as `cosem.Register` and `cosem.PushSetupV0`, and so are the values \
that have a type: `cosem.Obis`, `cosem.DateTime`, `cosem.Unit`, `cosem.DoubleLongUnsigned`; `dir(cosem)` lists them.

`help(cosem.Register)` says what a class is made of, `print(cosem.describe(3))` what the standard says of it. Each error is a \
`cosem.CosemError`.
"""


@record(frozen=True, slots=True)
class ArrowView:
    """The module `arrow`: columns that know the catalogue."""

    template: ClassVar[str] = "arrow.py.jinja"
    header: str
    name: str


def arrow(model: m.Model, names: Names) -> ArrowView:
    """The module `arrow` of the package that owns the catalogue."""
    return ArrowView(HEADER.format(source=source_of(model)), names.package)


def package(model: m.Model, names: Names) -> PackageView:
    """The package; the standard one owns the catalogue that others are registered in."""
    owner = not model.package.needs
    name = names.package
    imports = Imports()
    imports.annotate(".", "classes")
    imports.annotate(".", "types")
    imports.annotate(".classes", "*")
    modules = {folder: f"{name}.{folder}" for folder in ("classes", "types")}
    public: dict[str, str] = {}
    types = sorted(map(names.type, _central_types(model))) if owner else []
    for type_name in types:
        imports.annotate(".types", type_name)
    if owner:
        imports.annotate("typing", "Final")
        for module in ("axdr", "push", "telegram"):
            imports.annotate("cosem_runtime", module)
            modules[module] = f"cosem_runtime.{module}"
        imports.annotate(".", "arrow as arrow")
        modules["arrow"] = f"{name}.arrow"
        imports.annotate("cosem_conformance.judge", "Judge")
        imports.annotate("cosem_runtime.catalogue", "Catalogue")
        imports.annotate("._interface_class", "interface_class")
        for home, each in PUBLIC.items():
            for public_name in each:
                imports.annotate(f"cosem_runtime.{home}", public_name)
                public[public_name] = home
    functions = FUNCTIONS if owner else ()
    exported = {
        *modules,
        *public,
        *types,
        *functions,
        "__version__",
        *(["CATALOGUE", "judge"] if owner else []),
    }
    # It needs libraries of others, which `import *` is not to ask for.
    exported.discard("arrow")
    return PackageView(
        header=HEADER.format(source=source_of(model)),
        docstring=docstring(_package_prose(model), 0),
        name=name,
        runtime_api=RUNTIME_API,
        imports=imports.typing,
        modules=tuple(_row(key, modules[key]) for key in sorted(modules)),
        homes=tuple(_row(key, public[key]) for key in sorted(public, key=name_order)),
        types=tuple(types),
        functions=functions,
        typed=tuple(name for name in functions if name != "interface_class"),
        exports=exports(iter(exported)),
    )


def _central_types(model: m.Model) -> Iterator[m.TypeId]:
    """The types that programs meet in every meter: units, and how numbers are scaled."""
    for target, definition in model.types.items():
        if isinstance(definition, m.UnitTable) or (
            isinstance(definition, m.Structure) and definition.meaning == "scaler-unit"
        ):
            yield target


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
        "Nothing is imported before it is used; any number of threads may use it at once.",
        *((EXAMPLE, GUIDE) if spec.name == STANDARD_PACKAGE else ()),
    )
