"""Packages with classes and codes, and which of them are registered at one moment."""

from __future__ import annotations

from ..errors import CosemError, UnknownClassError, cut, quote
from ..interface import InterfaceClass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import ModuleType
    from typing import Final

    from ..companion import CompanionProfile
    from ..obis.description import Describer
    from ..obis.tables import ObisTables
    from ..push import PushLayout
    from ..push.reading import PushMatcher
    from ..quirks import Quirk
    from .find import Finder
    from .provenance import Provenance
    from .rules import Rule

__all__ = [
    "LAST_CLASS",
    "MANUFACTURERS",
    "Package",
    "Registered",
    "imported",
    "needed_first",
]

MANUFACTURERS = 8192
USER_GROUPS = 32768
"""The first class_id of manufacturers and of user groups; those below are the standard's
(Blue Book Ed. 13, 4.1.4)."""
LAST_CLASS = 65535

MOST_MATCHERS = 16
"""Choices of layouts that are remembered, with the lists that came for each."""


_OR_GENERIC = ", or use GenericObject, which takes any class"


class Package:
    """A generated package: what its modules of facts say."""

    __slots__ = (
        *("_provenances", "_rules", "_tables"),
        *("classes", "name", "names", "needs", "spec"),
    )

    def __init__(self, name: str, facts: ModuleType) -> None:
        """`facts`: its module `_catalogue`."""
        self.name: Final = name
        self.spec: Final[str] = facts.SPEC
        self.needs: Final[tuple[str, ...]] = facts.NEEDS
        self.classes: Final[dict[int, dict[int, tuple[str, str]]]] = facts.CLASSES
        self.names: Final[dict[int, str]] = facts.NAMES
        self._tables: ObisTables | None = None
        self._provenances: dict[tuple[int, int], Provenance] | None = None
        self._rules: dict[tuple[int, int], tuple[Rule, ...]] | None = None

    def tables(self) -> ObisTables:
        """Its OBIS tables."""
        tables = self._tables
        if tables is None:
            from ..obis.tables import ObisTables

            tables = self._tables = ObisTables(self.name, self.module("_obis"))
        return tables

    def provenances(self) -> dict[tuple[int, int], Provenance]:
        """How sure each of its class versions is."""
        known = self._provenances
        if known is None:
            from .provenance import provenances

            module = self.module("_provenance")
            known = provenances(module.VERSIONS, getattr(module, "DOUBTS", ""))
            self._provenances = known
        return known

    def rules(self) -> dict[tuple[int, int], tuple[Rule, ...]]:
        """What each of its class versions demands; nothing of a package of before."""
        known = self._rules
        if known is None:
            from .rules import rules

            module = self.newer("_rules")
            known = {} if module is None else rules(module.RULES)
            self._rules = known
        return known

    def interface_class(self, class_id: int, version: int) -> type[InterfaceClass]:
        """A class that it has."""
        module, name = self.classes[class_id][version]
        kind = vars(self.module(f"classes.{module}")).get(name)
        if (
            not isinstance(kind, type)
            or not issubclass(kind, InterfaceClass)
            or class_id != kind.CLASS_ID
            or version != kind.VERSION
        ):
            raise CosemError(
                f"{self.name} is an incomplete package: {name} of classes.{module} is"
                f" not class {class_id} version {version}"
            )
        return kind

    def named(self) -> ModuleType | None:
        """What its members, types and units are called; None for a package of before."""
        return self.newer("_names")

    def layouts(self) -> tuple[PushLayout, ...]:
        """How lists are read that do not name their values."""
        module = self.newer("_telegrams")
        if module is None:
            return ()
        layouts: tuple[PushLayout, ...] = module.LAYOUTS
        return layouts

    def newer(self, name: str) -> ModuleType | None:
        """A module that a package does not have which was generated before there were such."""
        try:
            return self.module(name)
        except CosemError as error:
            if getattr(error.__cause__, "name", "") == f"{self.name}.{name}":
                return None
            raise

    def quirks(self) -> tuple[Quirk, ...]:
        """What it says that meters send otherwise; none for a package of before."""
        quirks = self.newer("_quirks")
        return () if quirks is None else quirks.QUIRKS

    def companions(self) -> tuple[CompanionProfile, ...]:
        """Its companion profiles; none of a package of before."""
        profiles = self.newer("_profiles")
        return () if profiles is None else profiles.PROFILES

    def module(self, name: str) -> ModuleType:
        """One of its modules, which all generated packages have."""
        return imported(f"{self.name}.{name}", f"{self.name} is an incomplete package")


