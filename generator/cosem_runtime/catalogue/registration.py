"""Whether a package is what `cosem_runtime.catalogue` takes it for, looked at as a whole.

The standard package is trusted. Another one may be of an older generator, half written,
or made by hand: nothing of it is taken in before all of it has been read.
"""

from __future__ import annotations

from ..errors import CosemError, cut, quote, show
from ..obis.tables import GroupCode, InUseRow, RowFacts
from .registered import LAST_CLASS, MANUFACTURERS, Package, imported

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import TypeVar

    _T = TypeVar("_T")

__all__ = ["checked"]

_LAST_OCTET = 255


def checked(name: str) -> Package:
    """The package of that name, of which everything is as it has to be.

    Raises CosemError.
    """
    facts = imported(f"{name}._catalogue", f"{cut(name)} is not a generated package")
    for fact, kind in (
        ("SPEC", str),
        ("NEEDS", tuple),
        ("CLASSES", dict),
        ("NAMES", dict),
    ):
        _fact(facts, fact, kind)
    package = Package(name, facts)
    for needed in package.needs:
        _demand(type(needed) is str, facts, "NEEDS", "names", needed)
    _check_classes(package, facts)
    _check_codes(package)
    _check_names(package)
    _check_layouts(package)
    _check_quirks(package)
    _check_profiles(package)
    provenance = package.module("_provenance")
    _fact(provenance, "VERSIONS", str)
    if hasattr(provenance, "DOUBTS"):
        _fact(provenance, "DOUBTS", str)
    with _reading(provenance, "VERSIONS or DOUBTS"):
        package.provenances()
    _check_rules(package)
    return package


def _check_classes(package: Package, facts: ModuleType) -> None:
    for class_id, versions in package.classes.items():
        _demand(type(class_id) is int, facts, "CLASSES", "class ids", class_id)
        if not MANUFACTURERS <= class_id <= LAST_CLASS:
            raise CosemError(
                f"{package.name}: class {quote(class_id)} cannot be added: {MANUFACTURERS}"
                f" to {LAST_CLASS} can, and those below are the standard's"
            )
        where = f"CLASSES[{class_id}]"
        right = type(versions) is dict and bool(versions)
        _demand(right, facts, where, "a dict of versions", versions)
        for version, home in versions.items():
            right = type(version) is int and 0 <= version <= _LAST_OCTET
            _demand(right, facts, where, f"versions up to {_LAST_OCTET}", version)
            right = (
                type(home) is tuple
                and len(home) == 2
                and all(type(each) is str and each.isidentifier() for each in home)
            )
            expected = "the names of a module and a class"
            _demand(right, facts, f"{where}[{version}]", expected, home)
        name = package.names.get(class_id)
        _demand(type(name) is str, facts, f"NAMES[{class_id}]", "a name", name)
    if len(package.names) != len(package.classes):
        raise CosemError(f"{package.name}._catalogue: NAMES has names of no classes")


def _check_names(package: Package) -> None:
    from .find import names as rows

    names = package.named()
    if names is None:
        return
    with _reading(names, "MEMBERS"):
        for class_id, _, _, _, version in rows.members(_fact(names, "MEMBERS", str)):
            known = package.classes.get(class_id, {})
            right = class_id in package.classes and (
                version is None or version in known
            )
            _demand(right, names, "MEMBERS", "classes of the package", class_id)
    with _reading(names, "TYPES"):
        for module, owner, _, _, python in rows.types(_fact(names, "TYPES", str)):
            right = owner is None or owner in package.classes
            _demand(right, names, "TYPES", "classes of the package", owner)
            right = all(each.isidentifier() for each in (*module.split("."), python))
            _demand(right, names, "TYPES", "names of Python", f"{module}.{python}")
    with _reading(names, "ALL_UNITS"):
        for number, *_ in rows.units(_fact(names, "ALL_UNITS", str)):
            _demand(
                _is_octet(number),
                names,
                "ALL_UNITS",
                f"numbers up to {_LAST_OCTET}",
                number,
            )


def _check_layouts(package: Package) -> None:
    module = package.newer("_telegrams")
    if module is None:
        return
    # The package first: it imports the module, and another thread may be about to.
    from ..push import layouts

    for layout in _fact(module, "LAYOUTS", tuple):
        if wrong := layouts.fault(layout):
            _demand(False, module, "LAYOUTS", *wrong)
        for item in layout.items:
            fixed = item.fixed is None or type(item.fixed) is bytes
            _demand(item.role in layouts.ROLES, module, "LAYOUTS", "roles", item.role)
            _demand(fixed, module, "LAYOUTS", "octets that are fixed", item.fixed)


