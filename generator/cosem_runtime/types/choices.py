"""CHOICEs, and values of any type."""

from __future__ import annotations

from struct import Struct
from struct import error as struct_error

from ..codec.layout import Given
from ..codec.reading import decode_at
from ..codec.shapes import shape_at
from ..codec.simple import SIMPLE_READERS
from ..codec.writing import encode_alike, encode_into
from ..errors import DecodeError, EncodeError, show
from ..values import NumberText, TaggedInt
from ..wire import (
    ARRAY,
    COMPACT_ARRAY,
    NUMBERS,
    STRUCTURE,
    TAG_NAMES,
    truncated,
)
from .base import Constant, DataType, refuse, wrong_type
from .meanings import FixedMeaning, FreeMeaning
from .primitives import Float32Type, Float64Type, MomentType, NumberType
from .strings import StringType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..codec.compact import CompactArray
    from ..codec.layout import Layout, Part
    from ..codec.type_description import TypeDescription

    Decoder = Callable[[bytes, int], tuple[Any, int]]

__all__ = [
    "ANY",
    "ANY_STRUCTURE",
    "SIMPLE",
    "ChoiceType",
    "CompactArrayType",
]

_COMPOUND = (ARRAY, STRUCTURE, COMPACT_ARRAY)


class AnyType(Constant):
    """Any Data; values keep their tags."""

    __slots__ = ()

    def decode(self, data: bytes, at: int) -> tuple[Any, int]:
        return decode_at(data, at)

    def encode(self, value: Any, out: bytearray) -> None:
        encode_into(value, out)

    def encode_alike(self, items: list[Any], out: bytearray) -> int:
        return encode_alike(items, out)

    def is_generic(self, description: TypeDescription) -> bool:
        return description.is_flat

    def shape_at(self, data: bytes, at: int) -> Layout | None:
        return shape_at(data, at)

    def __reduce__(self) -> str:
        return "ANY"


class SimpleType(Constant):
    """Any Data but array, structure and compact-array; values keep their tags."""

    __slots__ = ()

    def decode(self, data: bytes, at: int) -> tuple[Any, int]:
        try:
            return SIMPLE_READERS[data[at]](data, at + 1, 0)
        except (IndexError, struct_error):
            raise truncated(data, at) from None

    def encode(self, value: Any, out: bytearray) -> None:
        start = len(out)
        encode_into(value, out)
        if out[start] in _COMPOUND:
            del out[start:]
            raise refuse(value, "a value of a simple type")

    def __reduce__(self) -> str:
        return "SIMPLE"


class AnyStructureType(Constant):
    """A structure of any members; values are tuples."""

    __slots__ = ()

    def decode(self, data: bytes, at: int) -> tuple[Any, int]:
        if data[at : at + 1] != b"\x02":
            raise wrong_type(data, at, self.name)
        return decode_at(data, at)

    def encode(self, value: Any, out: bytearray) -> None:
        start = len(out)
        encode_into(value, out)
        if out[start] != STRUCTURE:
            del out[start:]
            raise refuse(value, "a tuple or a Structure")

    def encode_alike(self, items: list[Any], out: bytearray) -> int:
        return encode_alike(items, out)

    def is_generic(self, description: TypeDescription) -> bool:
        return description.tag == STRUCTURE and description.is_flat

    def shape_at(self, data: bytes, at: int) -> Layout | None:
        return shape_at(data, at) if data[at : at + 1] == b"\x02" else None

    def identified_by(self) -> tuple[type, ...]:
        return (tuple,)

    def __reduce__(self) -> str:
        return "ANY_STRUCTURE"


ANY = AnyType("Data", tuple(TAG_NAMES))
SIMPLE = SimpleType(
    "CHOICE of simple types", tuple([tag for tag in TAG_NAMES if tag not in _COMPOUND])
)
ANY_STRUCTURE = AnyStructureType("structure", (STRUCTURE,))


