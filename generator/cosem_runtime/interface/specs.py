"""The facts of attributes, methods and selectors, and the codec of their values."""

from __future__ import annotations

from ..datetimes import Date, DateTime, Time
from ..errors import (
    DecodeError,
    EncodeError,
    UnknownNameError,
    did_you_mean,
    listed,
    quote,
    stack_used_up,
)
from ..limits import as_octets
from ..types import ANY, NULL_DATA, ArrayType, ChoiceType, StructureType
from ..wire import left_over

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Generic, TypeAlias

    from typing_extensions import TypeVar  # a checker has it; nothing is installed

    from ..quirks import Quirks
    from ..tolerant import Reading
    from ..types.base import DataType
    from . import InterfaceClass

    _Owner: TypeAlias = type[InterfaceClass]
    _Spec = TypeVar("_Spec", "AttributeSpec", "MethodSpec", "SelectorSpec")
    _Value = TypeVar("_Value", default=Any)
    _Result = TypeVar("_Result", default=Any)

    class _OfValue(Generic[_Value]):
        """Makes a spec generic in the type of its values, for checkers alone."""

        __slots__ = ()

    class _OfValueAndResult(Generic[_Value, _Result]):
        """The same for a method: in its parameter and its result."""

        __slots__ = ()

else:

    class _Generic:
        """Takes the types in brackets and is the same class, without `typing`."""

        __slots__ = ()

        def __class_getitem__(cls, types):
            return cls

    _OfValue = _OfValueAndResult = _Generic
    _Value = _Result = None

_STRING = 0x09
_DATE_TIME = 0x19

__all__ = [
    "UNREAD",
    "AttributeSpec",
    "MethodSpec",
    "SelectiveAccess",
    "SelectorSpec",
    "find_spec",
]


class _Unread:
    """The type of UNREAD, which stands for an attribute that is not given."""

    __slots__ = ()

    def __reduce__(self) -> str:
        return "UNREAD"

    def __repr__(self) -> str:
        return "UNREAD"


UNREAD: Any = _Unread()


class SelectiveAccess:
    """A selector and the octets of its parameter, as a get request carries them."""

    __slots__ = ("parameter", "selector")

    def __init__(self, selector: int, parameter: bytes) -> None:
        self.selector: int = selector
        self.parameter: bytes = parameter

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SelectiveAccess):
            return NotImplemented
        return (self.selector, self.parameter) == (other.selector, other.parameter)

    def __hash__(self) -> int:
        return hash((self.selector, self.parameter))

    def __repr__(self) -> str:
        return f"SelectiveAccess({self.selector}, {self.parameter!r})"


class SelectorSpec(_OfValue[_Value]):
    """One way of selective access: its number, name and the type of its parameter.

    `returns` is the type of the answer; None when it is that of the attribute.
    """

    __slots__ = ("description", "id", "name", "returns", "type")

    def __init__(
        self,
        id: int,
        name: str,
        type: DataType,
        *,
        returns: DataType | None = None,
        description: str = "",
    ) -> None:
        self.id: int = id
        self.name: str = name
        self.type: DataType = type
        self.returns: DataType | None = returns
        self.description: str = description

    def access(
        self, *values: _Value, tagged_times: bool = False, **members: Any
    ) -> SelectiveAccess:
        """The access with this parameter.

        Give the one parameter value, or the members of its structure by name; an array
        that is not given is empty. A DateTime, Date or Time where an octet-string may
        stand too is sent as one, since most meters refuse the types of their own;
        `tagged_times` sends these. EncodeError when it is not of the stated type.
        """
        kind = self.type
        value: Any
        if values or not isinstance(kind, StructureType) or kind.kind is None:
            if len(values) > 1 or members:
                raise EncodeError(f"{self.name}: one parameter value is expected")
            value = values[0] if values else None
        else:
            given: dict[str, Any] = {
                name: []
                for name, member in kind.fields
                if isinstance(member, ArrayType) and not member.minimum
            }
            try:
                value = kind.kind(**given | members)
            except TypeError:
                wanted = ", ".join(kind.field_names)
                raise EncodeError(
                    self.name, f"the members {wanted}", listed(members)
                ) from None
        if not tagged_times:
            value = _as_strings(kind, value)
        return SelectiveAccess(self.id, _encode(kind, self.name, value))

    def by_name(self) -> Callable[..., SelectiveAccess]:
        """`access` under the name of the selector, which says what it takes."""

        def by(
            *values: Any, tagged_times: bool = False, **members: Any
        ) -> SelectiveAccess:
            return self.access(*values, tagged_times=tagged_times, **members)

        by.__name__ = by.__qualname__ = f"by_{self.name}"
        by.__doc__ = self._usage()
        return by

    def _usage(self) -> str:
        kind = self.type
        lines = [f"{self.description or 'Selective access.'} Selector {self.id}."]
        if isinstance(kind, StructureType):
            lines += ["", "Takes the members of its parameter by name:"]
            lines += [f"    {name}: {member}" for name, member in kind.fields]
        elif kind is not NULL_DATA:
            lines += ["", f"Takes one value: {kind}"]
        if _takes_either(kind):
            lines += [
                "",
                "A time is sent as octet-string; by its type: tagged_times=True.",
            ]
        return "\n".join([*lines, "", (self.access.__doc__ or "").split("\n\n")[0]])

    def __repr__(self) -> str:
        returns = f" returns {self.returns}" if self.returns is not None else ""
        return f"<SelectorSpec {self.id} {self.name}: {self.type}{returns}>"


