"""Which interface classes exist, and where: the standard ones and those of vendors.

A catalogue stands on the `_catalogue` module of each generated package, which is pure
data, imports nothing at run time and holds:

    SPEC: Final = "cosem"
        Name of the spec package.
    NEEDS: Final[tuple[str, ...]] = ()
        Spec packages that must be in the catalogue before; ("cosem",) for vendors.
    CLASSES: Final[dict[int, dict[int, tuple[str, str]]]] = {
        3: {0: ("register", "Register")},
        40: {0: ("push_setup", "PushSetupV0"), 1: ("push_setup", "PushSetup")},
    }
        class_id -> version -> (module below `<package>.classes`, class name).
    NAMES: Final[dict[int, str]] = {3: "Register", 40: "Push setup"}
        class_id -> the standard's name.

The OBIS tables of the package are in its module `_obis` (see `cosem_runtime.obis.tables`),
how sure its classes are in `_provenance` (see `cosem_runtime.catalogue.provenance`),
what they demand beyond types in `_rules` (see `cosem_runtime.catalogue.rules`), and what
members, types and units are called in `_names` (see
`cosem_runtime.catalogue.find.names`). How lists are read that do not name their values
is in `_telegrams`, as layouts of `cosem_runtime.push`, and what meters send otherwise in
`_quirks`, as QUIRKS: a tuple of `cosem_runtime.quirks.Quirk`. What companion profiles ask of
meters is in `_profiles`, as PROFILES: a tuple of `cosem_runtime.companion.CompanionProfile`.
A package without classes or without codes has these modules all the same, empty.

The package `cosem` owns the one catalogue of the process. Its `__init__` makes it when
one of these names is first looked up (module `__getattr__`), and keeps the name:

    CATALOGUE = Catalogue("cosem")
    interface_class = CATALOGUE.interface_class      # (class_id, version=None) -> class
    register = CATALOGUE.register                    # (*packages)
    register_installed = CATALOGUE.register_installed  # ()
    unregister = CATALOGUE.unregister                # (package)
    describe = CATALOGUE.describe                    # (thing, class_id=None)
    find = CATALOGUE.find                            # (text, *, limit=20)
    from_json = CATALOGUE.from_json                  # (document, kind=None)
    objects_from = CATALOGUE.objects_from            # (object_list)
    preload = CATALOGUE.preload                      # (*, classes=None, obis=True)
    profile_reader = CATALOGUE.profile_reader        # (capture_objects, ...)
    push_reader = CATALOGUE.push_reader              # (*, layouts=None, ...)
    read_push = CATALOGUE.read_push                  # (octets, *, layouts=None, ...)
    quirks = CATALOGUE.quirks                        # (*names, maker=None, ...)
    companion_profile = CATALOGUE.companion_profile  # (name)
    companion_profiles = CATALOGUE.companion_profiles  # ()

with the same lines under TYPE_CHECKING, where mypy and pyright see the signatures.

Any number of threads may use all of this at once: see `Catalogue`.
"""

from __future__ import annotations

from _thread import allocate_lock

from ..errors import (
    CosemError,
    ObisError,
    UnknownClassError,
    UnknownNameError,
    did_you_mean,
    listed,
    quote,
    show,
)
from ..interface import AttributeSpec, InterfaceClass, MethodSpec
from ..obis import Obis
from .registered import Package, Registered, imported, needed_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import ModuleType
    from typing import Any, Final, TypeVar, overload

    from ..companion import CompanionProfile
    from ..interface.description import ClassDescription, MemberDescription
    from ..interface.objects import CosemObjects
    from ..jsonvalues import Kind
    from ..obis.description import ObisDescription
    from ..profile import ProfileReader
    from ..push import Push, PushLayout, PushReader
    from ..quirks import Quirk, Quirks
    from ..scaling import ScalerUnitBase
    from ..telegram import Telegram
    from ..tolerant import Reading
    from .clashes import NameClash
    from .find import Found
    from .provenance import Provenance
    from .rules import Rule

    _Name = TypeVar("_Name", bound=str | bytes)
    _Numbers = tuple[int, int, int, int, int, int]