def _tagged_number(kind: type[TaggedInt]) -> Decoder:
    """What `decode_at` does for one tag, without finding the tag again."""
    layout = Struct(">x" + NUMBERS[kind.TAG])
    unpack_from = layout.unpack_from
    size = layout.size
    new = int.__new__

    def decode(data: bytes, at: int) -> tuple[Any, int]:
        try:
            return new(kind, unpack_from(data, at)[0]), at + size
        except struct_error:
            raise truncated(data, at) from None

    return decode


class CompactArrayType(DataType):
    """A compact-array, whose elements are perhaps of a stated type."""

    __slots__ = ("element",)

    def __init__(self, element: DataType | None = None) -> None:
        of = f" of {element.name}" if element else ""
        super().__init__(f"compact-array{of}", (COMPACT_ARRAY,))
        self.element: DataType | None = element

    def decode(self, data: bytes, at: int) -> tuple[CompactArray, int]:
        if data[at : at + 1] != b"\x13":
            raise wrong_type(data, at, self.name)
        array, end = decode_at(data, at)
        if self.element is None:
            return array, end
        from ..codec.compact import with_elements

        return with_elements(array, self.element), end

    def encode(self, value: CompactArray, out: bytearray) -> None:
        from ..codec.compact import CompactArray

        if not isinstance(value, CompactArray):
            raise refuse(value, f"a CompactArray ({self.name})")
        encode_into(value, out)

    def identified_by(self) -> tuple[type, ...]:
        from ..codec.compact import CompactArray

        return (CompactArray,)

    def inner(self) -> tuple[DataType, ...]:
        return () if self.element is None else (self.element,)

    def _made_of(self) -> tuple[Any, ...]:
        return (self.element,)