class AttributeSpec(_OfValue[_Value]):
    """One attribute: number, name, type and the other facts of the standard.

    `static` is None where it is not known; `unconfirmed` says why a fact is in doubt.
    `owner` is the class that has it. `by_<selector>(...)` builds the access of the selector
    of that name.
    """

    __slots__ = (
        "default",
        "description",
        "id",
        "name",
        "owner",
        "read_only",
        "secret",
        "selectors",
        "short_name",
        "static",
        "type",
        "unconfirmed",
        "unit",
    )

    def __init__(
        self,
        id: int,
        name: str,
        type: DataType,
        *,
        static: bool | None = None,
        short_name: int = 0,
        default: Any = None,
        unit: str | None = None,
        selectors: tuple[SelectorSpec, ...] = (),
        secret: bool = False,
        read_only: bool = False,
        unconfirmed: str | None = None,
        description: str = "",
    ) -> None:
        self.id: int = id
        self.name: str = name
        self.type: DataType = type
        self.static: bool | None = static
        self.short_name: int = short_name
        self.default: Any = default
        self.unit: str | None = unit
        self.selectors: tuple[SelectorSpec, ...] = selectors
        self.secret: bool = secret
        self.read_only: bool = read_only
        self.unconfirmed: str | None = unconfirmed
        self.description: str = description
        self.owner: _Owner | None = None

    def decode(self, data: bytes | bytearray | memoryview) -> _Value:
        """The typed value of all of `data`; DecodeError.

        `read` takes what real meters send otherwise, and tells it.
        """
        # The same as `_decode`, without a further call: this is where the time goes.
        value: _Value
        if type(data) is not bytes:
            data = as_octets(data, self.name)
        try:
            value, end = self.type.decode(data, 0)
        except DecodeError as error:
            self.refused(error, data)
            raise
        except RecursionError:
            raise stack_used_up(DecodeError) from None
        if end != len(data):
            raise self.refused(left_over(data, end), data)
        return value

    def refused(self, error: DecodeError, data: bytes) -> DecodeError:
        """The error with the name of this attribute, and which versions have such octets."""
        from ..tolerant.walk import fitting

        fits = [version for version, _ in fitting(self._elsewhere(), data)]
        if fits:
            error.add(f"; as in {' or '.join(fits)} of the class")
        return error.within(self.name)

    def read(
        self,
        data: bytes | bytearray | memoryview,
        *,
        quirks: Quirks | None = None,
    ) -> Reading[_Value]:
        """The value of all of `data` as meters send it, with every deviation.

        What deviates is taken where it is certain what is meant: `cosem_runtime.tolerant`.
        `quirks` are what is known of the meter: the value is what it means, also where the
        octets do not tell. Those of single objects need the object: its `read_attribute`.
        Raises DecodeError for octets that cannot be understood, and for those that could
        mean two things.
        """
        from ..tolerant.walk import read

        version = f"version {self.owner.VERSION}" if self.owner else ""
        reading: Reading[_Value] = read(
            self.type,
            data,
            self.name,
            secret=self.secret,
            version=version,
            others=self._elsewhere(),
        )
        return reading if quirks is None else quirks.read(None, self, reading)

    def read_selected(
        self, which: int | str, data: bytes | bytearray | memoryview
    ) -> Reading[Any]:
        """The answer to selective access by this selector, read as `read` does.

        UnknownNameError when there is no such selector.
        """
        returns = self.selector(which).returns
        return self.read(data) if returns is None else _read(returns, self.name, data)

    def _elsewhere(self) -> list[tuple[str, DataType]]:
        """The types of this attribute in other versions of the class, the newest first.

        Of this name, too: what has another is another attribute.
        """
        if self.owner is None:
            return []
        return [
            (f"version {version.VERSION}", spec.type)
            for version in self.owner.other_versions()
            for spec in version.ATTRIBUTES
            if (spec.id, spec.name) == (self.id, self.name)
            and spec.type is not self.type
        ]

    def decode_selected(
        self, which: int | str, data: bytes | bytearray | memoryview
    ) -> Any:
        """The typed answer to selective access by this selector; DecodeError.

        UnknownNameError when there is no such selector.
        """
        returns = self.selector(which).returns
        return (
            self.decode(data) if returns is None else _decode(returns, self.name, data)
        )

    def encode(self, value: _Value) -> bytes:
        """The octets of a value; EncodeError when it is not of the type."""
        return _encode(self.type, self.name, value, self.secret)

    def selector(self, which: int | str) -> SelectorSpec:
        """A selector by number or name; UnknownNameError."""
        return find_spec(self.selectors, which, f"attribute {self.name}", "selector")

    if not TYPE_CHECKING:  # a checker would take every misspelling for legal

        def __getattr__(self, name):
            # What copies and pickles ask, also of an object that has no facts yet.
            if name.startswith("__") or name in self.__slots__:
                raise AttributeError(f"AttributeSpec has no attribute {name!r}")
            if name.startswith("by_"):
                for selector in self.selectors:
                    if selector.name == name[3:]:
                        return selector.by_name()
            known = [f"by_{selector.name}" for selector in self.selectors]
            raise AttributeError(
                f"AttributeSpec {self.name!r} has no attribute {quote(name)}"
                f"{did_you_mean(name, [*known, *self.__slots__])}"
            )

    def __repr__(self) -> str:
        return f"<AttributeSpec {self.id} {self.name}: {self.type}>"


