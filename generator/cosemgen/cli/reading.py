"""From octets to what they hold: a frame is opened, a value is read, a table made."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ..records import record
from .contents import Content, Outcome, Value
from .octets.forms import DUMP

if TYPE_CHECKING:
    from cosem_runtime import CosemError
    from cosem_runtime.catalogue import Catalogue
    from cosem_runtime.profile import ProfileReader
    from cosem_runtime.telegram import AttributeReference, Telegram
    from cosem_runtime.tolerant import Deviation
    from cosem_runtime.types.base import DataType

    from .members import Asked
    from .octets.forms import Reading


@record(frozen=True, slots=True)
class Found:
    """What a piece of the input holds, and what carried it."""

    contents: list[Content]
    carrier: Telegram | None = None
    line: int = 0
    said: str = ""
    """Something about it that its reader should know, in words."""

    @property
    def deviations(self) -> list[Deviation]:
        return [each for content in self.contents for each in content.deviations]

    @property
    def remarks(self) -> tuple[str, ...]:
        return () if self.carrier is None else self.carrier.remarks

    @property
    def conforms(self) -> bool:
        return not self.deviations and not self.remarks


@record(frozen=True, slots=True)
class Mistake:
    """What is wrong with a piece of the input, and the octets that its offset counts."""

    error: CosemError
    octets: bytes
    line: int = 0
    layers: str = ""
    """What had been opened by then, a line for each layer."""
    kind: DataType | None = None
    label: str = ""
    secret: bool = False

    @property
    def is_between(self) -> bool:
        """Whether it only tells of octets in a flow that belong to no frame."""
        return " of no frame" in getattr(self.error, "reason", "")

    @property
    def is_other_traffic(self) -> bool:
        """Whether it is a whole frame or APDU, which only brings no values."""
        expected = getattr(self.error, "expected", "")
        offset = getattr(self.error, "offset", 0)
        if expected == "a frame with an APDU":
            return True
        from cosem_runtime.telegram.apdus import NAMES

        return (
            expected.startswith("an APDU that brings")
            and self.octets[offset : offset + 1] != b""
            and self.octets[offset] in NAMES
        )


@record(frozen=True, slots=True)
class Keys:
    """What ciphered telegrams are opened with."""

    key: bytes | None = None
    authentication_key: bytes | None = None
    system_title: bytes | None = None
    unchecked: bool = False

    def options(self) -> dict[str, Any]:
        """As `telegram.open` and `TelegramReader` take them."""
        return {
            "key": self.key,
            "authentication_key": self.authentication_key,
            "system_title": self.system_title,
            "unchecked": self.unchecked,
        }

    def check(self) -> None:
        """Raises EncodeError for keys of a wrong size."""
        from cosem_runtime.telegram import TelegramReader

        TelegramReader(**self.options())


class Reader:
    """Reads pieces of input as somebody has asked for them."""

    def __init__(
        self,
        catalogue: Catalogue | None,
        keys: Keys,
        asked: Asked | None = None,
        profile: ProfileReader | None = None,
        layouts: Sequence[str] = (),
    ) -> None:
        """Raises UnknownNameError for a layout that no package has."""
        self._catalogue: Final = catalogue
        self._keys: Final = keys
        self._asked: Final = asked
        self._profile: Final = profile
        # Without any, of all that there are the one that fits.
        self._layouts: Final = list(layouts) or None
        if catalogue is not None and layouts:
            catalogue.push_reader(layouts=self._layouts)

    def read(self, reading: Reading) -> list[Found | Mistake]:
        """What an input holds that is taken in one of its ways."""
        # What was asked, by the number of its invocation, says what an answer is.
        requests: dict[int, AttributeReference] = {}
        if reading.stream:
            return list(self._stream(reading, requests))
        return [self._piece(*piece, requests) for piece in reading.pieces]

    def _piece(
        self, octets: bytes, line: int, requests: dict[int, AttributeReference]
    ) -> Found | Mistake:
        if self._asked is None and self._profile is None:
            return self._telegram(octets, line, requests)
        return self._body(octets, line)

    def _stream(
        self, reading: Reading, requests: dict[int, AttributeReference]
    ) -> Iterator[Found | Mistake]:
        """Telegrams of a flow of octets, and what is between them."""
        from cosem_runtime.telegram import Telegram, TelegramReader

        octets = reading.octets
        carriers = ["hdlc", "m-bus"]
        # It has no checksum: it is looked for where it has to be, or in a captured packet.
        if octets.startswith(b"\x00\x01") or reading.form == DUMP:
            carriers.append("wrapper")
        reader = TelegramReader(**self._keys.options(), carriers=carriers)
        for each in (*reader.feed(octets), *reader.finish()):
            if isinstance(each, Telegram):
                yield self._opened(each, 0, requests)
            else:
                mistake = Mistake(each, octets, layers=_layers(each))
                _note_request(mistake, requests)
                yield mistake

    # ------------------------------------------------------------ telegrams

    def _open(self, octets: bytes) -> Telegram:
        from cosem_runtime import telegram

        return telegram.open(octets, **self._keys.options())

    def _telegram(
        self, octets: bytes, line: int, requests: dict[int, AttributeReference]
    ) -> Found | Mistake:
        from cosem_runtime import CosemError

        try:
            found = self._open(octets)
        except CosemError as error:
            mistake = Mistake(error, octets, line, _layers(error), **_value_in(octets))
            _note_request(mistake, requests)
            return mistake
        return self._opened(found, line, requests)

    def _opened(
        self, found: Telegram, line: int, requests: dict[int, AttributeReference]
    ) -> Found | Mistake:
        if self._asked is not None or self._profile is not None:
            return self._carried(found, line)
        carrier = None if found.kind == "data" else found
        requested = None
        if found.kind.startswith("get-response") and len(found.results) == 1:
            requested = requests.pop(found.invoke_id or 0, None)
        whole = None if requested else self._whole(found)
        if isinstance(whole, Mistake):
            return _within(whole, found, line)
        if whole is not None:
            return Found([whole], carrier, line, self._advice(found, whole))
        contents: list[Content] = []
        for number, result in enumerate(found.results, 1):
            label = f"Data {number}" if len(found.results) > 1 else "Data"
            if result.body is None:
                contents.append(Outcome(label, result.name))
                continue
            made = self._any(label, result.body, result.attribute or requested)
            if isinstance(made, Mistake):
                return _within(made, found, line)
            contents.append(made)
        return Found(contents, carrier, line, self._advice(found))

    def _advice(self, found: Telegram, whole: Content | None = None) -> str:
        """Which package says more of a list that was pushed."""
        from .lists import advice
        from .pushes import Items

        if self._catalogue is None or found.kind != "data-notification":
            return ""
        if whole is not None and not (isinstance(whole, Items) and whole.lacks_scalers):
            return ""
        body = found.results[0].body if found.results else None
        known = self._catalogue.packages()
        return advice(body or b"", known, are_named=whole is not None)

    def _whole(self, found: Telegram) -> Content | Mistake | None:
        """The object list or push that a telegram brings; None for anything else."""
        from cosem_runtime import CosemError, axdr
        from cosem_runtime.push import PushError

        from .object_lists import object_list
        from .pushes import Items

        if self._catalogue is None or any(r.body is None for r in found.results):
            return None
        if len(found.results) == 1:
            with contextlib.suppress(CosemError):
                reading = axdr.read(found.body)
                listed = object_list(self._catalogue, reading, found.body)
                if listed is not None:
                    return listed
        try:
            return Items(self._catalogue.read_push(found, layouts=self._layouts))
        except PushError as error:
            # Layouts that contradict each other are a mistake; to be no push is none.
            return Mistake(error, found.body) if error.readings else None

    def _any(self, label: str, octets: bytes, attribute: Any) -> Content | Mistake:
        """A value of which at most the telegram says what it is."""
        from cosem_runtime import CosemError, axdr
        from cosem_runtime.types import ANY

        from .members import of_reference

        named = of_reference(self._catalogue, attribute)
        if named is not None:
            try:
                return self._typed(named, octets)
            except CosemError:
                pass  # then as it came
        try:
            reading = axdr.read(octets)
        except CosemError as error:
            return Mistake(error, octets, kind=ANY, label=label)
        return Value(label, reading.value, ANY, octets, deviations=reading.deviations)

    # ------------------------------------------------------------ values that are asked for

    def _body(self, octets: bytes, line: int) -> Found | Mistake:
        """The value that octets are, or that a telegram brings.

        What conforms alone is meant alone; else a frame or an APDU is opened, if it is one.
        """
        from cosem_runtime import CosemError

        direct = self._wanted(octets)
        if isinstance(direct, Mistake):
            alone: Found | Mistake = replace(direct, line=line)
        else:
            alone = Found([direct], line=line)
            if alone.conforms:
                return alone
        try:
            found = self._open(octets)
        except CosemError as error:
            if _is_frame(octets) or (isinstance(alone, Mistake) and _ciphered(error)):
                return Mistake(error, octets, line, _layers(error))
            return alone
        if found.kind == "data":
            return alone
        carried = self._carried(found, line)
        if isinstance(alone, Mistake):
            return carried
        fewer = isinstance(carried, Found) and (
            len(carried.deviations) <= len(alone.deviations)
        )
        return carried if fewer else alone

    def _carried(self, found: Telegram, line: int) -> Found | Mistake:
        from cosem_runtime import CosemError

        try:
            body = found.body
        except CosemError as error:
            return Mistake(error, b"", line, str(found))
        wanted = self._wanted(body)
        if isinstance(wanted, Mistake):
            return _within(wanted, found, line)
        said = f"these octets are a telegram ({found.kind}): the value in it is read"
        return Found([wanted], found, line, said)

    def _wanted(self, octets: bytes) -> Content | Mistake:
        from cosem_runtime import CosemError

        if self._profile is not None:
            from .profiles import Rows

            try:
                reading = self._profile.read(octets, tolerant=True)
                return Rows(reading.value, octets, reading.deviations)
            except CosemError as error:
                return Mistake(error, octets, label="buffer")
        assert self._asked is not None
        try:
            return self._typed(self._asked, octets)
        except CosemError as error:
            asked = self._asked
            return Mistake(
                error,
                octets,
                kind=asked.kind,
                label=asked.label,
                secret=asked.may_be_secret,
            )

    def _typed(self, asked: Asked, octets: bytes) -> Content:
        reading = asked.read(octets)
        value = Value(
            asked.label,
            reading.value,
            asked.kind,
            octets,
            asked.title,
            asked.unit,
            asked.secret,
            reading.deviations,
        )
        if not asked.is_object_list or self._catalogue is None:
            return value
        return asked.as_object_list(self._catalogue, value) or value


def _layers(error: CosemError) -> str:
    return "\n".join(map(str, getattr(error, "layers", ())))


def _is_frame(octets: bytes) -> bool:
    from cosem_runtime.telegram.frames import carrier_of

    return carrier_of(octets) is not None


def _ciphered(error: CosemError) -> bool:
    from cosem_runtime.telegram import CipherError

    return isinstance(error, CipherError)


def _value_in(octets: bytes) -> dict[str, Any]:
    """How to name what could be read, where octets are a value alone."""
    from cosem_runtime.types import ANY
    from cosem_runtime.wire import ARRAY, STRUCTURE

    if octets[:1] and octets[0] in (ARRAY, STRUCTURE):
        return {"kind": ANY, "label": "Data"}
    return {}


def _within(mistake: Mistake, carrier: Telegram, line: int) -> Mistake:
    layers = "" if carrier.kind == "data" else str(carrier)
    return replace(mistake, line=line, layers=layers)


_GET_REQUEST: Final = b"\xc0\x01"
_REQUEST_SIZE: Final = 12
"""Tag, form, invocation, class, logical name, attribute."""


def _note_request(mistake: Mistake, requests: dict[int, AttributeReference]) -> None:
    """Remember what a get-request asks for, to name the answer to it."""
    from cosem_runtime import Obis
    from cosem_runtime.telegram import AttributeReference

    offset = getattr(mistake.error, "offset", 0)
    apdu = mistake.octets[offset : offset + _REQUEST_SIZE]
    if len(apdu) == _REQUEST_SIZE and apdu.startswith(_GET_REQUEST):
        index = int.from_bytes(apdu[11:], "big", signed=True)
        requests[apdu[2] & 0x0F] = AttributeReference(
            int.from_bytes(apdu[3:5], "big"), Obis(apdu[5:11]), index
        )


# ---------------------------------------------------------------- which reading it is


@record(frozen=True, slots=True)
class Read:
    """An input, read in one of the ways that it can be."""

    reading: Reading
    found: Sequence[Found | Mistake]

    def called(self, form: str) -> Read:
        """The same, with another name for its form."""
        return Read(self.reading._replace(form=form), self.found)

    @property
    def rank(self) -> tuple[int, int]:
        """The lower, the better it fits."""
        good = [each for each in self.found if isinstance(each, Found)]
        bad = [
            each
            for each in self.found
            if isinstance(each, Mistake) and not each.is_other_traffic
        ]
        if not good:
            return 3, 0
        if bad:
            return 2, -len(good)
        return (0, 0) if all(each.conforms for each in good) else (1, 0)


def read_best(
    readings: Sequence[Reading], read: Callable[[Reading], Sequence[Found | Mistake]]
) -> tuple[Read, list[Read]]:
    """The way of reading that fits best, and others that fit as well, of other octets."""
    tried: list[Read] = []
    settled: set[bytes] = set()
    for reading in readings:
        octets = reading.octets
        if octets not in settled:  # else the same could only be taken apart otherwise
            tried.append(Read(reading, read(reading)))
            if tried[-1].rank[0] == 0:
                settled.add(octets)
    plain = [each for each in tried if not each.reading.form]
    allowed = [each for each in tried if _is_sure(each)] or plain or tried
    # Octets are a part of the text only where they cannot be all of it.
    whole = [each for each in allowed if not each.reading.of_parts]
    if any(each.rank[0] < 2 for each in whole):
        allowed = whole
    best = min(allowed, key=lambda each: each.rank)
    rivals = [
        each
        for each in allowed
        if each.rank == best.rank
        and best.rank[0] < 2
        and each.reading.octets != best.reading.octets
    ]
    return best, rivals


def _is_sure(read: Read) -> bool:
    """Whether octets fit that somebody may not have meant as such.

    In hexadecimal they are meant; in any other form a value has to be whole and alone.
    """
    if not read.reading.form:
        return True
    deviations = (
        each
        for found in read.found
        if isinstance(found, Found)
        for each in found.deviations
    )
    return read.rank[0] < 3 and not any(each.severity == "error" for each in deviations)
