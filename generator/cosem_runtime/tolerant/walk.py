"""Through the octets of a value by its type, taking what deviates from it.

Each step is first tried as the type's `decode` has it. Only where that refuses, or where
encoding its value gives other octets, does the walk look closer: so what `decode` takes
and encodes the same has no deviation, and every deviation is where `decode` refuses or
where it takes what it does not ask for.
"""

from __future__ import annotations

from struct import error as struct_error

from ..codec.compact import with_elements
from ..codec.reading import decode_at
from ..codec.simple import SIMPLE_READERS
from ..codec.writing import encode_into
from ..errors import (
    DecodeError,
    EncodeError,
    counted,
    path_of,
    stack_used_up,
    steps_to,
)
from ..limits import as_octets, limits_of, too_deep
from ..types import ArrayType, ChoiceType, CompactArrayType, StructureType
from ..types.choices import AnyStructureType, AnyType, SimpleType
from ..types.primitives import NumberType, RangedNumberType
from ..wire import ARRAY, COMPACT_ARRAY, STRUCTURE, found_at, read_length
from .conversion import converted
from .deviations import KINDS, SEVERITIES, Deviation, Reading, in_order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from ..types.base import DataType

    # The type that another version of the class has there, and which version.
    Other = tuple[str, DataType]

__all__ = ["MOST_TOLD", "Walk", "fitting", "has_bounds", "is_cut", "read"]

MOST_TOLD = 1000
"""Deviations that a reading lists; more are only counted, so that memory is bounded."""


def read(
    kind: DataType,
    data: bytes | bytearray | memoryview,
    name: str,
    *,
    secret: bool = False,
    version: str = "",
    others: Sequence[Other] = (),
) -> Reading:
    """The value of all of `data`, with its deviations; paths start with `name`.

    `version` says which version of a class has this type, `others` are the types that
    other versions have here. Raises DecodeError for octets that cannot be understood, and
    for those that can in more than one way.
    """
    try:
        octets = as_octets(data)
        try:
            return _read(kind, octets, name, secret, version, others)
        except RecursionError:
            raise stack_used_up(DecodeError) from None
    except DecodeError as error:
        if name:
            error.within(name)
        raise


def _read(
    kind: DataType,
    data: bytes,
    name: str,
    secret: bool,
    version: str,
    others: Sequence[Other],
) -> Reading:
    fits: list[tuple[str, Any]] = []
    try:
        value, end = kind.decode(data, 0)
        if end == len(data) and kind.octets(value) == data and not has_bounds(kind):
            return Reading(value, data, is_secret=secret)
    except EncodeError:
        pass
    except DecodeError:
        fits = fitting(others, data)
    walk = Walk(data, name, secret)
    told: list[Deviation] = []
    try:
        value = walk.whole(kind)
        told = walk.told()
    except DecodeError:
        if not fits:
            raise
        value = _NONE
    if fits:
        value, told = _of_version(kind, value, told, fits)
        found = f"a value of {' or '.join(each for each, _ in fits)}"
        told.insert(0, Deviation("D151", name, 0, f"a value of {version}", found))
    return Reading(value, data, told, is_secret=secret)


_NONE: Any = object()
"""No value: None is one."""


def fitting(others: Sequence[Other], data: bytes) -> list[tuple[str, Any]]:
    """The other versions that take all of the octets as they are, and their values."""
    fits = []
    for version, kind in others:
        try:
            value, end = kind.decode(data, 0)
        except DecodeError:
            continue
        if end == len(data):
            fits.append((version, value))
    return fits


def _of_version(
    kind: DataType, value: Any, told: list[Deviation], fits: list[tuple[str, Any]]
) -> tuple[Any, list[Deviation]]:
    """What a value means that fits other versions: as ours, if it says the same."""
    first, *rest = fits
    for version, other in rest:
        if not _same(first[1], other):
            raise DecodeError(
                "",
                0,
                kind.name,
                f"what fits {first[0]} and {version}, but means something else in each",
            )
    if value is not _NONE and _same(first[1], value):
        return value, told
    return first[1], []


