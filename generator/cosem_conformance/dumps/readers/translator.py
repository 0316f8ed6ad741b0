"""XML of APDUs, as translators write it: the simple form (`<GetResponseNormal>`) and that of the standard (`get-response`).

Each APDU becomes its octets again, and requests and answers are put together as those of a log are. In the simple form
numbers are hexadecimal of a fixed width, or decimal: the document shows which, and one that does not is refused.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from cosem_runtime.errors import counted
from cosem_runtime.telegram.apdus import RESULTS
from cosem_runtime.wire import TAG_NAMES

from ... import wire
from ..content import Content
from ..errors import DumpError
from ..model import Record
from ..registry import Options
from . import gurux
from .exchange import GET_REQUEST, GET_RESPONSE, Exchange
from .markup import DEPTH, Element, Path, elements

__all__ = ["LINE", "READER"]

LINE: Final = 16 * 1024 * 1024
"""Octets of a line at the most."""

_NAMES: Final = {name.lower(): kind for name, kind in gurux.TYPES.items()}
_NAMES.update({name: name for name in TAG_NAMES.values()})
_RESULT_CODES: Final = {name.replace("-", ""): code for code, name in RESULTS.items()}
_DECLARATION: Final = re.compile(rb"<\?xml[^>]{0,200}\?>")
_APDUS: Final = ("getrequest", "getresponse")


class TranslatorReader:
    """XML of APDUs."""

    name = "translator"
    title = "APDUs as a translator's XML"

    def recognises(self, content: Content) -> bool:
        start = content.start.lower()
        return b"<" in start and any(
            word in start
            for word in (b"<getrequest", b"<getresponse", b":get-re", b"<get-re")
        )

    def records(self, content: Content, options: Options) -> Iterator[Record]:
        exchange = Exchange()
        for element in elements(_rooted(content), _is_wanted):
            try:
                exchange.add(_apdu(element))
            except _Unread as error:
                exchange.passed_over[str(error)] += 1
        yield from exchange.records(self.title)


def _rooted(content: Content) -> Iterator[bytes]:
    """The document below an element of our own, since there may be several APDUs in a row."""
    yield b"<apdus>"
    for number, line in content.lines(LINE):
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        yield _DECLARATION.sub(b"", line) + b"\n"
    yield b"</apdus>"


def _plain(name: str) -> str:
    return name.lower().replace("-", "")


def _is_wanted(path: Path) -> bool:
    return _plain(path[-1]) in _APDUS


class _Unread(Exception):
    """Something that this reader does not write octets for."""


def _apdu(element: Element) -> bytes:
    """The octets of an APDU."""
    writer = _Writer(10 if _is_decimal(element) else 16)
    is_request = _plain(element.name) == "getrequest"
    form = element.children[0] if element.children else element
    name = _plain(form.name).removeprefix(_plain(element.name))
    forms: Mapping[str, _Form] = writer.requests if is_request else writer.answers
    if name not in forms:
        raise form.wrong("a form of get-request or get-response", form.name)
    number, write = forms[name]
    tag = GET_REQUEST if is_request else GET_RESPONSE
    invocation = writer.number(_find(form, "invokeidandpriority"), 1)
    return bytes((tag, number)) + invocation + write(form)


_SIZES: Final = {
    "invokeidandpriority": 1,
    "classid": 2,
    "attributeid": 1,
    "blocknumber": 4,
    "accessselector": 1,
    **{
        name: wire.NUMBERS[kind][1]
        for name, kind in _NAMES.items()
        if kind in wire.NUMBERS and kind != "bcd"
    },
}
"""Octets of each number, by the name of its element."""
_OF_OCTETS: Final = {"date-time": 12, "date": 5, "time": 4}
_REALS: Final = {"float32": ">f", "float64": ">d"}


def _is_decimal(element: Element) -> bool:
    """Whether numbers are decimal: in the simple form, hexadecimal ones have fixed widths."""
    if element.name.islower():
        return True
    found = [*_numbers(element)]
    if all(len(text) == 2 * size for text, size in found):
        return False
    for text, _ in found:
        if not text.removeprefix("-").isdecimal():
            raise element.wrong("numbers of one kind, hexadecimal or decimal", text)
    return True


def _numbers(element: Element) -> Iterator[tuple[str, int]]:
    """Each number as text, with the octets that it is to have."""
    waiting = [element]
    while waiting:
        each = waiting.pop()
        size = _SIZES.get(each.name.lower())
        text = each.attributes.get("Value")
        if size is not None and text is not None:
            yield text, size
        waiting += each.children


def _child(element: Element, *names: str) -> Element | None:
    for each in element.children:
        if _plain(each.name) in names:
            return each
    return None


def _find(element: Element, *names: str) -> Element:
    found = _child(element, *names)
    if found is None:
        raise DumpError(
            "", f"an element {names[0]}", "none", line=element.line, path=element.name
        )
    return found


def _text(element: Element) -> str:
    return element.attributes.get("Value", element.text)


_Form: TypeAlias = "tuple[int, Callable[[Element], bytes]]"


class _Writer:
    """Writes the octets of what stands in elements."""

    def __init__(self, base: int) -> None:
        self._base = base
        self.requests: dict[str, _Form] = {
            "normal": (1, self._asked),
            "fornextdatablock": (2, self._block_number),
            "next": (2, self._block_number),
            "withlist": (3, self._asked_list),
        }
        self.answers: dict[str, _Form] = {
            "normal": (1, lambda form: self._result(_find(form, "result"))),
            "withdatablock": (2, self._block),
            "withlist": (3, self._results),
        }

    def number(self, element: Element, size: int) -> bytes:
        """A number of so many octets, negative or not."""
        text = _text(element)
        try:
            found = int(text, self._base) if len(text) <= 40 else None
        except ValueError:
            found = None
        if found is None or not -(1 << 8 * size - 1) <= found < 1 << 8 * size:
            raise element.wrong(f"a number of {counted(size, 'octet')}", text)
        return (found % (1 << 8 * size)).to_bytes(size, "big")

    # ---- requests

    def _asked(self, form: Element) -> bytes:
        of = _find(form, "attributedescriptor", "cosemattributedescriptor")
        name = _octets(_find(of, "instanceid"), 6)
        octets = (
            self.number(_find(of, "classid"), 2)
            + name
            + self.number(_find(of, "attributeid"), 1)
        )
        selection = _child(form, "accessselection")
        if selection is None:
            return octets + b"\x00"
        selector = self.number(_find(selection, "accessselector"), 1)
        return (
            octets
            + b"\x01"
            + selector
            + self._data(_find(selection, "accessparameters"))
        )

    def _block_number(self, form: Element) -> bytes:
        return self.number(_find(form, "blocknumber"), 4)

    def _asked_list(self, form: Element) -> bytes:
        each = [
            self._asked(one) for one in _find(form, "attributedescriptorlist").children
        ]
        return wire.length(len(each)) + b"".join(each)

    # ---- answers

    def _result(self, result: Element) -> bytes:
        for each in result.children:
            return self._one(each)
        raise result.wrong("data or a result", "nothing")

    def _one(self, each: Element) -> bytes:
        if _plain(each.name) == "data":
            return b"\x00" + self._data(each)
        return b"\x01" + self._code(each)

    def _code(self, element: Element) -> bytes:
        text = _text(element)
        code = _RESULT_CODES.get(_plain(text))
        if code is None:
            return self.number(element, 1)
        return bytes((code,))

    def _results(self, form: Element) -> bytes:
        each = [self._one(one) for one in _find(form, "result").children]
        return wire.length(len(each)) + b"".join(each)

    def _block(self, form: Element) -> bytes:
        block = _find(form, "result")
        last = _text(_find(block, "lastblock")).lower().lstrip("0") not in ("", "false")
        number = self.number(_find(block, "blocknumber"), 4)
        inner = _find(block, "result").children
        if not inner:
            raise block.wrong("raw data or a result", "nothing")
        if _plain(inner[0].name) == "rawdata":
            raw = _octets(inner[0])
            content = b"\x00" + wire.length(len(raw)) + raw
        else:
            content = b"\x01" + self._code(inner[0])
        return bytes((last,)) + number + content

    # ---- data

    def _data(self, holder: Element) -> bytes:
        if len(holder.children) != 1:
            raise holder.wrong("one value", f"{len(holder.children)} of them")
        return self._value(holder.children[0], 1)

    def _value(self, element: Element, depth: int) -> bytes:
        kind = _NAMES.get(element.name.lower())
        if kind is None:
            raise element.wrong("a data type, as UInt16 or long-unsigned", element.name)
        if kind in ("array", "structure"):
            if depth == DEPTH:
                raise element.wrong(f"at most {DEPTH} levels", "more")
            tag = wire.ARRAY if kind == "array" else wire.STRUCTURE
            items = [self._value(item, depth + 1) for item in element.children]
            return wire.sequence(tag, items)
        if kind in wire.NUMBERS:
            tag, size, _ = wire.NUMBERS[kind]
            return bytes((tag,)) + self.number(element, size)
        text = _text(element)
        if kind == "null-data":
            return bytes((wire.NULL_DATA,))
        if kind == "boolean":
            return bytes((wire.BOOLEAN, text.lower().lstrip("0") not in ("", "false")))
        if kind == "bit-string":
            if text.strip("01"):
                raise element.wrong("bits, as 0110", text)
            return wire.bits(text)
        if kind in _OF_OCTETS:
            return bytes((_TAGS[kind],)) + _octets(element, _OF_OCTETS[kind])
        if kind in _REALS:
            return bytes((_TAGS[kind],)) + _real(element, _REALS[kind])
        if kind == "octet-string":
            return wire.string(wire.OCTET_STRING, _octets(element))
        if kind in ("visible-string", "utf8-string"):
            return wire.string(_TAGS[kind], text.encode("utf-8", "replace"))
        raise _Unread(f"APDUs with {kind}")


_TAGS: Final = {name: tag for tag, name in TAG_NAMES.items()}


def _octets(element: Element, size: int | None = None) -> bytes:
    try:
        found = bytes.fromhex(_text(element))
    except ValueError:
        raise element.wrong("octets in hexadecimal", _text(element)) from None
    if size is not None and len(found) != size:
        raise element.wrong(counted(size, "octet"), counted(len(found), "octet"))
    return found


def _real(element: Element, form: str) -> bytes:
    text = _text(element)
    if len(text) == 2 * struct.calcsize(form) and not set(text) & set(".-+"):
        return _octets(element)
    try:
        return struct.pack(form, float(text))
    except (ValueError, OverflowError):
        raise element.wrong("a real number", text) from None


READER: Final = TranslatorReader()