class Registered:
    """What is registered at one moment. It never changes; a catalogue takes another one.

    What it keeps of what was asked for follows from the packages alone.
    """

    __slots__ = (
        "_describer",
        "_finder",
        "_layouts",
        "_matchers",
        "homes",
        "loaded",
        "packages",
    )

    def __init__(self, packages: Iterable[Package]) -> None:
        """`packages`: the standard one first."""
        self.packages: Final = {package.name: package for package in packages}
        self.homes: Final = {
            (class_id, version): package
            for package in self.packages.values()
            for class_id, versions in package.classes.items()
            for version in versions
        }
        self.loaded: Final[dict[tuple[int, int | None], type[InterfaceClass]]] = {}
        self._describer: Describer | None = None
        self._finder: Finder | None = None
        self._layouts: tuple[PushLayout, ...] | None = None
        self._matchers: dict[object, PushMatcher] = {}

    def with_package(self, new: Package) -> Registered:
        """The same with one package more. Raises CosemError where that cannot be."""
        specs = {package.spec: package for package in self.packages.values()}
        if new.spec in specs:
            raise CosemError(
                f"{new.name} is generated from {quote(new.spec)}, and so is"
                f" {specs[new.spec].name}, which is registered"
            )
        for needed in new.needs:
            if needed not in specs:
                raise CosemError(
                    f"{new.name} needs {cut(needed)}, which is not registered"
                )
        from .clashes import conflict

        for other in self.packages.values():
            if found := conflict(new, other):
                raise CosemError(
                    f"{found}, which is registered: only one of them can be"
                )
        return Registered([*self.packages.values(), new])

    def without_package(self, name: str) -> Registered:
        """The same with one package less. Raises CosemError where that cannot be."""
        gone = self.packages.get(name)
        if gone is None:
            raise CosemError(f"{cut(name)} is not registered")
        if gone is next(iter(self.packages.values())):
            raise CosemError(f"{name} has the standard's classes, which stay")
        rest = [package for package in self.packages.values() if package is not gone]
        for package in rest:
            if gone.spec in package.needs:
                raise CosemError(f"{package.name}, which is registered, needs {name}")
        return Registered(rest)

    def interface_class(
        self, class_id: int, version: int | None
    ) -> type[InterfaceClass]:
        """See `Catalogue.interface_class`."""
        if not isinstance(class_id, int):
            raise UnknownClassError(f"a class_id is a number, found {quote(class_id)}")
        known = self.versions(class_id)
        wanted = version if version is not None or not known else known[-1]
        if wanted not in known:
            raise UnknownClassError(self._unknown(class_id, version))
        assert wanted is not None
        kind = self.homes[class_id, wanted].interface_class(class_id, wanted)
        self.loaded[class_id, version] = kind
        return kind

    def _unknown(self, class_id: int, version: object) -> str:
        """What to say when there is no such class."""
        known = self.versions(class_id)
        if known:
            versions = ", ".join(map(str, known))
            return (
                f"no version {quote(version)} of class {class_id}"
                f" ({self.name(class_id)}); known versions: {versions}"
            )
        start = f"no interface class {quote(class_id)}"
        if not 0 <= class_id <= LAST_CLASS:
            return f"{start}: a class_id is 0 to {LAST_CLASS}"
        if class_id >= MANUFACTURERS:
            whose, first, last = (
                ("user groups", USER_GROUPS, LAST_CLASS)
                if class_id >= USER_GROUPS
                else ("manufacturers", MANUFACTURERS, USER_GROUPS - 1)
            )
            near = self._near(class_id, first, last)
            return (
                f"{start}: {first} to {last} are classes of {whose}; register the"
                " package that has it, as in cosem.register(acme_meter) or"
                " cosem.register_installed()"
                + (f" (registered are {near})" if near else "")
                + _OR_GENERIC
            )
        near = self._near(class_id, 0, MANUFACTURERS - 1)
        return (
            f"{start}: 0 to {MANUFACTURERS - 1} are the standard's, of which the nearest"
            f" are {near or 'none'}; a later edition may have it{_OR_GENERIC}"
        )

    def _near(self, class_id: int, first: int, last: int) -> str:
        """The known classes of a range that are nearest, with their names."""
        among = {number for number, _ in self.homes if first <= number <= last}
        near = sorted(among, key=lambda other: abs(other - class_id))[:3]
        return ", ".join(f"{number} ({self.name(number)})" for number in sorted(near))

    def __iter__(self) -> Iterator[int]:
        """Every known class_id, ascending."""
        return iter(sorted({class_id for class_id, _ in self.homes}))

    def versions(self, class_id: int) -> tuple[int, ...]:
        """See `Catalogue.versions`."""
        found = [
            version
            for package in self.packages.values()
            for version in package.classes.get(class_id, ())
        ]
        return tuple(sorted(found))

    def name(self, class_id: int) -> str:
        """See `Catalogue.name`."""
        for package in self.packages.values():
            if class_id in package.names:
                return package.names[class_id]
        return f"class {quote(class_id)}"

    def provenance(self, class_id: int, version: int) -> Provenance:
        """See `Catalogue.provenance`."""
        from .provenance import NOTHING

        home = self.homes.get((class_id, version))
        if home is None:
            return NOTHING
        return home.provenances().get((class_id, version), NOTHING)

    def rules(self, class_id: int, version: int) -> tuple[Rule, ...]:
        """See `Catalogue.rules`."""
        home = self.homes.get((class_id, version))
        return () if home is None else home.rules().get((class_id, version), ())

    def package(self, class_id: int, version: int) -> str:
        """See `Catalogue.package`."""
        home = self.homes.get((class_id, version))
        return "" if home is None else home.name

    def describer(self) -> Describer:
        """What describes codes, by the packages that are registered."""
        describer = self._describer
        if describer is None:
            from ..obis.description import Describer

            # A vendor knows its own codes best.
            packages = reversed(self.packages.values())
            tables = [package.tables() for package in packages]
            describer = self._describer = Describer(self, tables)
        return describer

    def finder(self) -> Finder:
        """What finds by words all that is registered."""
        finder = self._finder
        if finder is None:
            from .find import Finder

            finder = self._finder = Finder(self)
        return finder

    def layouts(self) -> tuple[PushLayout, ...]:
        """How lists are read that do not name their values; those of vendors first."""
        layouts = self._layouts
        if layouts is None:
            packages = reversed(self.packages.values())
            layouts = tuple([each for one in packages for each in one.layouts()])
            self._layouts = layouts
        return layouts

    def pushes(
        self, layouts: str | PushLayout | Iterable[str | PushLayout] | None
    ) -> PushMatcher:
        """What reads pushes by these layouts, or by all that the packages have."""
        try:
            return self._matchers[layouts]
        except (KeyError, TypeError):
            return self._matcher(layouts)

    def _matcher(
        self, layouts: str | PushLayout | Iterable[str | PushLayout] | None
    ) -> PushMatcher:
        from ..push import PushLayout
        from ..push.reading import PushMatcher, chosen

        meant = chosen(layouts, self.layouts())
        matcher = self._matchers.get(meant)
        if matcher is None:
            matcher = PushMatcher(self, meant)
            if len(self._matchers) >= MOST_MATCHERS:
                self._matchers.clear()
            self._matchers[meant] = matcher
        if layouts is None or isinstance(layouts, (str, tuple, PushLayout)):
            self._matchers[layouts] = matcher  # which cannot mean others later
        return matcher


def needed_first(packages: Sequence[Package]) -> list[Package]:
    """The same, each after those of them that it needs; packages in a circle as they come."""
    by_spec = {package.spec: package for package in packages}
    ordered: list[Package] = []
    seen: set[str] = set()

    def enter(package: Package) -> None:
        if package.name not in seen:
            seen.add(package.name)
            for need in package.needs:
                if need in by_spec:
                    enter(by_spec[need])
            ordered.append(package)

    for package in packages:
        enter(package)
    return ordered


def imported(name: str, otherwise: str) -> ModuleType:
    """A module, after the packages that it is in.

    CosemError, which begins with `otherwise`, whatever its import ends with. Python
    does not wait for a package that another thread is about to import when it imports a
    module in it, and may not find it then.
    """
    from importlib import import_module

    package, dot, _ = name.rpartition(".")
    if dot:
        imported(package, otherwise)
    try:
        return import_module(name)
    except KeyboardInterrupt:
        raise
    except ImportError as error:
        raise CosemError(f"{otherwise}: {cut(str(error), 200)}") from error
    except BaseException as error:  # the code of a package may also call exit()
        ended = f"its import ended with {type(error).__name__}"
        raise CosemError(f"{otherwise}: {ended}: {cut(str(error), 200)}") from error
