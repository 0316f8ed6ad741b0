"""Whole logical devices: DV-01 and DV-02."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from cosem_runtime.errors import counted

from ..dumps.object_list import CURRENT_ASSOCIATION, LOGICAL_DEVICE_NAME
from .meter import Read, Seen
from .table import PASS, Check, Outcome, warned, wrong

__all__ = ["CHECKS"]

_LONGEST: Final = 16
_MAKER: Final = 3


def _name(read: Read) -> Iterator[Outcome]:
    if read.number != 2 or read.item.code != LOGICAL_DEVICE_NAME:
        return
    value: Any = read.meant
    if isinstance(value, str):
        value = value.encode("utf-8", "replace")
    if not isinstance(value, bytes):
        return  # TY-10 has the types
    facts: dict[str, Any] = {"attribute": 2, "doubt": read.doubt}
    size = len(value)
    maker = value[:_MAKER]
    if not 1 <= size <= _LONGEST:
        yield wrong(
            f"the logical device name has {counted(size, 'octet')}",
            expected="1 to 16 octets",
            found=str(size),
            **facts,
        )
    elif len(maker) < _MAKER or not all(0x41 <= octet <= 0x5A for octet in maker):
        yield wrong(
            "the logical device name does not begin with the three letters of a maker",
            expected="three letters from A to Z",
            found=maker.hex(" "),
            **facts,
        )
    else:
        yield PASS


def _has_them(seen: Seen) -> Iterator[Outcome]:
    if not any(
        access for item in seen.items for access in item.dumped.attribute_access
    ):
        return
    classes = {item.dumped.class_id for item in seen.items}
    if classes & {12, 15}:
        yield PASS
    else:
        yield warned(
            "the association lists no association object",
            expected=str(CURRENT_ASSOCIATION),
        )
    if LOGICAL_DEVICE_NAME in seen.by_code:
        yield PASS
    else:
        yield warned(
            "the association does not list the logical device name",
            expected=str(LOGICAL_DEVICE_NAME),
        )


CHECKS: Final = (
    Check(
        "DV-01",
        "an association has what each has to have",
        "The association lists itself and the logical device name. Dumps may be of a part of "
        "a device: a warning.",
        "an association with access rights",
        "objects that are mandatory",
        "association",
        _has_them,
    ),
    Check(
        "DV-02",
        "logical device names are some",
        "The logical device name has 1 to 16 octets, of which the first three are the letters "
        "of the maker.",
        "attribute 2 of 0-0:42.0.0*255 that was read and is not masked",
        "the rule of logical device names",
        "value",
        _name,
    ),
)