class MethodSpec(_OfValueAndResult[_Value, _Result]):
    """One method: number, name, parameter and result.

    A parameter of None means that it is not known: values then carry their types.
    `default` is the parameter to send unless told otherwise; None where there is none.
    `secret` says that the parameter is.
    """

    __slots__ = (
        "default",
        "description",
        "id",
        "mandatory",
        "name",
        "parameter",
        "returns",
        "secret",
        "short_name",
        "unconfirmed",
    )

    def __init__(
        self,
        id: int,
        name: str,
        parameter: DataType | None = None,
        returns: DataType | None = None,
        *,
        mandatory: bool = False,
        short_name: int | None = None,
        default: Any = None,
        secret: bool = False,
        unconfirmed: str | None = None,
        description: str = "",
    ) -> None:
        self.id: int = id
        self.name: str = name
        self.parameter: DataType | None = parameter
        self.returns: DataType | None = returns
        self.mandatory: bool = mandatory
        self.short_name: int | None = short_name
        self.default: Any = default
        self.secret: bool = secret
        self.unconfirmed: str | None = unconfirmed
        self.description: str = description

    def encode_parameter(self, value: _Value = UNREAD) -> bytes:
        """The octets of the parameter (the default unless given); EncodeError.

        Where the type of the parameter is not known, the value has to say its own.
        """
        if value is UNREAD:
            value = self.default
            if value is None and self.parameter is not NULL_DATA:
                raise self._nothing_given()
        return _encode(self.parameter or ANY, self.name, value, self.secret)

    def _nothing_given(self) -> EncodeError:
        if self.parameter is None:
            return EncodeError(
                f"the parameter of {self.name} is not known:"
                " give a value with its type, as in Unsigned(5)"
            )
        return EncodeError("", str(self.parameter), "no value").within(self.name)

    def decode_parameter(self, data: bytes | bytearray | memoryview) -> _Value:
        """The parameter of all of `data`, typed when its type is known; DecodeError."""
        value: _Value = _decode(self.parameter or ANY, self.name, data)
        return value

    def encode_result(self, value: _Result) -> bytes:
        """The octets of the result; EncodeError."""
        return _encode(self.returns or ANY, self.name, value)

    def decode_result(self, data: bytes | bytearray | memoryview) -> _Result:
        """The result of all of `data`, typed when its type is stated; DecodeError."""
        value: _Result = _decode(self.returns or ANY, self.name, data)
        return value

    def read_parameter(self, data: bytes | bytearray | memoryview) -> Reading[_Value]:
        """The parameter of all of `data`, read as `AttributeSpec.read` does."""
        return _read(self.parameter or ANY, self.name, data, self.secret)

    def read_result(self, data: bytes | bytearray | memoryview) -> Reading[_Result]:
        """The result of all of `data`, read as `AttributeSpec.read` does."""
        return _read(self.returns or ANY, self.name, data)

    def __repr__(self) -> str:
        return f"<MethodSpec {self.id} {self.name}({self.parameter or 'not known'})>"


