"""Values as people write them on a command line, in the form that JSON has for a type.

Structures and arrays are JSON. Of the rest the text is enough: a number, the name of a
member, octets in hexadecimal, a date. Where a class leaves the type open, its name stands
before the value: `long-unsigned 5`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from cosemgen.words import few

from .which import folded

if TYPE_CHECKING:
    from cosem_runtime.catalogue import Catalogue
    from cosem_runtime.interface import AttributeSpec
    from cosem_runtime.types.base import DataType

_MOST_WAYS: Final = 4


def value_of(
    text: str, kind: DataType, catalogue: Catalogue, of: AttributeSpec | None = None
) -> Any:
    """The value of a type that a text is; JsonError with path, expected and found.

    `of` is the attribute, whose name errors then begin with, and whose secrets they mask.
    """
    from cosem_runtime import JsonError

    asked = of or kind
    wrong: JsonError | None = None
    found: dict[bytes, tuple[Any, Any]] = {}
    try:
        documents = list(_documents(text, kind))
    except JsonError as error:
        if of is not None:
            if of.secret:
                error.mask(text)
            error.within(of.name)
        raise
    for document in documents:
        try:
            value = catalogue.from_json(document, asked)
            found.setdefault(kind.octets(value), (value, document))
        except JsonError as error:
            # The one about the form that was most likely meant is the first.
            wrong = wrong or error
    if not found:
        assert wrong is not None
        raise wrong
    if len(found) > 1:
        raise _several([document for _, document in found.values()], of)
    ((value, _),) = found.values()
    return value


def _several(documents: list[Any], of: AttributeSpec | None) -> Exception:
    """The error for a text that is a value of several types; it does not say of which."""
    from cosem_runtime import JsonError

    ways = [_said(document) for document in documents]
    error = JsonError(
        "", f"a type before the value: {few(ways, _MOST_WAYS)}", "a value without one"
    )
    return error.within(of.name) if of else error


def _no_json(why: str) -> Exception:
    from cosem_runtime import JsonError

    return JsonError(f"the value is no JSON: {why}")


def _said(document: Any) -> str:
    if isinstance(document, dict) and len(document) == 1:
        ((name, content),) = document.items()
        return f"`{name} {content}`"
    return json.dumps(document)


def _documents(text: str, kind: DataType) -> Iterator[Any]:
    """The JSON that a text may be for a type, the likeliest first; one at the least."""
    try:
        document = json.loads(text, object_pairs_hook=_once_each)
    except RecursionError:
        raise _no_json("it is nested too deep") from None
    except ValueError as error:
        if re.match(r"\s*[{\[]", text):  # nothing else begins like that
            raise _no_json(str(error)) from None
    else:
        if not isinstance(document, (int, float)) or isinstance(document, bool):
            yield document
            if isinstance(document, (dict, list)):
                return
    yield from _plain(text.strip(), kind)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; ValueError where it says one thing twice."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{name!r} stands in it twice")
        found[name] = value
    return found


def _plain(text: str, kind: DataType) -> Iterator[Any]:
    from cosem_runtime import types as t
    from cosem_runtime.types import choices, coded, meanings, primitives, strings

    if isinstance(kind, choices.ChoiceType):
        yield from _choice(text, kind)
    elif kind in (t.ANY, t.SIMPLE):
        yield from _of_any(text, kind)
    elif isinstance(kind, primitives.NumberType):
        yield _number(text)
    elif isinstance(kind, (primitives.Float32Type, primitives.Float64Type)):
        yield _real(text)
    elif isinstance(kind, primitives.BooleanType):
        yield {"true": True, "1": True, "false": False, "0": False}.get(
            text.lower(), text
        )
    elif isinstance(kind, primitives.NullType):
        yield None if text.lower() in ("", "null", "null-data") else text
    elif isinstance(kind, coded.EnumType):
        yield _member(text, kind)
    elif isinstance(kind, coded.FlagsType):
        yield _bits(text, kind.kind.BITS)
    elif isinstance(kind, strings.BitStringType):
        yield text if not text.strip("01+") else _bits(text, kind.kind.BITS)
    elif isinstance(kind, (primitives.MomentType, meanings.FixedMeaning)):
        yield text
        yield _moment(text)
    elif isinstance(kind, strings.StringType) and not kind.coding:
        yield text
        yield re.sub(r"0[xX](?=[0-9A-Fa-f]{2})|[\s:]", "", text)
    else:
        yield text


def _choice(text: str, kind: Any) -> Iterator[Any]:
    """Of a type that is named before the value; without one, of every type that takes it."""
    from cosem_runtime.wire import TAG_NAMES

    if text.lower() in ("null", "null-data"):
        yield None
        return
    name, _, rest = text.partition(" ")
    names = {TAG_NAMES[tag] for tag in kind.tags}
    named = name.lower() in names
    for each in kind.alternatives:
        for tag in each.tags:
            type_name = TAG_NAMES[tag]
            if named and type_name != name.lower():
                continue
            primitive = each if len(each.tags) == 1 else _types()[type_name]
            for document in _plain(rest.strip() if named else text, primitive):
                yield {type_name: document}


def _of_any(text: str, kind: DataType) -> Iterator[Any]:
    from cosem_runtime.wire import TAG_NAMES

    name, _, rest = text.partition(" ")
    of_type = _types().get(name.lower())
    if text.lower() in ("null", "null-data"):
        yield None
    elif of_type is not None and of_type.tags[0] in kind.tags:
        for document in _plain(rest.strip(), of_type):
            yield {TAG_NAMES[of_type.tags[0]]: document}
    else:
        from cosem_runtime import JsonError
        from cosem_runtime.errors import show

        expected = "a type before the value, as in `long-unsigned 5`, or JSON"
        raise JsonError("", expected, show(text))


def _types() -> dict[str, DataType]:
    """The simple types by the names of the standard."""
    from cosem_runtime import types
    from cosem_runtime.types.base import DataType
    from cosem_runtime.wire import TAG_NAMES

    found: dict[str, DataType] = {}
    for each in vars(types).values():
        if isinstance(each, DataType) and each.name in map(
            TAG_NAMES.get, each.tags[:1]
        ):
            found.setdefault(each.name, each)
    return found


def _number(text: str) -> int | str:
    try:
        return int(text, 0)
    except ValueError:
        return int(text) if re.fullmatch(r"-?0\d{1,20}", text) else text


def _real(text: str) -> float | str:
    try:
        number = float(text)
    except ValueError:
        return text
    # As JSON has those that are no number, or without end.
    return number if math.isfinite(number) else text.lower()


def _member(text: str, kind: Any) -> int | str:
    """A member of an enumeration: its name, its symbol if it is a unit, its number."""
    for member in kind.kind:
        if text == getattr(member, "symbol", None):
            return int(member)
    by_name = {folded(name): name for name in kind.kind.__members__}
    name = by_name.get(folded(text))
    return name if name is not None else _number(text)


def _bits(text: str, names: Any) -> Any:
    """Named bits: their names with commas between them, or a number."""
    number = _number(text)
    if isinstance(number, int):
        return number
    known = {folded(name): name for name, _ in names}
    words = [word for word in re.split(r"[\s,]+", text) if word]
    return [known.get(folded(word), word) for word in words]


def _moment(text: str) -> str:
    """A date or time as `decode` shows it, or ISO 8601, in the form of JSON."""
    text = re.sub(r"(?<=\d)T(?=\d)", " ", text)
    text = re.sub(r"(?<=\d)Z$", "+00:00", text)
    text = re.sub(r" (?=[+-]\d\d:\d\d)", "", text)
    return re.sub(r" DST$", " [daylight_saving_active]", text)