def _check_quirks(package: Package) -> None:
    found = package.newer("_quirks")
    if found is None:
        return
    from ..quirks import Quirk

    names = set()
    for quirk in _fact(found, "QUIRKS", tuple):
        _demand(type(quirk) is Quirk, found, "QUIRKS", "quirks", quirk)
        _demand(quirk.name not in names, found, "QUIRKS", "one of a name", quirk.name)
        names.add(quirk.name)


def _check_profiles(package: Package) -> None:
    found = package.newer("_profiles")
    if found is None:
        return
    profiles = _fact(found, "PROFILES", tuple)
    if not profiles:
        return
    from ..companion import fault

    names = set()
    for profile in profiles:
        wrong = fault(profile)
        _demand(not wrong, found, "PROFILES", wrong, profile)
        fresh = profile.name not in names
        _demand(fresh, found, "PROFILES", "one of a name", profile.name)
        names.add(profile.name)


def _check_rules(package: Package) -> None:
    found = package.newer("_rules")
    if found is None:
        return
    from .rules import fault

    _fact(found, "RULES", str)
    with _reading(found, "RULES"):
        for (class_id, version), demands in package.rules().items():
            known = version in package.classes.get(class_id, ())
            key = f"{class_id}/{version}"
            _demand(known, found, "RULES", "class versions of the package", key)
            for each in demands:
                wrong = fault(each)
                _demand(not wrong, found, "RULES", wrong, each)


def _check_codes(package: Package) -> None:
    obis = package.module("_obis")
    number = f"numbers up to {_LAST_OCTET}"
    for fact in ("MEDIA", "SAME_MEDIA", "UNITS"):
        for key, value in _fact(obis, fact, dict).items():
            _demand(_is_octet(key), obis, fact, number, key)
            if fact == "SAME_MEDIA":
                _demand(_is_octet(value), obis, fact, number, value)
            else:
                _demand(type(value) is str, obis, fact, "words", value)
    for fact, check in (
        ("GROUPS", _check_group),
        ("SELECTIONS", _check_selection),
        ("OBJECTS", _check_object),
        ("IN_USE", _check_in_use),
    ):
        if fact == "IN_USE" and fact not in vars(obis):
            continue  # generated before there were such tables
        for row, line in enumerate(_fact(obis, fact, str).splitlines(), 1):
            with _reading(obis, f"{fact} line {row}"):
                check(line)
    package.tables()


def _check_group(line: str) -> None:
    _, codes, text = line.split(" | ", 2)
    _check_numbers(codes)
    GroupCode(text)


def _check_selection(line: str) -> None:
    _, *conditions = line.split(" | ")
    for condition in conditions:
        letter, codes = condition.split("=")
        "ABCDEF".index(letter or "no letter")
        _check_numbers(codes)


def _check_object(line: str) -> None:
    match, text = line.split(" | ", 1)
    match, _, word = match.partition(" ")
    if word not in ("", "alternative"):
        raise ValueError(
            f"expected 'alternative' behind the codes, found {quote(word)}"
        )
    _check_match(match)
    RowFacts(text)


def _check_in_use(line: str) -> None:
    _check_match(line.partition(" | ")[0])
    InUseRow(line)


def _check_match(match: str) -> None:
    _, _, _, _, _, _ = groups = match.split(".")
    for codes in groups:
        _check_numbers(codes)


def _check_numbers(codes: str) -> None:
    """Codes of a value group as `1-3,7`."""
    least = 0
    for part in codes.split(","):
        first, _, last = part.partition("-")
        if not least <= int(first) <= int(last or first) <= _LAST_OCTET:
            raise ValueError(f"codes are numbers up to {_LAST_OCTET}, ascending")
        least = int(last or first) + 1


def _is_octet(value: object) -> bool:
    return type(value) is int and 0 <= value <= _LAST_OCTET


def _fact(module: ModuleType, name: str, kind: type[_T]) -> _T:
    """A constant of a module of facts, of exactly this type."""
    value = vars(module).get(name)  # no code of the package runs, as in a __getattr__
    _demand(type(value) is kind, module, name, f"a {kind.__name__}", value)
    assert isinstance(value, kind)
    return value


def _demand(
    right: bool, module: ModuleType, what: str, expected: str, found: object
) -> None:
    if not right:
        raise CosemError(
            f"{module.__name__}: {what}: expected {expected}, found {show(found)}"
        )


class _reading:
    """Rows are read here as they will be later, so that nothing is left that fails then."""

    def __init__(self, module: ModuleType, what: str) -> None:
        self._where = f"{module.__name__}: {what}"

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if isinstance(error, (ValueError, LookupError)):
            reason = f"{self._where} cannot be read: {cut(str(error), 200)}"
            raise CosemError(reason) from error
