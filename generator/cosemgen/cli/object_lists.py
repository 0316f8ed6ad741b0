"""The object list of an association as a table: what a meter has, and who may do what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from cosemgen.records import record
from cosemgen.words import counted, listed

from .page import Block, Paragraph, Table

if TYPE_CHECKING:
    from cosem_runtime.catalogue import Catalogue
    from cosem_runtime.tolerant import Deviation, Reading

    from .contents import Value

ASSOCIATION_LN: Final = 15
ASSOCIATION_SN: Final = 12
OBJECT_LIST: Final = 2
"""The attribute, of both."""
_RIGHTS_ARE_BITS: Final = 3
"""The version of Association LN from which on an access mode is a set of bits."""
_MODES: Final = {
    1: ("read", ""),
    2: ("write", ""),
    3: ("read write", ""),
    4: ("read", "authenticated"),
    5: ("write", "authenticated"),
    6: ("read write", "authenticated"),
}
_METHOD_MODES: Final = {1: "", 2: "authenticated"}
_PROTECTIONS: Final = (
    (0x04, "authenticated request"),
    (0x08, "encrypted request"),
    (0x10, "signed request"),
    (0x20, "authenticated response"),
    (0x40, "encrypted response"),
    (0x80, "signed response"),
)


@record(frozen=True, slots=True)
class Entry:
    """One object. What may be done is a protection by number, `""` for none."""

    class_id: int
    version: int
    code: Any
    class_name: str
    name: str
    is_known: bool
    short_name: int | None = None
    readable: Mapping[int, str] | None = None
    writable: Mapping[int, str] | None = None
    methods: Mapping[int, str] | None = None


@record(frozen=True, slots=True)
class ObjectList:
    """The objects of an association, in the order of the list.

    `value` is the attribute's where it is known as such: JSON has that in place of rows.
    """

    entries: Sequence[Entry]
    octets: bytes
    deviations: Sequence[Deviation] = ()
    value: Value | None = None

    def blocks(self, show_secrets: bool) -> list[Block]:
        headers = ("short name", "class", "version", "code", "name", *_ACCESS)
        rows = tuple(
            (
                "" if each.short_name is None else f"{each.short_name & 0xFFFF:04X}",
                f"{each.class_name} ({each.class_id})",
                str(each.version) if each.is_known else f"{each.version} (not known)",
                str(each.code),
                each.name,
                *_rights(each),
            )
            for each in self.entries
        )
        return [Table(headers, rows), *map(Paragraph, self._counts())]

    def _counts(self) -> Iterator[str]:
        by_class = Counter(each.class_name for each in self.entries)
        many = (
            f"{counted(len(self.entries), 'object')} of {len(by_class)} "
            f"{'class' if len(by_class) == 1 else 'classes'}"
        )
        most = listed((f"{n} {name}" for name, n in by_class.most_common()), "and")
        yield f"{many}: {most}." if by_class else "No objects."
        unknown = sum(not each.is_known for each in self.entries)
        if unknown:
            yield f"{counted(unknown, 'object')} of a class or version that is not known."
        unnamed = sum(not each.name for each in self.entries)
        if unnamed:
            yield f"{counted(unnamed, 'object')} with a code that no table names."

    def document(self, show_secrets: bool) -> Any:
        if self.value is not None:
            return self.value.document(show_secrets)
        return [
            {
                "class_id": each.class_id,
                "class": each.class_name,
                "version": each.version,
                "logical_name": str(each.code),
                "name": each.name,
                **({} if each.short_name is None else {"short_name": each.short_name}),
                **{
                    word: sorted(found)
                    for word in _ACCESS
                    if (found := getattr(each, word)) is not None
                },
            }
            for each in self.entries
        ]

    def header(self) -> tuple[str, ...]:
        named = ("class_id", "class", "version", "logical_name", "name")
        return ("short_name", *named) if self._is_short() else (*named, *_ACCESS)

    def rows(self, show_secrets: bool) -> Iterator[tuple[str, ...]]:
        for each in self.entries:
            row = (
                str(each.class_id),
                each.class_name,
                str(each.version),
                str(each.code),
                each.name,
            )
            if self._is_short():
                yield (str(each.short_name), *row)
            else:
                yield (*row, *_rights(each))

    def _is_short(self) -> bool:
        return bool(self.entries) and self.entries[0].short_name is not None


_ACCESS: Final = ("readable", "writable", "methods")


def _rights(entry: Entry) -> Iterator[str]:
    for word in _ACCESS:
        found = getattr(entry, word)
        yield ranges(found) if found is not None else ""


def ranges(numbers: Mapping[int, str]) -> str:
    """`1-3, 7 (authenticated)`: numbers in a row that are protected alike, together."""
    runs: list[tuple[int, int, str]] = []
    for number in sorted(numbers):
        how = numbers[number]
        if runs and runs[-1][1] == number - 1 and runs[-1][2] == how:
            runs[-1] = (runs[-1][0], number, how)
        else:
            runs.append((number, number, how))
    words = []
    for at, (first, last, how) in enumerate(runs):
        alone = str(first) if first == last else f"{first}-{last}"
        # A protection is said once for neighbours that share it.
        next_how = runs[at + 1][2] if at + 1 < len(runs) else ""
        words.append(alone if not how or how == next_how else f"{alone} ({how})")
    return ", ".join(words) or "none"


# ---------------------------------------------------------------- reading


def object_list(
    catalogue: Catalogue,
    reading: Reading,
    octets: bytes,
    version: int | None = None,
) -> ObjectList | None:
    """The object list that any Data is by its shape; None where it is no such list.

    `version` is that of the association; where it is not known, the list says it itself,
    since the association is one of its objects.
    """
    value = reading.value
    if not isinstance(value, list) or not value:
        return None
    if all(map(_is_long_entry, value)):
        if version is None:
            version = _version_of_association(value)
        read = _long_entry
    elif all(map(_is_short_entry, value)):
        read = _short_entry
    else:
        return None
    entries = [read(catalogue, entry, version) for entry in value]
    return ObjectList(entries, octets, reading.deviations)


def _is_long_entry(entry: Any) -> bool:
    if not (isinstance(entry, tuple) and len(entry) == 4):
        return False
    class_id, version, name, rights = entry
    return (
        _is_number(class_id)
        and _is_number(version)
        and _is_code(name)
        and isinstance(rights, tuple)
        and len(rights) == 2
        and all(isinstance(each, list) for each in rights)
        and all(_is_right(item, 3) for item in rights[0])
        and all(_is_right(item, 2) for item in rights[1])
    )


def _is_short_entry(entry: Any) -> bool:
    if not (isinstance(entry, tuple) and len(entry) == 4):
        return False
    base_name, class_id, version, name = entry
    return all(map(_is_number, (base_name, class_id, version))) and _is_code(name)


def _is_right(item: Any, size: int) -> bool:
    return (
        isinstance(item, tuple)
        and len(item) == size
        and all(isinstance(each, int) for each in item[:2])
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_code(value: Any) -> bool:
    return isinstance(value, bytes) and len(value) == 6


def _version_of_association(value: Iterable[Any]) -> int | None:
    """The version of Association LN that all of the list's associations have."""
    versions = {entry[1] for entry in value if entry[0] == ASSOCIATION_LN}
    return int(versions.pop()) if len(versions) == 1 else None