def find_spec(specs: Sequence[_Spec], which: int | str, owner: str, what: str) -> _Spec:
    """The spec with this number or name."""
    for spec in specs:
        if which == spec.id or which == spec.name:
            return spec
    if isinstance(which, str):
        hint = did_you_mean(which, [spec.name for spec in specs])
    else:
        hint = f"; known: {', '.join(str(spec.id) for spec in specs) or 'none'}"
    raise UnknownNameError(f"{owner} has no {what} {quote(which)}{hint}")


def _takes_either(kind: DataType) -> bool:
    """Whether a time, or an octet-string for it, may be the value or a member of it."""
    if isinstance(kind, StructureType):
        return any(_takes_either(member) for _, member in kind.fields)
    return (
        isinstance(kind, ChoiceType)
        and _STRING in kind.tags
        and _DATE_TIME in kind.tags
    )


def _as_strings(kind: DataType, value: Any) -> Any:
    """The value, with octet-strings for times where either may stand."""
    if isinstance(kind, ChoiceType):
        either = isinstance(value, (DateTime, Date, Time)) and _STRING in kind.tags
        return bytes(value) if either else value
    if isinstance(kind, StructureType) and type(value) is kind.kind:
        given = {name: getattr(value, name) for name in kind.field_names}
        sent = {name: _as_strings(of, given[name]) for name, of in kind.fields}
        if any(sent[name] is not given[name] for name in sent):
            return kind.kind(**sent)
    return value


def _decode(kind: DataType, name: str, data: bytes | bytearray | memoryview) -> Any:
    """The value of all of `data`; the path of a DecodeError starts with the name."""
    if type(data) is not bytes:
        data = as_octets(data, name)
    try:
        value, end = kind.decode(data, 0)
    except DecodeError as error:
        error.within(name)
        raise
    except RecursionError:
        raise stack_used_up(DecodeError) from None
    if end != len(data):
        raise left_over(data, end).within(name)
    return value


def _read(
    kind: DataType,
    name: str,
    data: bytes | bytearray | memoryview,
    secret: bool = False,
) -> Reading[Any]:
    from ..tolerant.walk import read

    return read(kind, data, name, secret=secret)


def _encode(kind: DataType, name: str, value: Any, secret: bool = False) -> bytes:
    try:
        return kind.octets(value)
    except EncodeError as error:
        if secret:
            error.mask(value)
        error.within(name)
        raise
    except RecursionError:
        raise stack_used_up(EncodeError) from None
