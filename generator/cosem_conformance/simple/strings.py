"""Facts of octets, dates, times and texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .. import wire
from ..facts import Wrong, expect, load
from ..wrong import NO_OCTETS, WRONG_TAG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy


_MEANINGS: Final[Mapping[str, tuple[str, int | None]]] = {
    "logical-name": ("cosem:Obis", 6),
    "date-time": ("cosem:DateTime", 12),
    "date": ("cosem:Date", 5),
    "time": ("cosem:Time", 4),
    "ipv4-address": ("cosem_runtime:Ipv4Address", None),
    "ipv6-address": ("cosem_runtime:Ipv6Address", None),
    "mac-address": ("cosem_runtime:MacAddress", None),
    "object-identifier": ("cosem_runtime:ObjectIdentifier", None),
    "text": ("cosem_runtime:Text", None),
    "system-title": ("builtins:bytes", 8),
}
"""Python class of each meaning, and its length where another one must be refused."""


TAGGED: Final = {wire.DATE_TIME: "DateTime", wire.DATE: "Date", wire.TIME: "Time"}
"""Class of the dates and times that have a tag of their own."""


@dataclass(frozen=True)
class Octets:
    """octet-string, or a date-time, date or time with a tag of its own."""

    minimum: int = 0
    maximum: int | None = None
    meaning: str | None = None
    or_empty: bool = False
    tag: int = wire.OCTET_STRING

    def _fixed(self) -> int | None:
        # A system title that may be empty is plain octets to the runtime: any length is kept.
        if self.meaning is None or (self.meaning == "system-title" and self.or_empty):
            return None
        return _MEANINGS[self.meaning][1]

    def _sizes(self) -> tuple[int, int]:
        fixed = self._fixed()
        if fixed is not None:
            return fixed, fixed
        return self.minimum, self.maximum if self.maximum is not None else 300

    def encode(self, plain: bytes) -> bytes:
        if self.tag == wire.OCTET_STRING:
            return wire.string(self.tag, plain)
        return bytes((self.tag,)) + plain

    def make(self, plain: bytes) -> Any:
        if self.tag in TAGGED:
            return load(f"cosem_runtime:{TAGGED[self.tag]}").from_bytes(plain)
        if self.meaning is None or not plain:
            return plain
        kind = load(_MEANINGS[self.meaning][0])
        return kind.from_bytes(plain) if hasattr(kind, "from_bytes") else kind(plain)

    def plain(self, value: Any) -> bytes:
        kind = bytes
        if self.tag in TAGGED:
            kind = load(f"cosem_runtime:{TAGGED[self.tag]}")
        elif self.meaning and value:
            kind = load(_MEANINGS[self.meaning][0])
        expect(isinstance(value, kind), f"{kind.__name__} expected, {value!r} found")
        return bytes(value)

    def samples(self) -> list[Any]:
        least, greatest = self._sizes()
        sizes = {
            least,
            greatest,
            min(greatest, max(least, 127)),
            *(() if greatest < 128 else (128,)),
        }
        found = [bytes(i * 37 & 0xFF for i in range(size)) for size in sorted(sizes)]
        found += [bytes(least), b"\xff" * least]
        return [*found, b""] if self.or_empty and least else found

    def strategy(self) -> SearchStrategy[Any]:
        from hypothesis import strategies as st

        least, greatest = self._sizes()
        return st.binary(min_size=least, max_size=min(greatest, least + 40))

    def wrong(self) -> list[Wrong]:
        least, _ = self._sizes()
        found = [WRONG_TAG, NO_OCTETS]
        if self.tag != wire.OCTET_STRING:
            return [*found, Wrong(self.encode(bytes(least))[:-1], "")]
        found += [
            Wrong(b"\x09\x05ab", ""),
            Wrong(b"\x09\x85\x01", ""),
            Wrong(b"\x0a\x00", ""),
        ]
        if self._fixed() is not None:
            found += [
                Wrong(self.encode(bytes(least + 1)), ""),
                Wrong(self.encode(bytes(least - 1)), ""),
            ]
        return found

    def outside(self) -> list[Any]:
        if self.meaning is not None or self.tag != wire.OCTET_STRING:
            return []
        found = [] if self.maximum is None else [bytes(self.maximum + 1)]
        return [*found, bytes(self.minimum - 1)] if self.minimum > 1 else found


@dataclass(frozen=True)
class Text:
    """visible-string or utf8-string."""

    type: str
    minimum: int = 0
    maximum: int | None = None

    def encode(self, plain: str) -> bytes:
        tag = wire.VISIBLE_STRING if self.type == "visible-string" else wire.UTF8_STRING
        return wire.string(tag, plain.encode("utf-8"))

    def make(self, plain: str) -> str:
        return plain

    def plain(self, value: Any) -> str:
        expect(isinstance(value, str), f"a str expected, {value!r} found")
        return str(value)

    def samples(self) -> list[Any]:
        greatest = 40 if self.maximum is None else self.maximum
        found = ["", "A", "Z" * greatest, "serial\0\0"]
        if self.type == "utf8-string":
            found.append("\u00e9\u20ac")
        return [text for text in found if self.minimum <= len(text) <= greatest]

    def strategy(self) -> SearchStrategy[Any]:
        from hypothesis import strategies as st

        letters = (
            st.characters(max_codepoint=0x7F)
            if self.type == "visible-string"
            else st.characters(exclude_categories=["Cs"])
        )
        greatest = 40 if self.maximum is None else self.maximum
        return st.text(letters, min_size=self.minimum, max_size=greatest)

    def wrong(self) -> list[Wrong]:
        short = self.encode("abc")[:-1]
        return [WRONG_TAG, NO_OCTETS, Wrong(short, ""), Wrong(b"\x09\x00", "")]

    def outside(self) -> list[Any]:
        return [] if self.maximum is None else ["x" * (self.maximum + 1)]
