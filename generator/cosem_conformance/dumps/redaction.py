"""What tells whose a meter is, or opens it: found by the facts of the classes and by known codes, and set to zeros.

Zeros are as many as there was: nothing else of a value changes, so that what judges types and sizes judges the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cosem_runtime import CosemError, Obis
from cosem_runtime.types.base import DataType
from cosem_runtime.types.choices import ChoiceType, CompactArrayType
from cosem_runtime.types.structures import ArrayType, StructureType

from .model import Association, DumpedObject, Header, ObjectName, Record, Value, ValueOf
from .octets import Node, parse

if TYPE_CHECKING:
    from cosem_runtime.catalogue import Catalogue

__all__ = [
    "IDENTITIES",
    "IDENTITY_CODES",
    "SECRET",
    "Redaction",
    "redact",
    "secrets_of",
]

SECRET: Final = "secret"
IDENTITY: Final = "serial number, name or address"

IDENTITIES: Final[Mapping[tuple[int, int], str]] = {
    (15, 10): "user names",
    (15, 11): "user names",
    (12, 5): "user names",
    (12, 6): "user names",
    (17, 2): "names of logical devices",
    (28, 7): "telephone numbers",
    (29, 6): "telephone numbers and addresses",
    (40, 3): "addresses",
    (42, 3): "addresses",
    (42, 7): "addresses",
    (43, 2): "addresses",
    (46, 3): "user names",
    (46, 6): "addresses",
    (48, 4): "addresses",
    (48, 6): "addresses",
    (64, 4): "system titles",
    (64, 5): "system titles",
    (64, 6): "certificates",
    (72, 6): "serial numbers",
    (115, 2): "tokens",
}
"""Attributes by which a meter or a person is known, by class and number, and what stands there."""


class _Codes(NamedTuple):
    """Codes with these groups; None stands for any."""

    a: int | None
    c: int
    d: int
    e: int | None
    what: str

    def has(self, name: Obis) -> bool:
        return (
            self.a in (None, name.a)
            and (self.c, self.d) == (name.c, name.d)
            and self.e in (None, name.e)
        )


IDENTITY_CODES: Final = (
    _Codes(0, 42, 0, 0, "logical device names"),
    _Codes(None, 96, 1, None, "serial numbers"),
    _Codes(None, 0, 0, None, "serial numbers"),
    _Codes(0, 96, 13, None, "messages to consumers"),
)
"""Codes whose value is an identity, in classes whose attribute 2 is a value."""
_WITH_VALUE: Final = frozenset((1, 3, 4, 5))
_KEEP_MAKER: Final = frozenset(
    ("logical device names", "names of logical devices", "system titles")
)
"""These begin with three letters that tell the maker, which stay."""
_LEAST: Final = 6
"""Octets of an identity that is looked for in other values too."""


def redact(
    read: Callable[[], Iterable[Record]], catalogue: Catalogue
) -> Iterator[Record]:
    """The records of a dump, with zeros in place of secrets and of what tells whose it is.

    `read` gives the records anew each time: the first time what is masked is collected, so
    that it is masked in other places too, as a serial number in a profile. `catalogue` is of
    the generated package, which knows what is secret.
    """
    redaction = Redaction(catalogue)
    for record in read():
        redaction.collect(record)
    for record in read():
        yield redaction.masked(record)


class Redaction:
    """Masks the records of one dump."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: set[bytes] = set()
        self._what: set[str] = set()
        self._versions: dict[ObjectName, int | None] = {}
        self._of_classes: dict[
            tuple[int, int | None], dict[int, list[DataType | None]]
        ] = {}

    # ---- the first time

    def collect(self, record: Record) -> None:
        """Take note of what is to be masked."""
        match record:
            case Header(meter) if meter.serial:
                self._note(meter.serial.encode("utf-8"), "serial numbers")
            case Association() if record.logical_device:
                octets = record.logical_device.encode("utf-8")
                self._note(octets, "logical device names")
            case DumpedObject():
                self._versions[record.name] = record.version
            case ValueOf(name, value):
                self._collect(name, value)

    def _collect(self, name: ObjectName, value: Value) -> None:
        what = self._identity(name, value.attribute)
        if what and value.text:
            self._note(value.text.encode("utf-8"), what)
        found = self._places(name, value)
        if found is None:
            return
        self._what.add(found.what)
        for node in found.nodes:
            if node.is_string:
                assert value.octets is not None
                self._note(value.octets[node.start : node.end], found.what)

    def _note(self, octets: bytes, what: str) -> None:
        self._what.add(what)
        # What is few octets, or one again and again, would be found in much that is nobody's;
        # what is masked already is left.
        is_blank = octets == _blank(octets, keep_maker=True)
        if len(octets) >= _LEAST and len(set(octets)) > 2 and not is_blank:
            self._known.add(octets)

    # ---- the second time

    def masked(self, record: Record) -> Record:
        """The same record, masked."""
        match record:
            case Header(meter):
                meter = replace(meter, serial=_zeros(meter.serial))
                kinds = ("secrets", *sorted(self._what - {SECRET}))
                redacted = tuple(dict.fromkeys((*record.redacted, *kinds)))
                extra = self._cleaned(record.extra)
                return replace(record, meter=meter, redacted=redacted, extra=extra)
            case Association():
                name = _after_maker(record.logical_device)
                extra = self._cleaned(record.extra)
                return replace(record, logical_device=name, extra=extra)
            case DumpedObject():
                self._versions[record.name] = record.version
                return replace(record, extra=self._cleaned(record.extra))
            case ValueOf(name, value):
                return ValueOf(name, self._value(name, value))
            case _:
                return record

    def _value(self, name: ObjectName, value: Value) -> Value:
        found = self._places(name, value)
        octets, text, reply = value.octets, value.text, value.reply
        why = ""
        if found is not None:
            why = SECRET if found.what == SECRET else IDENTITY
            if octets is not None:
                octets = _zeroed(octets, found)
            text = None if text is None else _zeros(text)
            reply = None if reply is None else bytes(len(reply))
        elsewhere = None if octets is None else self._without(octets)
        if elsewhere != octets:
            octets, why = elsewhere, why or IDENTITY
        changed = (octets, text, reply) != (value.octets, value.text, value.reply)
        extra = self._cleaned(value.extra)
        if not changed:
            return value if extra == value.extra else replace(value, extra=extra)
        return replace(
            value,
            octets=octets,
            text=text,
            reply=reply,
            extra=extra,
            replaced=value.replaced or f"{why} set to zeros",
        )

    def _without(self, octets: bytes) -> bytes:
        for known in self._known:
            if known in octets:
                octets = octets.replace(known, _blank(known))
        return octets

    def _cleaned(self, extra: Any) -> Any:
        """The same without what is known, in texts as letters or in hexadecimal."""
        if isinstance(extra, dict):
            return {key: self._cleaned(each) for key, each in extra.items()}
        if isinstance(extra, list):
            return [self._cleaned(each) for each in extra]
        if not isinstance(extra, str):
            return extra
        for known in self._known:
            for shown in (_as_text(known), known.hex(), known.hex().upper()):
                if shown and shown in extra:
                    extra = extra.replace(shown, _zeros(shown))
        return extra

    # ---- what is masked

    def _identity(self, name: ObjectName, attribute: int) -> str:
        found = IDENTITIES.get((name.class_id, attribute))
        if found:
            return found
        if attribute == 2 and name.class_id in _WITH_VALUE:
            for codes in IDENTITY_CODES:
                if codes.has(name.logical_name):
                    return codes.what
        return ""

    def _places(self, name: ObjectName, value: Value) -> _Masked | None:
        """What of a value is masked; None for nothing."""
        secret = self._secrets(name).get(value.attribute, [])
        what = self._identity(name, value.attribute)
        if not secret and not what:
            return None
        if value.octets is None:
            return _Masked([], what or SECRET)
        try:
            root = parse(value.octets)
        except CosemError:  # no value: all of it but what says what it would be
            whole = Node(0, min(1, len(value.octets)), len(value.octets), [])
            return _Masked([whole], what or SECRET)
        nodes: dict[int, Node] = {}
        if what:
            # Numbers among names count and link: only where one is all, it is the identity.
            leaves = [*root.leaves()]
            for node in leaves:
                if node.is_string or len(leaves) == 1 or name.class_id == 42:
                    nodes[node.start] = node
        for kind in secret:
            if kind is None:
                nodes.update((node.start, node) for node in root.leaves())
            else:
                for node in _secret_parts(kind, root):
                    nodes[node.start] = node
        return _Masked([*nodes.values()], what or SECRET) if nodes else None

    def _secrets(self, name: ObjectName) -> dict[int, list[DataType | None]]:
        kind = name.class_id, self._versions.get(name)
        if kind not in self._of_classes:
            self._of_classes[kind] = secrets_of(self._catalogue, *kind)
        return self._of_classes[kind]


