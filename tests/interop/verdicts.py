"""Judge one attribute of a dump: does its class decode it, and give the octets back?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

import cosem
from cosem_runtime.bitstring import BitString
from cosem_runtime.scaling import ScalerUnitBase
from cosem_runtime.structure import Structure


class Verdict(Enum):
    """What is wrong with an attribute's answer, or FINE."""

    FINE = "fine"
    REFUSED = "published as not readable, and refused"
    UNREADABLE = "published as readable, but no value comes"
    UNKNOWN_CLASS = "no such class or version"
    UNKNOWN_ATTRIBUTE = "no such attribute in this version of the class"
    NOT_DECODED = "not of the attribute's type"
    OTHER_OCTETS = "decoded and encoded again, other octets come out"
    BIT_STRING_LENGTH = "a bit-string of another length than the class fixes"
    OTHER_VALUE = "decoded, but not the value that was meant"


def judge(
    class_id: int,
    version: int,
    number: int,
    answer: Mapping[str, Any],
    scaler_meant: int | None = None,
) -> tuple[Verdict, str]:
    """The verdict on one answer of a dump, with what led to it."""
    if "hex" not in answer:
        readable = answer["access"] & 1
        verdict = Verdict.UNREADABLE if readable else Verdict.REFUSED
        return verdict, answer["error"]
    octets = bytes.fromhex(answer["hex"])
    try:
        interface_class = cosem.interface_class(class_id, version)
    except cosem.UnknownClassError as error:
        return Verdict.UNKNOWN_CLASS, str(error)
    if number not in {spec.id for spec in interface_class.ATTRIBUTES}:
        return Verdict.UNKNOWN_ATTRIBUTE, f"{interface_class.NAME} has no {number}"
    attribute = interface_class.attribute(number)
    try:
        value = attribute.decode(octets)
    except cosem.DecodeError as error:
        return Verdict.NOT_DECODED, str(error)
    again = attribute.encode(value)
    if again != octets:
        return Verdict.OTHER_OCTETS, f"{octets.hex()} came back as {again.hex()}"
    for bits in bit_strings(value):
        if bits.WIDTH is not None and len(bits) != bits.WIDTH:
            return Verdict.BIT_STRING_LENGTH, f"{len(bits)} bits, not {bits.WIDTH}"
    if scaler_meant is not None and isinstance(value, ScalerUnitBase):
        scaler = value.scaler
        if scaler != scaler_meant:
            return Verdict.OTHER_VALUE, f"scaler {scaler}, not {scaler_meant}"
    return Verdict.FINE, ""


def bit_strings(value: object) -> Iterator[BitString]:
    """Every bit-string inside a decoded value."""
    if isinstance(value, BitString):
        yield value
    elif isinstance(value, Structure):
        for member in value._values():
            yield from bit_strings(member)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from bit_strings(item)