def _same(other: Any, ours: Any) -> bool:
    """Whether two values say the same, as far as the first goes."""
    if isinstance(other, list):
        return (
            isinstance(ours, list)
            and len(other) == len(ours)
            and all(map(_same, other, ours))
        )
    names = getattr(getattr(other, "TYPE", None), "field_names", None)
    if names is not None:
        return all(
            hasattr(ours, name) and _same(getattr(other, name), getattr(ours, name))
            for name in names
        )
    if isinstance(other, bool) is not isinstance(ours, bool):
        return False  # True is no 1
    return bool(other == ours)


class Walk:
    """One way through octets, with what was told on it.

    Used by one thread, for one reading.
    """

    __slots__ = ("_arrays", "_data", "_more", "_secret", "_steps", "_told")

    def __init__(self, data: bytes, name: str = "", secret: bool = False) -> None:
        self._data = data
        self._steps: list[str | int] = [name] if name else []
        self._secret = secret
        self._arrays = 0
        """How many arrays are around the value at hand."""
        self._told: list[Deviation] = []
        self._more = 0

    def told(self) -> list[Deviation]:
        """What was told, in the order of the offsets."""
        return in_order(self._told, self._more, self._data)

    def whole(self, kind: DataType) -> Any:
        """The value of all octets; DecodeError without the name."""
        value, end = self.take(kind, 0)
        left = len(self._data) - end
        if left and isinstance(kind, ArrayType) and isinstance(value, list):
            more = self._further(kind.element, end)
            if more:
                wanted = counted(len(value), "element")
                self.tell("D004", 0, wanted, counted(len(value) + len(more), "element"))
                return value + more
        if left:
            self.tell(
                "D002", end, "the end of the data", f"{counted(left, 'octet')} more"
            )
        return value

    def tell(self, code: str, at: int, expected: str, found: str) -> None:
        """Note a deviation at the place that the walk has reached."""
        if len(self._told) < MOST_TOLD:
            path = path_of(self._steps)
            self._told.append(Deviation(code, path, at, expected, found))
        else:
            self._more += 1

    # ---- one value ----

    def take(self, kind: DataType, at: int) -> tuple[Any, int]:
        """The value at `at` and the offset after it; DecodeError if it is beyond help."""
        data = self._data
        try:
            value, end = kind.decode(data, at)
        except DecodeError as error:
            try:
                return self._deviating(kind, at, error)
            except DecodeError as beyond:
                # Without the calls that it was handed to: they hold it, as it holds them.
                raise beyond.with_traceback(None) from None
        try:
            exact = kind.octets(value) == data[at:end]
        except EncodeError:
            exact = False
        if not exact or has_bounds(kind):
            self._taken(kind, at, value, exact)
        return value, end

    def _within(self, step: str | int, kind: DataType, at: int) -> tuple[Any, int]:
        self._steps.append(step)
        try:
            return self.take(kind, at)
        except DecodeError as error:
            error.within(step)
            raise
        finally:
            self._steps.pop()

    def _taken(self, kind: DataType, at: int, value: Any, exact: bool) -> None:
        """Look closer at what `decode` takes, though it need not be as the type has it."""
        before = len(self._told) + self._more
        if isinstance(kind, ChoiceType):
            for each in kind.alternatives:
                if self._data[at] in each.tags and _decodes(each, self._data, at):
                    self.take(each, at)
                    break
        elif isinstance(kind, (StructureType, ArrayType)):
            count, start = read_length(self._data, at + 1)
            self._length(count, at, start)
            if isinstance(kind, StructureType):
                self._members(kind, start, count)
            else:
                self._elements(kind.element, start, count)
                if not kind.minimum <= count <= (kind.maximum or count):
                    self.tell("D202", at, kind.name, counted(count, "element"))
        elif isinstance(kind, (AnyType, AnyStructureType)):
            self._any(at, 0)
        elif isinstance(kind, NumberType):
            if not kind.minimum <= value <= kind.maximum:
                self.tell("D202", at, kind.name, self._shown(at, value))
        else:
            if self._data[at] in (0x04, 0x09, 0x0A, 0x0C):
                count, start = read_length(self._data, at + 1)
                self._length(count, at, start)
            for problem in kind.problems(value):
                found = "a value" if self._secret else problem.found
                self.tell("D202", at, problem.expected or kind.name, found)
        if not exact and len(self._told) + self._more == before:
            self.tell("D001", at, "the shortest length", "a longer one")

    def _shown(self, at: int, value: Any) -> str:
        """What stands at a place, with its value if that is a number and no secret."""
        shown = found_at(self._data, at)
        if isinstance(value, (int, float)) and not self._secret:
            shown = f"{shown} {value}"
        return shown

    def _length(self, count: int, at: int, start: int) -> None:
        """A length that takes more octets than it needs."""
        least = 1 if count < 0x80 else 1 + (count.bit_length() + 7) // 8
        if start - at - 1 > least:
            found = counted(start - at - 1, "octet")
            self.tell("D001", at, f"a length of {counted(least, 'octet')}", found)

    def _deviating(
        self, kind: DataType, at: int, error: DecodeError
    ) -> tuple[Any, int]:
        """A value that `decode` refuses; raises what it said when nothing helps."""
        data = self._data
        if at >= len(data):
            raise error
        if isinstance(kind, ChoiceType):
            return self._choice(kind, at, error)
        tag = data[at]
        if tag == 0x00 and 0x00 not in kind.tags:
            self.tell("D131", at, _wanted(kind, error), "null-data")
            return None, at + 1
        if isinstance(kind, StructureType):
            return self._structure(kind, at, error)
        if isinstance(kind, ArrayType):
            return self._array(kind, at, error)
        if isinstance(kind, (AnyType, AnyStructureType)):
            if kind.tags != (STRUCTURE,) or tag == STRUCTURE:
                return self._any(at, 0)
            raise error
        if isinstance(kind, (CompactArrayType, SimpleType)):
            raise error
        if tag == ARRAY:
            return self._only(kind, at, error)
        return self._leaf(kind, at, error)

    def _leaf(self, kind: DataType, at: int, error: DecodeError) -> tuple[Any, int]:
        try:
            found, end = decode_at(self._data, at)
        except DecodeError as broken:
            if is_cut(broken):
                raise
            raise error from None
        conversion = converted(kind, found)
        if conversion is None:
            raise error
        code, value = conversion
        self.tell(code, at, _wanted(kind, error), self._shown(at, found))
        if code in _FITTING:
            value = self._as_decoded(kind, value, at)
        octets = bytearray()
        encode_into(found, octets)
        if len(octets) != end - at:
            self.tell("D001", at, "the shortest length", "a longer one")
        return value, end

    def _as_decoded(self, kind: DataType, value: Any, at: int) -> Any:
        """A value as the type's `decode` gives it."""
        if value is None:
            return None
        octets = bytearray()
        try:
            kind.encode(value, octets)
        except EncodeError as problem:
            found = "a value" if self._secret else problem.found
            self.tell("D202", at, problem.expected or kind.name, found)
            return value
        return kind.decode(bytes(octets), 0)[0]

    def _only(self, kind: DataType, at: int, error: DecodeError) -> tuple[Any, int]:
        """An array of one where its element is due."""
        try:
            count, start = read_length(self._data, at + 1)
        except DecodeError:
            raise error from None
        if count != 1:
            raise error
        mark = self._mark()
        self.tell("D142", at, _wanted(kind, error), found_at(self._data, at))
        self._arrays += 1
        try:
            return self.take(kind, start)
        except DecodeError:
            self._back(mark)
            raise error from None
        finally:
            self._arrays -= 1

    # ---- values of several ----

    def _structure(
        self, kind: StructureType, at: int, error: DecodeError
    ) -> tuple[Any, int]:
        data = self._data
        if data[at : at + 2] == b"\x09\x00":
            self.tell("D132", at, kind.name, "octet-string of 0 octets")
            return None, at + 2
        if data[at] not in (STRUCTURE, ARRAY):
            raise error
        count, start = self._counted(at, error)
        wanted = f"structure of {counted(len(kind.fields), 'member')}"
        if data[at] == ARRAY:
            if count == 1 and data[start : start + 1] == b"\x02":
                return self._only(kind, at, error)
            if count != len(kind.fields):
                raise error
            self.tell("D145", at, wanted, found_at(data, at))
        self._length(count, at, start)
        values, end = self._members(kind, start, count)
        if not values:
            raise error
        if count != len(kind.fields):
            code = "D143" if count < len(kind.fields) else "D144"
            self.tell(code, at, wanted, found_at(data, at))
        for _ in range(count - len(kind.fields)):
            try:
                _, end = decode_at(data, end)
            except DecodeError as beyond:
                self._cut(beyond, at, count)
                end = len(data)
                break
        missing = len(kind.fields) - len(values)
        return kind.make(*values, *[None] * missing), end

    def _members(
        self, kind: StructureType, at: int, count: int
    ) -> tuple[list[Any], int]:
        values: list[Any] = []
        start = at
        for name, member in kind.fields[:count]:
            secret = self._secret
            self._secret = secret or name in kind.secret
            try:
                value, at = self._within(name, member, at)
            except DecodeError as error:
                if not values:
                    raise
                self._cut(error, start, count)
                return values, len(self._data)
            finally:
                self._secret = secret
            values.append(value)
        return values, at

    def _cut(self, error: DecodeError, at: int, count: int) -> None:
        """Tell that a structure ends early; raises the error when it is another one.

        What an array has of its last element is no element: it is left to the array.
        """
        if self._arrays or not is_cut(error):
            raise error
        whole = counted(count, "member")
        self.tell("D003", at, whole, f"the end of the data in {error.path or 'them'}")

    def _array(self, kind: ArrayType, at: int, error: DecodeError) -> tuple[Any, int]:
        data = self._data
        tag = data[at]
        if tag == ARRAY:
            count, start = self._counted(at, error)
            self._length(count, at, start)
            values, end = self._elements(kind.element, start, count)
            if len(values) < count:
                self.tell("D003", at, counted(count, "element"), f"{len(values)} whole")
            return values, end
        if tag == COMPACT_ARRAY:
            array, end = decode_at(data, at)
            values = with_elements(array, kind.element).values
            self.tell(
                "D146",
                at,
                kind.name,
                f"compact-array of {counted(len(array), 'element')}",
            )
            return values, end
        if data[at : at + 2] == b"\x09\x00" and 0x09 not in kind.element.tags:
            self.tell("D132", at, kind.name, "octet-string of 0 octets")
            return None, at + 2
        ways: list[Callable[[], tuple[Any, int]]] = [lambda: self._single(kind, at)]
        if tag == STRUCTURE:
            ways.append(lambda: self._listed(kind, at, error))
        return self._one_way(ways, kind, at, error)

    def _single(self, kind: ArrayType, at: int) -> tuple[Any, int]:
        self.tell("D141", at, kind.name, found_at(self._data, at))
        self._arrays += 1
        try:
            value, end = self._within(0, kind.element, at)
        finally:
            self._arrays -= 1
        return [value], end

    def _listed(self, kind: ArrayType, at: int, error: DecodeError) -> tuple[Any, int]:
        count, start = self._counted(at, error)
        self.tell("D145", at, kind.name, found_at(self._data, at))
        values, end = self._elements(kind.element, start, count)
        if len(values) < count:
            raise error
        return values, end

    def _elements(self, kind: DataType, at: int, count: int) -> tuple[list[Any], int]:
        """The elements that are whole, and where they end.

        A structure that nothing can be made of is None, so that it does not hide others.
        """
        values: list[Any] = []
        beyond: DecodeError | None = None
        understood = 0
        self._arrays += 1
        try:
            for index in range(count):
                mark = self._mark()
                try:
                    value, at = self._within(index, kind, at)
                    understood += 1
                except DecodeError as error:
                    self._back(mark)
                    if is_cut(error):
                        at = len(self._data)
                        break
                    value, at = None, self._beyond(index, kind, at, error)
                    beyond = error.with_traceback(None)
                values.append(value)
        finally:
            self._arrays -= 1
        if beyond is not None and not understood:
            try:
                raise beyond
            finally:
                del beyond  # which would hold this call
        return values, at

    def _beyond(self, index: int, kind: DataType, at: int, error: DecodeError) -> int:
        """Tell that nothing can be made of an element; the offset after it."""
        if not isinstance(kind, StructureType):
            raise error
        try:
            _, end = decode_at(self._data, at)
        except DecodeError:
            raise error from None
        inner = error.path.removeprefix(f"[{index}]").lstrip(".")
        steps: list[str | int] = [index, inner] if inner else [index]
        self._steps += steps
        self.tell("D147", error.offset, error.expected, error.found)
        del self._steps[-len(steps) :]
        return end

    def _further(self, kind: DataType, at: int) -> list[Any]:
        """Elements up to the end of the data; none when it is something else."""
        values = []
        while at < len(self._data):
            try:
                value, at = kind.decode(self._data, at)
            except DecodeError:
                return []
            values.append(value)
        return values

    def _any(self, at: int, depth: int) -> tuple[Any, int]:
        """A value of whatever type, its arrays and structures perhaps cut short."""
        data = self._data
        if data[at : at + 1] not in (b"\x01", b"\x02"):
            value, end = decode_at(data, at, depth)
            octets = bytearray()
            encode_into(value, octets)
            if len(octets) != end - at:
                self.tell("D001", at, "the shortest length", "a longer one")
            return value, end
        if depth >= limits_of(data).depth:
            raise too_deep(data, at)
        count, start = read_length(data, at + 1)
        self._length(count, at, start)
        values: list[Any] = []
        end = start
        for index in range(count):
            self._steps.append(index)
            mark = self._mark()
            try:
                value, end = self._any(end, depth + 1)
            except DecodeError as error:
                error.within(index)
                if not is_cut(error):
                    raise
                self._back(mark)
                end = len(data)
                break
            finally:
                self._steps.pop()
            values.append(value)
        is_array = data[at] == ARRAY
        if len(values) < count:
            what = "elements" if is_array else "members"
            self.tell("D003", at, f"{count} {what}", f"{len(values)} whole")
        return (values if is_array else tuple(values)), end

    def _counted(self, at: int, error: DecodeError) -> tuple[int, int]:
        try:
            return read_length(self._data, at + 1)
        except DecodeError:
            raise error from None

    # ---- one of several ways ----

    def _choice(self, kind: ChoiceType, at: int, error: DecodeError) -> tuple[Any, int]:
        if self._data[at] == ARRAY and not any(map(_is_several, kind.alternatives)):
            return self._only(kind, at, error)  # one of them all, not each in turn
        ways = [_taking(self, kind, each, at) for each in self._possible(kind, at)]
        return self._one_way(ways, kind, at, error)

    def _possible(self, kind: ChoiceType, at: int) -> Iterator[DataType]:
        """The alternatives to try: of single values, those with a conversion alone.

        Each of the others would be refused all the same, at far more cost.
        """
        tag = self._data[at]
        try:
            found = SIMPLE_READERS[tag](self._data, at + 1, 0)[0]
        except (DecodeError, IndexError, struct_error):
            yield from kind.alternatives
            return
        numbers = set()
        for each in kind.alternatives:
            if isinstance(each, _OF_SEVERAL) or tag == 0x00 or tag in each.tags:
                yield each
                continue
            conversion = converted(each, found)
            if conversion is None:
                continue
            if type(each) is NumberType and isinstance(conversion[1], int):
                # Of types that hold one number alike, the first is as good as all.
                number = conversion[0], int(conversion[1])
                if number in numbers:
                    continue
                numbers.add(number)
            yield each

    def _one_way(
        self,
        ways: Sequence[Callable[[], tuple[Any, int]]],
        kind: DataType,
        at: int,
        error: DecodeError,
    ) -> tuple[Any, int]:
        """The way with the least deviations; DecodeError when two mean different things."""
        before = self._told, self._more
        found: list[tuple[tuple[int, int], Any, int, list[Deviation], int]] = []
        for way in ways:
            # Each way has a list of its own: what others told must not fill it.
            self._told, self._more = [], 0
            try:
                value, end = way()
            except DecodeError:
                continue
            finally:
                told, more = self._told, self._more
                self._told, self._more = before
            grave = max((SEVERITIES.index(each.severity) for each in told), default=0)
            found.append(((grave, len(told) + more), value, end, told, more))
        if not found:
            raise error
        least = min(each[0] for each in found)
        best, *others = [each for each in found if each[0] == least]
        for other in others:
            if other[2] != best[2] or not (
                _same(best[1], other[1]) or _same(other[1], best[1])
            ):
                ways_shown = " or ".join(
                    f"{each[3][0].expected}" if each[3] else "it"
                    for each in (best, other)
                )
                shown = found_at(self._data, at)
                raise DecodeError(
                    "",
                    at,
                    _wanted(kind, error),
                    f"{shown}, which can be read as {ways_shown}",
                )
        room = MOST_TOLD - len(self._told)
        self._told += best[3][:room]
        self._more += len(best[3][room:]) + best[4]
        return best[1], best[2]

    def _mark(self) -> tuple[int, int]:
        return len(self._told), self._more

    def _back(self, mark: tuple[int, int]) -> None:
        del self._told[mark[0] :]
        self._more = mark[1]