class ChoiceType(DataType):
    """One of several types, told apart by the tag.

    Of two alternatives with the same tag, the first that can be decoded counts. A
    number or text comes as a class that names its alternative (`Unsigned`, ...), so
    that it is encoded the same way again. A plain one may be encoded when exactly one
    alternative can take it.
    """

    __slots__ = ("_alone", "_by_kind", "_by_tag", "alternatives")

    def __init__(self, name: str, alternatives: tuple[DataType, ...]) -> None:
        tags = tuple(dict.fromkeys(tag for kind in alternatives for tag in kind.tags))
        inner = ", ".join(kind.name for kind in alternatives)
        super().__init__(name or f"CHOICE {{ {inner} }}", tags)
        self.alternatives: tuple[DataType, ...] = alternatives
        self._by_tag: dict[int, Decoder] | None = None
        self._by_kind: dict[type, DataType] | None = None
        self._alone: dict[type, DataType] | None = None

    def _moments(self) -> set[type]:
        # A DateTime means the tag date-time where that and an octet-string may stand.
        return {m.kind for m in self.alternatives if isinstance(m, MomentType)}

    def _decoders(self) -> dict[int, Decoder]:
        moments = self._moments()
        decoders: dict[int, list[Decoder]] = {}
        for kind in self.alternatives:
            if isinstance(kind, FixedMeaning) and kind.kind in moments:
                decode = _tagged(kind)
            elif isinstance(kind, NumberType):
                decode = _tagged_number(kind.kind)
            elif isinstance(kind, (Float32Type, Float64Type)):
                decode = decode_at
            elif isinstance(kind, StringType) and not isinstance(kind, FreeMeaning):
                exact = kind.minimum == kind.maximum
                decode = _tagged(kind) if exact else decode_at
            else:
                decode = kind.decode
            for tag in kind.tags:
                decoders.setdefault(tag, []).append(decode)
        by_tag = {
            tag: found[0] if len(found) == 1 else _first_of(found)
            for tag, found in decoders.items()
        }
        self._by_tag = by_tag
        return by_tag

    def _kinds(self) -> dict[type, DataType]:
        moments = self._moments()
        by_kind: dict[type, DataType] = {}
        for kind in self.alternatives:
            for python in kind.identified_by():
                if python not in moments or isinstance(kind, MomentType):
                    by_kind.setdefault(python, kind)
        self._by_kind = by_kind
        return by_kind

    def alone(self, python: type) -> DataType | None:
        """The alternative that a Python type names, if no other has its tags."""
        alone = self._alone
        if alone is None:
            alone = {
                each: kind
                for each, kind in (self._by_kind or self._kinds()).items()
                if not any(
                    set(kind.tags) & set(other.tags)
                    for other in self.alternatives
                    if other is not kind
                )
            }
            self._alone = alone
        return alone.get(python)

    def prepare(self) -> None:
        self._decoders()
        self.alone(object)

    def inner(self) -> tuple[DataType, ...]:
        return self.alternatives

    def decode(self, data: bytes, at: int) -> tuple[Any, int]:
        by_tag = self._by_tag or self._decoders()
        try:
            decode = by_tag[data[at]]
        except (IndexError, KeyError):
            raise wrong_type(data, at, self._expected()) from None
        return decode(data, at)

    def encode(self, value: Any, out: bytearray) -> None:
        by_kind = self._by_kind
        if by_kind is None:
            by_kind = self._kinds()
        start = len(out)
        kind = by_kind.get(type(value))
        if kind is not None:
            try:
                kind.encode(value, out)
                return
            except EncodeError:
                del out[start:]
                if sum(kind.tags == other.tags for other in self.alternatives) == 1:
                    raise
        self._encode_by_trial(value, out)

    def octets(self, value: Any) -> bytes:
        kind = (self._by_kind or self._kinds()).get(type(value))
        if kind is not None:
            try:
                return kind.octets(value)
            except EncodeError:
                pass  # `encode` decides, and explains
        return super().octets(value)

    def _encode_by_trial(self, value: Any, out: bytearray) -> None:
        """Encode a value whose Python type alone does not say the alternative."""
        if isinstance(value, NumberText):
            self.encode(value.sent, out)
            return
        taken: list[tuple[DataType, bytearray]] = []
        if not isinstance(value, TaggedInt):
            for kind in self.alternatives:
                trial = bytearray()
                try:
                    kind.encode(value, trial)
                except EncodeError:
                    continue
                if not any(trial == other for _, other in taken):
                    taken.append((kind, trial))
        if not taken:
            raise refuse(value, self._expected())
        if len(taken) > 1 and isinstance(value, (int, float, str)):
            names = " or ".join(_wrapper(kind) for kind, _ in taken)
            raise EncodeError(
                "more than one alternative takes this value",
                f"a {names}",
                show(value),
            )
        out += taken[0][1]

    def part(self) -> Part | None:
        # Null-data is by far the most frequent where it is allowed; if it is not
        # null-data after all, the general decoder comes into play.
        if any(0x00 in kind.tags for kind in self.alternatives):
            return Given(b"\x00", None)
        return None

    def identified_by(self) -> tuple[type, ...]:
        return tuple(
            python for kind in self.alternatives for python in kind.identified_by()
        )

    def _expected(self) -> str:
        return " or ".join(kind.name for kind in self.alternatives)

    def _made_of(self) -> tuple[Any, ...]:
        return self.name, self.alternatives


def _tagged(kind: DataType) -> Decoder:
    """Decode as `kind` does, but to the value of the generic decoder."""

    def decode(data: bytes, at: int) -> tuple[Any, int]:
        kind.decode(data, at)  # refuses what is not of this kind
        return decode_at(data, at)

    return decode


def _first_of(decoders: list[Decoder]) -> Decoder:
    """The first decoder that succeeds; else the error that came furthest."""

    def decode(data: bytes, at: int) -> tuple[Any, int]:
        furthest: DecodeError | None = None
        for attempt in decoders:
            try:
                return attempt(data, at)
            except DecodeError as error:
                if furthest is None or error.offset > furthest.offset:
                    furthest = error
        assert furthest is not None
        raise furthest

    return decode


def _wrapper(kind: DataType) -> str:
    """What a user writes to name this alternative."""
    kinds = kind.identified_by()
    return kinds[0].__name__ if kinds else kind.name