class _Masked(NamedTuple):
    nodes: list[Node]
    what: str


def secrets_of(
    catalogue: Catalogue, class_id: int, version: int | None
) -> dict[int, list[DataType | None]]:
    """What is secret of a class, by numbers of attributes.

    Types with secrets in them, and None for an attribute that is one. Where the version is not
    known, each one counts.
    """
    known = catalogue.versions(class_id)
    found: dict[int, list[DataType | None]] = {}
    for each in (version,) if version in known else known:
        for spec in catalogue.interface_class(class_id, each).ATTRIBUTES:
            if spec.secret:
                found.setdefault(spec.id, []).append(None)
            elif has_secret(spec.type):
                found.setdefault(spec.id, []).append(spec.type)
    return found


def has_secret(kind: DataType, seen: tuple[DataType, ...] = ()) -> bool:
    """Whether a type has a member somewhere that is secret."""
    if kind in seen:
        return False
    seen = (*seen, kind)
    if isinstance(kind, StructureType):
        return bool(kind.secret) or any(has_secret(of, seen) for _, of in kind.fields)
    return any(has_secret(each, seen) for each in _inner(kind))


def _inner(kind: DataType) -> tuple[DataType, ...]:
    if isinstance(kind, ChoiceType):
        return kind.alternatives
    element = getattr(kind, "element", None)
    return (element,) if isinstance(element, DataType) else ()