def _taking(
    walk: Walk, choice: ChoiceType, kind: DataType, at: int
) -> Callable[[], tuple[Any, int]]:
    """One alternative, whose value then says which it is, as those of a CHOICE do."""

    def take() -> tuple[Any, int]:
        value, end = walk.take(kind, at)
        try:
            return choice.decode(kind.octets(value), 0)[0], end
        except (DecodeError, EncodeError):
            return value, end

    return take


_OF_SEVERAL = (ArrayType, ChoiceType, CompactArrayType, StructureType)


def _is_several(kind: DataType) -> bool:
    """Whether an array can be a value of the type, or its members can."""
    return isinstance(kind, (*_OF_SEVERAL, AnyType))


_FITTING = {code for code in KINDS if code not in ("D102", "D113", "D201", "D202")}
"""Codes whose value is one of the type."""


def has_bounds(kind: DataType) -> bool:
    """Whether values outside of what is stated decode and encode like others."""
    base = getattr(kind, "base", kind)
    if isinstance(base, RangedNumberType):
        return True
    return any(map(has_bounds, kind.inner()))


def _decodes(kind: DataType, data: bytes, at: int) -> bool:
    try:
        kind.decode(data, at)
    except DecodeError:
        return False
    return True


def is_cut(error: DecodeError) -> bool:
    """Whether it is about the end of the data, not about what is there."""
    return error.reason == "cut short" or error.found == "the end of the data"


def _wanted(kind: DataType, error: DecodeError) -> str:
    """What is due at a place: in the words of `decode`, unless it got further in."""
    return kind.name if steps_to(error) or not error.expected else error.expected
