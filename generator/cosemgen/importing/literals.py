"""Values as people write them, as literals of the language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from cosem_runtime.errors import quote

from ..syntax.literals import number_fits, write_string
from .claims import Claim
from .classes import Classes

__all__ = ["Meaningless", "literal"]

_NUMBER: Final = re.compile(r"-?\d{1,20}")
_HEXADECIMAL: Final = re.compile(r"0[xX]([0-9A-Fa-f]{1,16})")
_CODE: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){5}")
_CODE_LIKE: Final = re.compile(r"\d+(?:\.\d+){2,}")
_SCALER_UNIT: Final = re.compile(r"\s*(-?\d{1,3})\s*,\s*(\S.{0,30}?)\s*")
_COLUMN: Final = re.compile(r"\s*(\w{1,100})\s*,\s*(\d{1,3})\s*")


class Meaningless(ValueError):
    """A value that nothing can be made of; says why."""


def literal(
    text: str,
    name: str,
    types: frozenset[str] | None,
    classes: Classes,
    tags: Mapping[str, Claim],
) -> str:
    """The literal of a value. Raises Meaningless.

    `name` is of the attribute, `types` are the data types that it may have (None: any), and
    `tags` are objects as the source calls them.
    """
    text = text.strip()
    if name == "scaler_unit":
        return _scaler_unit(text, classes)
    if name == "capture_objects":
        return _columns(text, tags)
    if types == frozenset({"boolean"}):
        found = {"1": "TRUE", "0": "FALSE"}.get(text, text.upper())
        if found not in ("TRUE", "FALSE"):
            raise Meaningless(f"expected TRUE or FALSE, found {quote(text)}")
        return found
    if _CODE.fullmatch(text):
        if any(int(each) > 255 for each in text.split(".")):
            raise Meaningless(f"expected a logical name, found {quote(text)}")
        return ".".join(str(int(each)) for each in text.split("."))
    if _CODE_LIKE.fullmatch(text):
        raise Meaningless(f"expected a logical name, found {quote(text)}")
    if types is not None and types <= _TEXTS:
        return write_string(text)
    if _NUMBER.fullmatch(text) and number_fits(text):
        return str(int(text))
    digits = _HEXADECIMAL.fullmatch(text)
    if digits:
        return str(int(digits[1], 16))
    raise Meaningless(f"nobody can say what {quote(text)} is")


_TEXTS: Final = frozenset({"octet-string", "visible-string", "utf8-string"})


def _scaler_unit(text: str, classes: Classes) -> str:
    found = _SCALER_UNIT.fullmatch(text)
    if found is None or not -128 <= int(found[1]) <= 127:
        raise Meaningless(
            f"expected a scaler and a unit as '0, Wh', found {quote(text)}"
        )
    unit = classes.unit(found[2])
    if not unit:
        raise Meaningless(f"there is no unit {quote(found[2])}, or there are several")
    return f"{{{int(found[1])}, {unit}}}"


def _columns(text: str, tags: Mapping[str, Claim]) -> str:
    rows = []
    for each in text.split("|"):
        found = _COLUMN.fullmatch(each)
        if found is None:
            raise Meaningless(
                f"expected columns as 'CLOCK,2|STATUS,2', found {quote(each)}"
            )
        claim = tags.get(found[1])
        if claim is None:
            raise Meaningless(f"there is no object {quote(found[1])}")
        if claim.is_pattern:
            raise Meaningless(f"{quote(found[1])} is several objects ({claim.code})")
        rows.append(f"{{{claim.class_id}, {claim.code}, {found[2]}, 0}}")
    return f"[{', '.join(rows)}]"