def _secret_parts(kind: DataType, node: Node) -> Iterator[Node]:
    """The values in a tree that are secret by its type; all of them where it does not fit."""
    if not has_secret(kind):
        return
    if isinstance(kind, ChoiceType):
        for each in kind.alternatives:
            if node.tag in each.tags:
                yield from _secret_parts(each, node)
    elif isinstance(kind, ArrayType) and node.tag == 0x01:
        for child in node.children:
            yield from _secret_parts(kind.element, child)
    elif isinstance(kind, StructureType) and len(node.children) == len(kind.fields):
        for (field, of), child in zip(kind.fields, node.children, strict=True):
            if field in kind.secret:
                yield from child.leaves()
            else:
                yield from _secret_parts(of, child)
    elif isinstance(kind, (ArrayType, StructureType, CompactArrayType)):
        yield from node.leaves()
    else:
        yield from node.leaves()


def _zeroed(octets: bytes, masked: _Masked) -> bytes:
    found = bytearray(octets)
    for node in masked.nodes:
        content = octets[node.start : node.end]
        blank = bytes(len(content))
        if node.is_string:
            blank = _blank(content, keep_maker=masked.what in _KEEP_MAKER)
        found[node.start : node.end] = blank
    return bytes(found)


def _blank(content: bytes, *, keep_maker: bool = False) -> bytes:
    """Zeros in place of content: as digits where it is text."""
    maker = content[:3] if keep_maker and content[:3].isalpha() else b""
    rest = content[len(maker) :]
    is_text = all(0x20 <= octet < 0x7F for octet in rest)
    return maker + (b"0" if is_text else b"\0") * len(rest)


def _zeros(text: str) -> str:
    return "".join("0" if each.isalnum() else each for each in text)


def _after_maker(text: str) -> str:
    maker = text[:3] if text[:3].isascii() and text[:3].isalpha() else ""
    return maker + _zeros(text[len(maker) :])


def _as_text(octets: bytes) -> str:
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return ""
