"""Companion profiles: which objects meters have to have, and what clients may do with them.

    profile = cosem.companion_profile("dsmr_5")
    for wanted in profile.objects:
        print(wanted.codes, wanted.name)
    cosem.judge("meter.jsonl.gz", profile=profile)

A profile is data of a generated package: see its `_profiles` module.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

__all__ = [
    "CompanionProfile",
    "ProfileClient",
    "ProfileMember",
    "ProfileObject",
    "ProfileType",
    "ProfileValue",
    "ProfileVariant",
    "ProfileWord",
]


class ProfileWord(NamedTuple):
    """A value by its name: an enumerator, or a unit."""

    name: str


ProfileValue: TypeAlias = (
    "int | bool | str | bytes | ProfileWord | tuple[ProfileValue, ...]"
)
"""A value that a profile names: of bits a text of 0 and 1, of an array or a structure a tuple."""


class ProfileType(NamedTuple):
    """A data type in which an attribute is sent.

    `least` and `most` are of its size, where it has one (octets, characters, bits or
    elements), else of its value; None is open.
    """

    name: str
    tag: int
    least: int | None = None
    most: int | None = None


class ProfileMember(NamedTuple):
    """An attribute or a method that an object has to have.

    `types` and `values` are those of which it has one; empty for any. `default` is what
    the factory sets. `rights` are pairs of a client, which is empty where one of them at least
    has it, and R, W, RW, call or none.
    """

    number: int
    name: str
    types: tuple[ProfileType, ...] = ()
    values: tuple[ProfileValue, ...] = ()
    default: ProfileValue | None = None
    rights: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    note: str = ""
    unconfirmed: str | None = None
    """Why nobody can be sure of it; None where it is sure."""


class ProfileObject(NamedTuple):
    """An object that meters have to have, with each of these codes.

    `classes` are pairs of class_id and version, None where any version will do, of which an
    object has one; empty for any. `when` are the variants of meters that have it; empty for
    all meters. `units` are names of those of which its scaler_unit has one.
    """

    codes: tuple[str, ...]
    name: str
    classes: tuple[tuple[int, int | None], ...] = ()
    attributes: tuple[ProfileMember, ...] = ()
    methods: tuple[ProfileMember, ...] = ()
    optional: bool = False
    when: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    clause: str = ""
    confidence: str = ""
    sources: tuple[str, ...] = ()
    note: str = ""
    unconfirmed: str | None = None


class ProfileClient(NamedTuple):
    """Whom rights are given to; `sap` is its address, where the source has it."""

    name: str
    sap: int | None = None
    title: str = ""


class ProfileVariant(NamedTuple):
    """A kind of meters that more is asked of.

    A meter is of it where it has an object with one of the codes `by`; without any, where it has
    one that only this variant is asked for.
    """

    name: str
    title: str
    by: tuple[str, ...] = ()


class CompanionProfile(NamedTuple):
    """What meters have to have, whole: what it takes from `origin` included.

    `sources` and the rest say where that is known from, `package` is the spec package.
    """

    name: str
    title: str
    objects: tuple[ProfileObject, ...]
    clients: tuple[ProfileClient, ...] = ()
    variants: tuple[ProfileVariant, ...] = ()
    origin: str = ""
    confidence: str = ""
    sources: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    description: str = ""
    note: str = ""
    unconfirmed: str | None = None
    package: str = ""
