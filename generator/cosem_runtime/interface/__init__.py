"""Interface classes: the base of the generated ones, and one for unknown ones."""

from __future__ import annotations

from sys import modules

from ..errors import (
    DecodeError,
    EncodeError,
    UnknownNameError,
    UnreadAttributeError,
    did_you_mean,
    quote,
    stack_used_up,
)
from ..obis import Obis
from ..types import ANY
from .specs import (
    UNREAD,
    AttributeSpec,
    MethodSpec,
    SelectiveAccess,
    SelectorSpec,
    find_spec,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, ClassVar

    from ..quirks import Quirks
    from ..tolerant import Deviation, Reading

__all__ = [
    "UNREAD",
    "AttributeSpec",
    "GenericObject",
    "InterfaceClass",
    "MethodSpec",
    "SelectiveAccess",
    "SelectorSpec",
]


class InterfaceClass:
    """Base of the interface classes; an instance is one object, perhaps partly read.

    An attribute that was neither given nor decoded raises UnreadAttributeError.
    """

    # What help() says of an attribute stands beside its name.
    __slots__ = {"_readings": "", "logical_name": "Which object this is."}
    if not TYPE_CHECKING:  # each class has one of its own, and of its own type
        __match_args__ = ("logical_name",)

    CLASS_ID: ClassVar[int]
    VERSION: ClassVar[int]
    NAME: ClassVar[str]
    ATTRIBUTES: ClassVar[tuple[AttributeSpec, ...]] = ()
    METHODS: ClassVar[tuple[MethodSpec, ...]] = ()

    logical_name: Obis
    """Which object this is."""

    def __init__(self, logical_name: Obis | str | bytes) -> None:
        self.logical_name: Obis = Obis(logical_name)

    def __init_subclass__(cls) -> None:
        """Put words for help() beside the attributes of a class."""
        for spec in cls.__dict__.get("ATTRIBUTES", ()):
            spec.owner = spec.owner or cls
        names = cls.__dict__.get("__slots__", ())
        if cls.ATTRIBUTES and not isinstance(names, str):
            cls.__slots__ = _Words(cls, names)

    @classmethod
    def attribute(cls, which: int | str) -> AttributeSpec:
        """An attribute by number or name; UnknownNameError."""
        specs = cls.ATTRIBUTES
        # Numbers nearly always run from 1 without a gap.
        if type(which) is int and 0 < which <= len(specs):
            spec = specs[which - 1]
            if spec.id == which:
                return spec
        return find_spec(specs, which, cls.__name__, "attribute")

    @classmethod
    def other_versions(cls) -> list[type[InterfaceClass]]:
        """The other versions of this class that its package has, the newest first."""
        others = {
            each.VERSION: each
            for each in vars(modules[cls.__module__]).values()
            if isinstance(each, type)
            and issubclass(each, InterfaceClass)
            and getattr(each, "CLASS_ID", None) == cls.CLASS_ID
            and each.VERSION != cls.VERSION
        }
        return [others[version] for version in sorted(others, reverse=True)]

    @classmethod
    def method(cls, which: int | str) -> MethodSpec:
        """A method by number or name; UnknownNameError."""
        return find_spec(cls.METHODS, which, cls.__name__, "method")

    def decode_attribute(
        self, which: int | str, data: bytes | bytearray | memoryview
    ) -> Any:
        """Decode an attribute's value, keep it in this object and give it back."""
        # The usual case, a number and bytes of which all are used, makes no further call.
        specs = self.ATTRIBUTES
        if (
            type(which) is int
            and 0 < which <= len(specs)
            and specs[which - 1].id == which
        ):
            spec = specs[which - 1]
        else:
            spec = self.attribute(which)
        if type(data) is bytes:
            try:
                value, end = spec.type.decode(data, 0)
            except DecodeError as error:
                spec.refused(error, data)
                raise
            except RecursionError:
                raise stack_used_up(DecodeError) from None
            if end == len(data):
                setattr(self, spec.name, value)
                return value
        value = spec.decode(data)
        setattr(self, spec.name, value)
        return value

    def read_attribute(
        self,
        which: int | str,
        data: bytes | bytearray | memoryview,
        *,
        quirks: Quirks | None = None,
    ) -> Reading[Any]:
        """Read an attribute as `AttributeSpec.read` does, and keep it in this object.

        An attribute that the class table does not have is read by its number, as any Data
        (deviation D152); `others` keeps it. UnknownNameError for a name that is none.
        """
        if isinstance(which, int) and all(spec.id != which for spec in self.ATTRIBUTES):
            reading = _beyond(type(self), which, data)
            if quirks is not None:
                reading = quirks.read(self, _numbered(which), reading)
            number = which
        else:
            spec = self.attribute(which)
            reading = spec.read(data)
            if quirks is not None:
                reading = quirks.read(self, spec, reading)
            setattr(self, spec.name, reading.value)
            number = spec.id
        self._readings = self._known_readings() | {number: reading}
        return reading

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """What was not as the standard has it, in what `read_attribute` has read."""
        return tuple(
            [
                deviation
                for number, reading in sorted(self._known_readings().items())
                if self._holds(number, reading.value)
                for deviation in reading.deviations
            ]
        )

    @property
    def others(self) -> dict[int, Any]:
        """By number, the attributes read that the class table does not have."""
        known = {spec.id for spec in self.ATTRIBUTES}
        return {
            number: reading.value
            for number, reading in self._known_readings().items()
            if number not in known
        }

    def _holds(self, number: int, value: Any) -> bool:
        """Whether an attribute still has the value that was read."""
        for spec in self.ATTRIBUTES:
            if spec.id == number:
                return getattr(self, spec.name, UNREAD) is value
        return True

    def _known_readings(self) -> dict[int, Reading[Any]]:
        try:
            readings: dict[int, Reading[Any]] = object.__getattribute__(
                self, "_readings"
            )
        except AttributeError:
            return {}
        return readings

    def encode_attribute(self, which: int | str) -> bytes:
        """The octets of an attribute of this object; UnreadAttributeError."""
        # Written out, as in `decode_attribute`.
        specs = self.ATTRIBUTES
        if (
            type(which) is int
            and 0 < which <= len(specs)
            and specs[which - 1].id == which
        ):
            spec = specs[which - 1]
        else:
            spec = self.attribute(which)
        value = getattr(self, spec.name)
        try:
            return spec.type.octets(value)
        except (EncodeError, RecursionError):
            return spec.encode(value)  # explains

    def read_attributes(self) -> tuple[str, ...]:
        """The names of the attributes that have a value."""
        return tuple([s.name for s in self.ATTRIBUTES if _has(self, s.name)])

    if not TYPE_CHECKING:  # a checker would take every misspelling for legal

        def __getattr__(self, name):
            # Reached only when the slot is empty, or when there is no such slot.
            kind = type(self)
            for spec in kind.ATTRIBUTES:
                if spec.name == name:
                    raise UnreadAttributeError(
                        f"{kind.__name__} {_name_of(self)}: attribute {spec.id}"
                        f" ({name}) has not been read"
                    )
            hint = did_you_mean(name, [spec.name for spec in kind.ATTRIBUTES])
            raise AttributeError(
                f"{kind.__name__} has no attribute {quote(name)}{hint}"
            )

    def __repr__(self) -> str:
        shown = [repr(str(_name_of(self)))]
        for spec in self.ATTRIBUTES[1:]:
            if _has(self, spec.name):
                value = "..." if spec.secret else repr(getattr(self, spec.name))
                shown.append(f"{spec.name}={value}")
        return f"{type(self).__name__}({', '.join(shown)})"


class _Words(dict[str, str]):
    """The slots of a class, with words for help() that are made when it asks."""

    __slots__ = ("_kind",)

    def __init__(self, kind: type[InterfaceClass], names: Iterable[str]) -> None:
        super().__init__(dict.fromkeys(names, ""))
        self._kind = kind

    def __getitem__(self, name: str) -> str:
        from .description import attribute

        for spec in self._kind.ATTRIBUTES:
            if spec.name == name:
                return f"Attribute {str(attribute(spec)).strip()}"
        return super().__getitem__(name)


class GenericObject:
    """An object of a class that is not known: attributes by number, any Data each."""

    __slots__ = ("_told", "class_id", "logical_name", "values", "version")

    def __init__(
        self, class_id: int, version: int, logical_name: Obis | str | bytes
    ) -> None:
        self.class_id: int = class_id
        self.version: int = version
        self.logical_name: Obis = Obis(logical_name)
        self.values: dict[int, Any] = {1: self.logical_name}
        self._told: dict[int, tuple[Deviation, ...]] = {}

    @property
    def CLASS_ID(self) -> int:
        """The class_id, under the name that known classes have."""
        return self.class_id

    @property
    def VERSION(self) -> int:
        """The version, under the name that known classes have."""
        return self.version

    def attribute(self, which: int) -> AttributeSpec:
        """The little that is known of an attribute: its number; UnknownNameError."""
        return _numbered(which)

    def decode_attribute(self, which: int, data: bytes | bytearray | memoryview) -> Any:
        """Decode an attribute's value, keep it in `values` and give it back."""
        value = self.values[which] = self.attribute(which).decode(data)
        self._told.pop(which, None)
        return value

    def read_attribute(
        self,
        which: int,
        data: bytes | bytearray | memoryview,
        *,
        quirks: Quirks | None = None,
    ) -> Reading[Any]:
        """Read an attribute as `AttributeSpec.read` does, and keep it in `values`."""
        spec = self.attribute(which)
        reading: Reading[Any] = spec.read(data)
        if quirks is not None:
            reading = quirks.read(self, spec, reading)
        self.values[which] = reading.value
        self._told[which] = reading.deviations
        return reading

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """What was not as the standard has it, in what `read_attribute` has read."""
        return tuple([each for _, told in sorted(self._told.items()) for each in told])

    def encode_attribute(self, which: int) -> bytes:
        """The octets of an attribute; UnreadAttributeError."""
        if which not in self.values:
            raise UnreadAttributeError(
                f"class {self.class_id} version {self.version} {self.logical_name}:"
                f" attribute {which} has not been read"
            )
        return self.attribute(which).encode(self.values[which])

    def read_attributes(self) -> tuple[int, ...]:
        """The numbers of the attributes that have a value."""
        return tuple(sorted(self.values))

    def __repr__(self) -> str:
        return f"GenericObject({self.class_id}, {self.version}, '{self.logical_name}')"


def _beyond(
    kind: type[InterfaceClass], number: int, data: bytes | bytearray | memoryview
) -> Reading[Any]:
    """An attribute that the class table does not have."""
    from ..tolerant import Deviation, Reading

    spec = _numbered(number)
    reading = spec.read(data)
    known = f"an attribute of {kind.NAME} version {kind.VERSION}"
    told = Deviation("D152", spec.name, 0, known, f"attribute {number}")
    return Reading(
        reading.value,
        reading.octets,
        (told, *reading.deviations),
        is_secret=reading.is_secret,
    )


def _numbered(which: int) -> AttributeSpec:
    """The little that is known of an attribute: its number; UnknownNameError."""
    if not isinstance(which, int) or not -0x8000 <= which <= 0xFFFF:
        raise UnknownNameError(f"an attribute has a number, found {quote(which)}")
    return AttributeSpec(which, f"attribute_{which}", ANY)


def _has(instance: InterfaceClass, name: str) -> bool:
    try:
        getattr(instance, name)
    except UnreadAttributeError:
        return False
    return True


def _name_of(instance: InterfaceClass) -> Obis | str:
    try:
        # Not by way of `__getattr__`, which asks for the name to say what is missing.
        name: Obis = object.__getattribute__(instance, "logical_name")
    except AttributeError:
        return "(unnamed)"
    return name
