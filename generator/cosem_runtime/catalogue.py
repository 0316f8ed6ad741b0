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

The OBIS tables of the package are in its module `_obis` (see `cosem_runtime.describe`), and
how sure its classes are in `_provenance` (see `cosem_runtime.provenance`).
A package without classes or without codes has these modules all the same, empty.

The package `cosem` owns the one catalogue of the process. Its `__init__` makes it when
one of these names is first looked up (module `__getattr__`), and keeps the name:

    CATALOGUE = Catalogue("cosem")
    interface_class = CATALOGUE.interface_class      # (class_id, version=None) -> class
    register = CATALOGUE.register                    # (package)
    describe = CATALOGUE.describe                    # (thing, class_id=None)
    from_json = CATALOGUE.from_json                  # (document, kind=None)
    objects_from = CATALOGUE.objects_from            # (object_list)
    preload = CATALOGUE.preload                      # (*, classes=None, obis=True)
    profile_reader = CATALOGUE.profile_reader        # (capture_objects, ...)

with the same lines under TYPE_CHECKING, where mypy and pyright see the signatures.

Any number of threads may use all of this at once: see `Catalogue`.
"""

from __future__ import annotations

from _thread import allocate_lock

from .errors import CosemError, UnknownClassError
from .interface import AttributeSpec, InterfaceClass, MethodSpec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import ModuleType
    from typing import Any, Final, overload

    from .describe import Describer
    from .described import ClassDescription, MemberDescription, ObisDescription
    from .jsonvalues import Kind
    from .obis import Obis
    from .objects import CosemObjects
    from .profile import ProfileReader
    from .provenance import Provenance
    from .scaling import ScalerUnitBase

    Provenances = dict[tuple[int, int], Provenance]

__all__ = ["Catalogue"]

_INCOMPLETE = "%s is an incomplete package"


class Registered:
    """The packages of a catalogue at one time, and what was made of them so far.

    Which packages these are never changes: `register` makes another one of this.
    """

    __slots__ = ("describer", "homes", "loaded", "packages", "provenances")

    def __init__(
        self, packages: dict[str, ModuleType], homes: dict[tuple[int, int], str]
    ) -> None:
        """`packages`: Python package -> its `_catalogue`; `homes`: (class_id, version)
        -> Python package.
        """
        self.packages: Final = packages
        self.homes: Final = homes
        # Filled when asked for; the newest version of a class stands at None, too.
        self.loaded: Final[dict[tuple[int, int | None], type[InterfaceClass]]] = {}
        self.provenances: Final[dict[str, Provenances]] = {}
        self.describer: Describer | None = None

    def versions(self, class_id: int) -> tuple[int, ...]:
        """The known versions of a class, ascending; none when it is not known."""
        found = [
            version
            for facts in self.packages.values()
            for version in facts.CLASSES.get(class_id, ())
        ]
        return tuple(sorted(found))

    def name(self, class_id: int) -> str:
        """The standard's name of a class; `class 1234` when it is not known."""
        for facts in self.packages.values():
            if class_id in facts.NAMES:
                name = facts.NAMES[class_id]
                assert isinstance(name, str)
                return name
        return f"class {class_id}"


