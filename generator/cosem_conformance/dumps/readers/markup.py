"""XML of others, element by element: without document types, and so without entities, and never far from its place.

The standard library's expat reads it. What makes XML dangerous comes with a document type: entities that grow, files and
addresses that are fetched. A document that has one is refused where it begins, so nothing else is needed for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias
from xml.parsers import expat

from cosem_runtime import Obis, ObisError
from cosem_runtime.errors import cut, quote

from ..content import Content
from ..errors import DumpError

__all__ = ["DEPTH", "ELEMENTS", "TEXT", "Element", "elements", "pieces"]

DEPTH: Final = 64
"""How deep elements may be nested."""
ELEMENTS: Final = 1_000_000
"""Elements of one piece that is held at once, as of one object."""
TEXT: Final = 16 * 1024 * 1024
"""Characters of one such piece."""
_CHUNK: Final = 64 * 1024

Path: TypeAlias = tuple[str, ...]


class Element:
    """An element with what is in it; names are without their namespaces."""

    __slots__ = ("attributes", "children", "line", "name", "parts", "text")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name = name
        self.attributes = attributes
        self.line = line
        self.parts: list[str] = []
        self.text = ""
        """All of its text together, once it has ended."""
        self.children: list[Element] = []

    def child(self, *names: str) -> Element | None:
        """The first child of one of these names; None where there is none."""
        for each in self.children:
            if each.name in names:
                return each
        return None

    def value(self, name: str) -> str | None:
        """The text of a child; None where there is no such child, or nothing in it."""
        found = self.child(name)
        return None if found is None or not found.text else found.text

    def wrong(self, expected: str, found: object = None) -> DumpError:
        """The error that something else was expected here."""
        shown = self.text if found is None else found
        return DumpError("", expected, quote(shown), line=self.line, path=self.name)

    def number(self, low: int, high: int) -> int:
        """The text as a number."""
        text = self.text
        if len(text) > 20 or not text.removeprefix("-").isascii():
            raise self.wrong(f"a whole number {low}..{high}")
        digits = text.removeprefix("-")
        found = int(text) if digits.isdigit() else None
        if found is None or not low <= found <= high:
            raise self.wrong(f"a whole number {low}..{high}")
        return found

    def number_of(self, name: str, low: int, high: int) -> int | None:
        """The number that a child has; None where there is none."""
        found = self.child(name)
        return None if found is None or not found.text else found.number(low, high)

    def obis(self) -> Obis:
        """The text as a logical name."""
        try:
            return Obis(self.text)
        except ObisError:
            raise self.wrong("a logical name as 1.0.1.8.0.255") from None


def pieces(content: Content) -> Iterator[bytes]:
    """The octets of a file, some at a time."""
    while chunk := content.read(_CHUNK):
        yield chunk


def elements(
    chunks: Iterable[bytes], wanted: Callable[[Path], bool]
) -> Iterator[Element]:
    """Each element that is wanted by its path, whole, when it ends; others are passed over.

    The path is the names from the outermost element on. Raises DumpError, with the line.
    """
    reader = _Reader(wanted)
    for chunk in chunks:
        yield from reader.feed(chunk)
    yield from reader.feed(b"", last=True)


class _Reader:
    def __init__(self, wanted: Callable[[Path], bool]) -> None:
        self._wanted = wanted
        self._path: list[str] = []
        self._open: list[Element] = []
        self._done: list[Element] = []
        self._count = self._letters = 0
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._parser = parser

    def feed(self, chunk: bytes, last: bool = False) -> list[Element]:
        try:
            self._parser.Parse(chunk, last)
        except DumpError:
            raise
        except expat.ExpatError as error:
            words = expat.errors.messages[error.code]
            raise DumpError("", "XML", words, line=error.lineno) from None
        except (ValueError, LookupError) as error:  # encodings that Python has not
            raise DumpError("", "XML", cut(str(error)), line=1) from None
        done, self._done = self._done, []
        return done

    def _error(self, expected: str, found: str) -> DumpError:
        path = "/".join(self._path[-4:])
        return DumpError(
            "", expected, found, line=self._parser.CurrentLineNumber, path=path
        )

    def _doctype(self, name: str, *others: object) -> None:
        raise self._error("XML without a document type", f"<!DOCTYPE {cut(name)}")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self._path.append(local)
        if len(self._path) > DEPTH:
            raise self._error(f"at most {DEPTH} levels of elements", "more")
        if not self._open:
            if not self._wanted(tuple(self._path)):
                return
            self._count = self._letters = 0
        self._count += 1
        self._letters += sum(map(len, attributes.values()))
        if self._count > ELEMENTS:
            raise self._error(f"at most {ELEMENTS} elements at once", "more")
        self._check_letters()
        found = {key.rpartition(" ")[2]: text for key, text in attributes.items()}
        element = Element(local, found, self._parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(element)
        self._open.append(element)

    def _end(self, name: str) -> None:
        self._path.pop()
        if self._open:
            element = self._open.pop()
            element.text = "".join(element.parts).strip()
            element.parts.clear()
            if not self._open:
                self._done.append(element)

    def _text(self, text: str) -> None:
        if self._open:
            self._letters += len(text)
            self._check_letters()
            self._open[-1].parts.append(text)

    def _check_letters(self) -> None:
        if self._letters > TEXT:
            raise self._error(f"at most {TEXT} characters at once", "more")