__all__ = ["Catalogue"]


class Catalogue:
    """The interface classes and OBIS codes of one package, and of those registered.

    Safe to use from any number of threads, without a lock on the way of those who read.
    `register` and `unregister` publish at once: whoever reads sees what was registered
    before or what is registered after, never a part of it.
    """

    __slots__ = ("_lock", "_registered")

    def __init__(self, package: str) -> None:
        """`package`: the Python package of the standard classes."""
        not_generated = f"{package} is not a generated package"
        facts = imported(f"{package}._catalogue", not_generated)
        self._registered = Registered([Package(package, facts)])
        # Held by who changes what is registered, but never while a package is imported:
        # its code may register another one.
        self._lock: Final = allocate_lock()

    def register(self, *packages: str | ModuleType) -> tuple[NameClash, ...]:
        """Add the classes and codes of vendors' generated packages.

        Each is a package or its name. Several are added together, as if one after the
        other: each after those that it needs, and the last one is believed first where
        names of codes differ. Registering one again changes nothing. They are imported,
        so their code runs: register only what you trust as much as your own program.

        Returns the codes that a new package names otherwise than another one does,
        leaving aside the standard's. Raises CosemError, and adds nothing, when one
        cannot be imported, was not generated, needs a package that is not registered,
        has a class with an id of the standard, or has what another package already has:
        a class version, another name for a class, or a layout, quirk or profile of the
        same name.
        """
        names = [_name_of(package) for package in packages]
        if all(name in self._registered.packages for name in names):
            return ()
        from .registration import checked

        checked_ones = {
            name: checked(name)
            for name in names
            if name not in self._registered.packages
        }
        with self._lock:
            registered = self._registered
            new = [name for name in checked_ones if name not in registered.packages]
            for package in needed_first([checked_ones[name] for name in new]):
                registered = registered.with_package(package)
            self._registered = registered
        if len(registered.packages) < 3:
            return ()  # the standard's, and no two others
        from .clashes import clashes

        return clashes(registered, new)

    def register_installed(self) -> tuple[NameClash, ...]:
        """Add every package that is installed and says so, together, in the order of their names.

        A distribution lists its packages in the entry-point group `cosem.packages`. Nothing
        is registered without being asked for, so that what else is installed changes no
        program. Returns and raises what `register` does.
        """
        from .installed import installed

        return self.register(*installed())

    def unregister(self, package: str | ModuleType) -> None:
        """Take away what `register` added.

        Its classes and the objects made of them go on working. Raises CosemError, and
        takes nothing away, when the package is not registered, is the standard's or is
        needed by another one that is registered.
        """
        name = _name_of(package)
        with self._lock:
            self._registered = self._registered.without_package(name)

    def preload(
        self, *, classes: Iterable[int] | None = None, obis: bool = True
    ) -> None:
        """Import and build at once what is otherwise imported and built on first use.

        For who forks, so that children share it, and for who wants no first call to be
        slow. `classes` are the class_ids to load, in every version: all when it is
        None. `obis=False` leaves out the tables of OBIS codes, and `find`. Raises
        UnknownClassError for a class that is not known.
        """
        from .preload import prepare_classes, prepare_layouts, prepare_modules

        registered = self._registered
        prepare_modules(registered)
        prepare_layouts(registered)
        prepare_classes(registered, registered if classes is None else classes)
        if obis:
            registered.describer().prepare()
            registered.finder()

    def packages(self) -> tuple[str, ...]:
        """The Python packages registered, the standard one first."""
        return tuple(self._registered.packages)

    def interface_class(
        self, class_id: int, version: int | None = None
    ) -> type[InterfaceClass]:
        """The class of this class_id and version; the newest version when it is None.

        Raises UnknownClassError, which says what is known instead.
        """
        registered = self._registered
        try:
            return registered.loaded[class_id, version]
        except (KeyError, TypeError):
            return registered.interface_class(class_id, version)

    def versions(self, class_id: int) -> tuple[int, ...]:
        """The known versions of a class, ascending; none when it is not known."""
        return self._registered.versions(class_id)

    def name(self, class_id: int) -> str:
        """The standard's name of a class; `class 1234` when it is not known."""
        return self._registered.name(class_id)

    def provenance(self, class_id: int, version: int) -> Provenance:
        """Clause, edition, confidence and open questions of a class version."""
        return self._registered.provenance(class_id, version)

    def rules(self, class_id: int, version: int) -> tuple[Rule, ...]:
        """What a class version demands beyond types; nothing where it is not known."""
        return self._registered.rules(class_id, version)

    def package(self, class_id: int, version: int) -> str:
        """The Python package that has a class version; empty when none has."""
        return self._registered.package(class_id, version)

    def __iter__(self) -> Iterator[int]:
        """Every known class_id, ascending."""
        return iter(self._registered)

    def __contains__(self, class_id: object) -> bool:
        return any(
            class_id in package.classes
            for package in self._registered.packages.values()
        )

    if TYPE_CHECKING:

        @overload
        def describe(
            self,
            thing: str | bytes | bytearray | memoryview | list[int] | _Numbers,
            class_id: int | None = None,
        ) -> ObisDescription: ...
        @overload
        def describe(
            self, thing: int | tuple[int, int] | type[InterfaceClass]
        ) -> ClassDescription: ...
        @overload
        def describe(self, thing: AttributeSpec | MethodSpec) -> MemberDescription: ...

    def describe(
        self, thing: object, class_id: int | None = None
    ) -> ObisDescription | ClassDescription | MemberDescription:
        """What something is, in words: `str()` of the answer is meant to be read.

        An OBIS code (what `Obis.parse` takes): name, medium, groups, allowed classes,
        units; with `class_id` as an object of that class. A class_id, (class_id,
        version), interface class or object: its attributes and methods. An
        AttributeSpec or MethodSpec: its facts. Raises ObisError for a code that is
        none and UnknownClassError for a class that is not known.
        """
        from ..interface import description

        registered = self._registered
        if isinstance(thing, AttributeSpec):
            return description.attribute(thing)
        if isinstance(thing, MethodSpec):
            return description.method(thing)
        if isinstance(thing, InterfaceClass):
            thing = type(thing)
        if isinstance(thing, type) and issubclass(thing, InterfaceClass):
            if not hasattr(thing, "CLASS_ID"):
                raise _refused(thing)  # the base of all classes is none
            return description.interface_class(registered, thing)
        asked = _asked_for(thing)
        if asked is None:
            raise _refused(thing)
        if isinstance(asked, tuple):
            kind = registered.interface_class(*asked)
            return description.interface_class(registered, kind)
        if class_id is not None and not isinstance(class_id, int):
            raise UnknownClassError(f"a class_id is a number, found {quote(class_id)}")
        return registered.describer().code(asked, class_id)

    def find(self, text: str, *, limit: int = 20) -> tuple[Found, ...]:
        """Codes, classes, attributes, methods, types and units, by words; the best first.

        `text` is of words ("active energy import", "voltage L1", "mac-address"), whose
        case, accents and plurals do not count; or a name, unit or code as people write
        them ("scal_unit_type", "register.value", "kWh", "1.8.0"), or a code with `*` for
        any number of a group, as "1.0.1.8.*.255". At most `limit` results, and of the
        codes that a `*` stands for the first 10000. Where nothing has all of the words,
        the nearest are told, which have `fits` False; none where nothing is near. Raises
        CosemError for what is no text, or one of more than 200 letters, and for a limit
        below 1.
        """
        from .find import LONGEST

        if not isinstance(text, str):
            raise CosemError(f"find takes text, found {show(text)}")
        if len(text) > LONGEST:
            raise CosemError(
                f"find takes text of at most {LONGEST} letters, found {len(text)}"
            )
        if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
            raise CosemError(f"a limit is a number from 1 on, found {quote(limit)}")
        return self._registered.finder().find(text, limit)

    def objects_from(self, object_list: Iterable[Any] | Reading) -> CosemObjects:
        """An object for each entry of the object list of an association.

        Takes a `Reading` of it, too: then an entry that is none is one of `deviations`.
        See `cosem_runtime.interface.objects.objects_from`.
        """
        from ..interface.objects import objects_from

        return objects_from(self, object_list)

    def from_json(self, document: Any, kind: Kind | None = None) -> Any:
        """The object, list of objects or value that `to_json` made JSON of.

        See `cosem_runtime.jsonvalues.from_json`.
        """
        from ..jsonvalues import from_json

        return from_json(self, document, kind)

    def quirks(
        self,
        *which: str | Quirk | Quirks,
        maker: str | None = None,
        model: str | None = None,
        firmware: str | None = None,
        profile: str | None = None,
        country: str | None = None,
    ) -> Quirks:
        """What a meter sends otherwise than the standard has it, for readers to know.

        Those of these names, and all that a meter is known for of which this is told:
        a quirk may ask for several things of it, all of which have to be told. What
        differs in case, blanks or hyphens is the same. Known are the quirks of the standard and of the
        packages that are registered: see `known_quirks`.
        Raises UnknownNameError for a name that none has, and for a country that no
        registered package is of; CosemError where two of the quirks contradict each other.
        """
        from .quirks import selected

        told = {
            "maker": maker,
            "model": model,
            "firmware": firmware,
            "profile": profile,
            "country": country,
        }
        specs = [package.spec for package in self._registered.packages.values()]
        return selected(self.known_quirks(), which, told, specs)

    def known_quirks(self) -> tuple[Quirk, ...]:
        """The quirks of the standard and of the packages that are registered."""
        packages = self._registered.packages.values()
        return tuple([quirk for package in packages for quirk in package.quirks()])

    def companion_profiles(self) -> tuple[CompanionProfile, ...]:
        """The companion profiles of the packages that are registered."""
        packages = self._registered.packages.values()
        return tuple([each for package in packages for each in package.companions()])

    def companion_profile(self, name: str) -> CompanionProfile:
        """What the companion profile of that name asks of meters.

        Raises UnknownNameError for a name that none has.
        """
        known = {each.name: each for each in self.companion_profiles()}
        if name not in known:
            names = [*known]
            told = f"known: {listed(names)}" if names else "no package has one"
            raise UnknownNameError(
                f"no companion profile {quote(name)}{did_you_mean(name, names)}; {told}"
            )
        return known[name]

    def profile_reader(
        self,
        capture_objects: Iterable[Any],
        *,
        scaler_units: Mapping[_Name, ScalerUnitBase] | None = None,
        capture_period: int | str = 0,
        sort_method: int | str | None = None,
        sort_object: Any = None,
        unix_times: Iterable[_Name] = (),
        quirks: Quirks | None = None,
    ) -> ProfileReader:
        """A reader for the buffer of a Profile generic with these columns.

        `scaler_units` has the scaler and unit of objects by logical name: an Obis, or
        what one is made from. `capture_period` (in seconds, or "day" or "month"),
        `sort_method` and `sort_object` are those of the profile; they tell the times
        that rows leave out. `unix_times` are the logical names of objects whose numbers
        are seconds since 1970; those of a Clock and of 0-b:1.1.e are without that.
        `quirks` say what the meter sends otherwise: times and numbers come as they are
        meant, and rows in the order of the quirks, whatever `sort_method` says.
        See `cosem_runtime.profile.ProfileReader`.
        """
        from ..profile import profile_reader

        return profile_reader(
            self,
            capture_objects,
            scaler_units,
            capture_period,
            sort_method,
            sort_object,
            unix_times,
            quirks,
        )

    def read_push(
        self,
        octets: bytes | bytearray | memoryview | Telegram,
        *,
        key: bytes | None = None,
        authentication_key: bytes | None = None,
        system_title: bytes | None = None,
        unchecked: bool = False,
        layouts: str | PushLayout | Iterable[str | PushLayout] | None = None,
        quirks: Quirks | None = None,
    ) -> Push:
        """The named values that a meter has pushed.

        `octets` are frames, an APDU or a value alone; a telegram that was opened before is
        as good. The keys, `system_title` and `unchecked` are those of `telegram.open`.
        `layouts` say what stands where in lists that do not name their values: names of
        those that registered packages have, or PushLayouts; all that are registered when
        it is None. `quirks` say what the meter sends otherwise: times, values and scalers
        come as they are meant.

        Raises what `telegram.open` does; PushError for a list that nothing says the
        meaning of, or several layouts differently; UnknownNameError for a layout that is
        not registered. See `cosem_runtime.push`.
        """
        return self._registered.pushes(layouts).read(
            octets,
            key=key,
            authentication_key=authentication_key,
            system_title=system_title,
            unchecked=unchecked,
            quirks=quirks,
        )

    def push_reader(
        self,
        *,
        layouts: str | PushLayout | Iterable[str | PushLayout] | None = None,
        quirks: Quirks | None = None,
        **options: Any,
    ) -> PushReader:
        """A reader for a stream of pushes: `feed(chunk)` gives those that end in it.

        `layouts` and `quirks` are those of `read_push`, `options` those of
        `TelegramReader`.
        """
        from ..push import PushReader

        def read(telegram: Telegram) -> Push:
            return self.read_push(telegram, layouts=meant, quirks=quirks)

        meant = (
            layouts if layouts is None or isinstance(layouts, str) else _held(layouts)
        )
        self._registered.pushes(meant)  # which says what is wrong with them
        return PushReader(read, **options)

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return _same_catalogue, (self.packages(), self is _owned_by(self.packages()[0]))

    def __repr__(self) -> str:
        return f"<Catalogue of {', '.join(self.packages())}>"