class Catalogue:
    """The interface classes and OBIS codes of one package, and of those registered.

    Safe to use from any number of threads, without a lock on the way of those who read.
    `register` publishes a package at once: whoever asks sees all of it or nothing.
    """

    __slots__ = ("_lock", "_registered")

    def __init__(self, package: str) -> None:
        """`package`: the Python package of the standard classes."""
        # Whoever reads takes this once, and so gets one answer of one time.
        self._registered = Registered({}, {})
        self._lock: Final = allocate_lock()  # for those who register, one by one
        self.register(package)

    def register(self, package: str | ModuleType) -> None:
        """Add the classes and codes of a vendor's generated package.

        `package` is the package or its name. Registering it again changes nothing.
        Raises CosemError, and adds nothing, when it cannot be imported, was not
        generated, needs a package that is not registered, or has a class version that
        another package already has.
        """
        name = package if isinstance(package, str) else package.__name__
        if name in self._registered.packages:
            return
        # Before the lock: a package may register others when it is imported.
        facts = _import(f"{name}._catalogue", f"{name} is not a generated package")
        with self._lock:
            self._registered = _with(self._registered, name, facts)

    def preload(
        self, *, classes: Iterable[int] | None = None, obis: bool = True
    ) -> None:
        """Import and build at once what is otherwise imported and built on first use.

        For who forks, so that children share it, and for who wants no first call to be
        slow. `classes` are the class_ids to load, in every version: all when it is
        None. `obis=False` leaves out the tables of OBIS codes. Raises UnknownClassError
        for a class that is not known.
        """
        from .preload import prepare_classes, prepare_modules

        prepare_modules(self.packages())
        prepare_classes(self, self if classes is None else classes)
        if obis:
            _describer(self._registered).prepare()

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
            pass
        if not isinstance(class_id, int):
            raise UnknownClassError(f"a class_id is a number, found {class_id!r:.40}")
        known = registered.versions(class_id)
        wanted = version if version is not None or not known else known[-1]
        if wanted not in known:
            raise UnknownClassError(self._unknown(class_id, version))
        assert wanted is not None
        home = registered.homes[class_id, wanted]
        module, name = registered.packages[home].CLASSES[class_id][wanted]
        where = f"{home}.classes.{module}"
        kind: type[InterfaceClass] = getattr(_import(where, _INCOMPLETE % home), name)
        registered.loaded[class_id, version] = kind
        return kind

    def _unknown(self, class_id: int, version: object) -> str:
        """What to say when there is no such class."""
        known = self.versions(class_id)
        if known:
            versions = ", ".join(map(str, known))
            return (
                f"no version {version!r:.40} of class {class_id}"
                f" ({self.name(class_id)}); known versions: {versions}"
            )
        near = sorted(self, key=lambda other: abs(other - class_id))[:3]
        names = ", ".join(f"{number} ({self.name(number)})" for number in sorted(near))
        return f"no interface class {class_id}; the nearest are {names or 'none'}"

    def versions(self, class_id: int) -> tuple[int, ...]:
        """The known versions of a class, ascending; none when it is not known."""
        return self._registered.versions(class_id)

    def name(self, class_id: int) -> str:
        """The standard's name of a class; `class 1234` when it is not known."""
        return self._registered.name(class_id)

    def provenance(self, class_id: int, version: int) -> Provenance:
        """Clause, edition, confidence and open questions of a class version."""
        from .provenance import NOTHING, provenances

        registered = self._registered
        home = registered.homes.get((class_id, version))
        if home is None:
            return NOTHING
        known = registered.provenances.get(home)
        if known is None:
            module = _import(f"{home}._provenance", _INCOMPLETE % home)
            known = registered.provenances[home] = provenances(module.VERSIONS)
        return known.get((class_id, version), NOTHING)

    def package(self, class_id: int, version: int) -> str:
        """The Python package that has a class version; empty when none has."""
        return self._registered.homes.get((class_id, version), "")

    def __iter__(self) -> Iterator[int]:
        """Every known class_id, ascending."""
        return iter(sorted({class_id for class_id, _ in self._registered.homes}))

    def __contains__(self, class_id: object) -> bool:
        packages = self._registered.packages.values()
        return any(class_id in facts.CLASSES for facts in packages)

    if TYPE_CHECKING:

        @overload
        def describe(
            self, thing: str | bytes, class_id: int | None = None
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

        An OBIS code (text, Obis or six octets): name, medium, groups, allowed classes,
        units; with `class_id` as an object of that class. A class_id, (class_id,
        version), interface class or object: its attributes and methods. An
        AttributeSpec or MethodSpec: its facts. Raises ObisError for a code that is
        none and UnknownClassError for a class that is not known.
        """
        from . import describe

        if isinstance(thing, AttributeSpec):
            return describe.attribute(thing)
        if isinstance(thing, MethodSpec):
            return describe.method(thing)
        if isinstance(thing, InterfaceClass):
            thing = type(thing)
        if isinstance(thing, type) and issubclass(thing, InterfaceClass):
            return describe.interface_class(self, thing)
        asked = describe.asked_for(thing)
        if asked is None:
            raise describe.refused(thing)
        if isinstance(asked, tuple):
            kind = self.interface_class(*asked)
            return describe.interface_class(self, kind)
        return _describer(self._registered).code(asked, class_id)

    def objects_from(self, object_list: Iterable[Any]) -> CosemObjects:
        """An object for each entry of the object list of an association.

        See `cosem_runtime.objects.objects_from`.
        """
        from .objects import objects_from

        return objects_from(self, object_list)

    def from_json(self, document: Any, kind: Kind | None = None) -> Any:
        """The object, list of objects or value that `to_json` made JSON of.

        See `cosem_runtime.jsonvalues.from_json`.
        """
        from .jsonvalues import from_json

        return from_json(self, document, kind)

    def profile_reader(
        self,
        capture_objects: Iterable[Any],
        *,
        scaler_units: Mapping[Obis, ScalerUnitBase] | None = None,
        capture_period: int = 0,
    ) -> ProfileReader:
        """A reader for the buffer of a Profile generic with these columns.

        See `cosem_runtime.profile.ProfileReader`.
        """
        from .profile import profile_reader

        return profile_reader(self, capture_objects, scaler_units, capture_period)

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


def _with(before: Registered, name: str, facts: ModuleType) -> Registered:
    """The packages with one more; CosemError when it does not fit to them."""
    if name in before.packages:
        return before
    for needed in facts.NEEDS:
        if all(needed != known.SPEC for known in before.packages.values()):
            raise CosemError(f"{name} needs {needed}, which is not registered")
    homes = dict(before.homes)
    for class_id, versions in facts.CLASSES.items():
        for version in versions:
            other = homes.setdefault((class_id, version), name)
            if other != name:
                raise CosemError(
                    f"{name}: class {class_id} version {version}"
                    f" ({facts.NAMES[class_id]}) is already registered by {other}"
                )
    return Registered({**before.packages, name: facts}, homes)


def _describer(registered: Registered) -> Describer:
    """What describes codes by the tables of these packages."""
    known = registered.describer
    if known is None:
        from .describe import Describer
        from .obis_tables import ObisTables

        # A vendor knows its own codes best.
        tables = [
            ObisTables(name, _import(f"{name}._obis", _INCOMPLETE % name))
            for name in reversed(registered.packages)
        ]
        known = registered.describer = Describer(registered, tables)
    return known


def _import(name: str, otherwise: str) -> ModuleType:
    """A module, after the packages that it is in.

    Python does not wait for a package that another thread is about to import when it
    imports a module in it, and may not find it then.
    """
    from importlib import import_module

    package, dot, _ = name.rpartition(".")
    if dot:
        _import(package, otherwise)
    try:
        return import_module(name)
    except ImportError as error:
        raise CosemError(f"{otherwise}: {error}") from error