def _long_entry(catalogue: Catalogue, entry: Any, version: int | None) -> Entry:
    class_id, of_class, name, (attributes, methods) = entry
    are_bits = version is not None and version >= _RIGHTS_ARE_BITS
    mode = _bits if are_bits else _mode
    readable: dict[int, str] = {}
    writable: dict[int, str] = {}
    for number, rights, *_ in attributes:
        may, how = mode(int(rights))
        if "read" in may:
            readable[int(number)] = how
        if "write" in may:
            writable[int(number)] = how
    callable_: dict[int, str] = {}
    for number, rights in methods:
        protection = _method_mode(int(rights), are_bits)
        if protection is not None:
            callable_[int(number)] = protection
    return _entry(
        catalogue, class_id, of_class, name, None, readable, writable, callable_
    )


def _short_entry(catalogue: Catalogue, entry: Any, version: int | None) -> Entry:
    base_name, class_id, of_class, name = entry
    return _entry(catalogue, class_id, of_class, name, int(base_name))


def _entry(
    catalogue: Catalogue,
    class_id: int,
    version: int,
    name: bytes,
    short_name: int | None,
    readable: Mapping[int, str] | None = None,
    writable: Mapping[int, str] | None = None,
    methods: Mapping[int, str] | None = None,
) -> Entry:
    from cosem_runtime import Obis

    code = Obis(bytes(name))
    described = catalogue.describe(code, int(class_id))
    return Entry(
        int(class_id),
        int(version),
        code,
        catalogue.name(int(class_id)),
        described.label or described.name,
        version in catalogue.versions(int(class_id)),
        short_name,
        readable,
        writable,
        methods,
    )


def _mode(rights: int) -> tuple[str, str]:
    return _MODES.get(rights, ("", ""))


def _bits(rights: int) -> tuple[str, str]:
    may = " ".join(w for bit, w in ((1, "read"), (2, "write")) if rights & bit)
    return may, _protection(rights)


def _method_mode(rights: int, are_bits: bool) -> str | None:
    if are_bits:
        return _protection(rights) if rights & 1 else None
    return _METHOD_MODES.get(rights)


def _protection(rights: int) -> str:
    return ", ".join(word for bit, word in _PROTECTIONS if rights & bit)