def _owned_by(package: str) -> Catalogue | None:
    """The catalogue that a package has made for everybody."""
    from importlib import import_module

    found: Catalogue | None = vars(import_module(package)).get("CATALOGUE")
    return found


def _same_catalogue(packages: tuple[str, ...], owned: bool) -> Catalogue:
    """The catalogue that was pickled or copied: that of the process stays that."""
    from importlib import import_module

    first, *others = packages
    same: Catalogue = import_module(first).CATALOGUE if owned else Catalogue(first)
    for package in others:
        same.register(package)
    return same


def _held(layouts: Any) -> Any:
    """Layouts that are given once and used often: those of an iterator, too."""
    try:
        return tuple(layouts)
    except TypeError:
        return layouts


def _name_of(package: object) -> str:
    """The name of a package, or of the package that has this name."""
    name = package if isinstance(package, str) else getattr(package, "__name__", None)
    if not isinstance(name, str):
        raise CosemError(f"a package or its name is needed, found {quote(package)}")
    if not all(part.isidentifier() for part in name.split(".")):
        raise CosemError(f"no package can have the name {quote(name)}")
    return name


def _asked_for(thing: object) -> Obis | tuple[int, int | None] | None:
    """What is to be described: a code, or (class_id, version); None when neither.

    Raises ObisError for text, octets or six things that are no OBIS code.
    """
    if isinstance(thing, (str, bytes, bytearray, memoryview)):
        try:
            return Obis.parse(thing)
        except ObisError as error:
            if not isinstance(thing, str) or not thing.isalpha():
                raise
            raise ObisError(f"{error}; find looks for words") from None
    if isinstance(thing, (tuple, list)) and len(thing) == 6:
        return Obis.parse(thing)
    if isinstance(thing, bool):
        return None
    if isinstance(thing, int):
        return thing, None
    if isinstance(thing, tuple) and len(thing) == 2:
        class_id, version = thing
        if isinstance(class_id, int) and isinstance(version, int):
            return class_id, version
    return None


def _refused(thing: object) -> UnknownClassError:
    """The error for something that cannot be described."""
    return UnknownClassError(
        "describe takes an OBIS code, a class_id, (class_id, version), an interface"
        f" class, an AttributeSpec or a MethodSpec, not {quote(thing)}"
    )
