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
    profile_reader = CATALOGUE.profile_reader        # (capture_objects, ...)

with the same lines under TYPE_CHECKING, where mypy and pyright see the signatures.
"""

from __future__ import annotations

from .errors import CosemError, UnknownClassError
from .interface import AttributeSpec, InterfaceClass, MethodSpec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import ModuleType
    from typing import Any, Final, TypeVar, overload

    from .describe import Describer
    from .described import ClassDescription, MemberDescription, ObisDescription
    from .jsonvalues import Kind
    from .objects import CosemObjects
    from .profile import ProfileReader
    from .provenance import Provenance
    from .scaling import ScalerUnitBase

    _Name = TypeVar("_Name", bound=str | bytes)
    Provenances = dict[tuple[int, int], Provenance]

__all__ = ["Catalogue"]

_INCOMPLETE = "%s is an incomplete package"


class Catalogue:
    """The interface classes and OBIS codes of one package, and of those registered."""

    __slots__ = ("_describer", "_homes", "_loaded", "_packages", "_provenances")

    def __init__(self, package: str) -> None:
        """`package`: the Python package of the standard classes."""
        # Python package -> its `_catalogue`; (class_id, version) -> Python package.
        self._packages: Final[dict[str, ModuleType]] = {}
        self._homes: Final[dict[tuple[int, int], str]] = {}
        self._loaded: Final[dict[tuple[int, int | None], type[InterfaceClass]]] = {}
        self._provenances: Final[dict[str, Provenances]] = {}
        self._describer: Describer | None = None
        self.register(package)

    def register(self, package: str | ModuleType) -> None:
        """Add the classes and codes of a vendor's generated package.

        `package` is the package or its name. Registering it again changes nothing.
        Raises CosemError, and adds nothing, when it cannot be imported, was not
        generated, needs a package that is not registered, or has a class version that
        another package already has.
        """
        name = package if isinstance(package, str) else package.__name__
        if name in self._packages:
            return
        facts = _import(f"{name}._catalogue", f"{name} is not a generated package")
        for needed in facts.NEEDS:
            if all(needed != known.SPEC for known in self._packages.values()):
                raise CosemError(f"{name} needs {needed}, which is not registered")
        homes = {}
        for class_id, versions in facts.CLASSES.items():
            for version in versions:
                other = self._homes.get((class_id, version))
                if other is not None:
                    raise CosemError(
                        f"{name}: class {class_id} version {version}"
                        f" ({facts.NAMES[class_id]}) is already registered by {other}"
                    )
                homes[class_id, version] = name
        self._homes.update(homes)
        self._packages[name] = facts
        self._loaded.clear()
        self._describer = None

    def packages(self) -> tuple[str, ...]:
        """The Python packages registered, the standard one first."""
        return tuple(self._packages)

    def interface_class(
        self, class_id: int, version: int | None = None
    ) -> type[InterfaceClass]:
        """The class of this class_id and version; the newest version when it is None.

        Raises UnknownClassError, which says what is known instead.
        """
        try:
            return self._loaded[class_id, version]
        except (KeyError, TypeError):
            pass
        if not isinstance(class_id, int):
            raise UnknownClassError(f"a class_id is a number, found {class_id!r:.40}")
        known = self.versions(class_id)
        wanted = version if version is not None or not known else known[-1]
        if wanted not in known:
            raise UnknownClassError(self._unknown(class_id, version))
        assert wanted is not None
        home = self._homes[class_id, wanted]
        module, name = self._packages[home].CLASSES[class_id][wanted]
        where = f"{home}.classes.{module}"
        kind: type[InterfaceClass] = getattr(_import(where, _INCOMPLETE % home), name)
        self._loaded[class_id, version] = kind
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
        found = [
            version
            for facts in self._packages.values()
            for version in facts.CLASSES.get(class_id, ())
        ]
        return tuple(sorted(found))

    def name(self, class_id: int) -> str:
        """The standard's name of a class; `class 1234` when it is not known."""
        for facts in self._packages.values():
            if class_id in facts.NAMES:
                name = facts.NAMES[class_id]
                assert isinstance(name, str)
                return name
        return f"class {class_id}"

    def provenance(self, class_id: int, version: int) -> Provenance:
        """Clause, edition, confidence and open questions of a class version."""
        from .provenance import NOTHING, provenances

        home = self._homes.get((class_id, version))
        if home is None:
            return NOTHING
        known = self._provenances.get(home)
        if known is None:
            module = _import(f"{home}._provenance", _INCOMPLETE % home)
            known = self._provenances[home] = provenances(module.VERSIONS)
        return known.get((class_id, version), NOTHING)

    def package(self, class_id: int, version: int) -> str:
        """The Python package that has a class version; empty when none has."""
        return self._homes.get((class_id, version), "")

    def __iter__(self) -> Iterator[int]:
        """Every known class_id, ascending."""
        return iter(sorted({class_id for class_id, _ in self._homes}))

    def __contains__(self, class_id: object) -> bool:
        return any(class_id in facts.CLASSES for facts in self._packages.values())

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
        if self._describer is None:
            self._describer = describe.Describer(self, self._obis_tables())
        return self._describer.code(asked, class_id)

    def _obis_tables(self) -> list[Any]:
        from .obis_tables import ObisTables

        # A vendor knows its own codes best.
        names = reversed(self._packages)
        return [
            ObisTables(name, _import(f"{name}._obis", _INCOMPLETE % name))
            for name in names
        ]

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
        scaler_units: Mapping[_Name, ScalerUnitBase] | None = None,
        capture_period: int = 0,
    ) -> ProfileReader:
        """A reader for the buffer of a Profile generic with these columns.

        `scaler_units` has the scaler and unit of objects by logical name: an Obis, or
        what one is made from.
        See `cosem_runtime.profile.ProfileReader`.
        """
        from .profile import profile_reader

        return profile_reader(self, capture_objects, scaler_units, capture_period)

    def __repr__(self) -> str:
        return f"<Catalogue of {', '.join(self._packages)}>"


def _import(name: str, otherwise: str) -> ModuleType:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError as error:
        raise CosemError(f"{otherwise}: {error}") from error
