"""Companion profiles: which objects meters have to have, and what clients may do with them.

    profile = cosem.companion_profile("dsmr_5")
    for wanted in profile.objects:
        print(wanted.codes, wanted.name)
    cosem.judge("meter.jsonl.gz", profile=profile)

A profile is data of a generated package: see its `_profiles` module.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple, TypeAlias

from .errors import ObisError, UnknownNameError, did_you_mean, quote
from .obis import Obis

__all__ = [
    "CompanionProfile",
    "ProfileClient",
    "ProfileMember",
    "ProfileObject",
    "ProfileType",
    "ProfileValue",
    "ProfileVariant",
    "ProfileWord",
    "fault",
    "folded",
    "measure",
    "variants_of",
    "within",
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


def folded(text: str) -> str:
    """A name without what people write otherwise."""
    return "".join(filter(str.isalnum, text)).casefold()


def variants_of(profile: CompanionProfile, names: Iterable[str]) -> set[str]:
    """Names of variants. Raises UnknownNameError for one that the profile does not have."""
    known = [each.name for each in profile.variants]
    stated = set(names)
    for name in stated:
        if name not in known:
            hint = did_you_mean(name, known)
            raise UnknownNameError(
                f"profile {profile.name} has no variant {quote(name)}{hint}"
            )
    return stated


def measure(value: Any) -> int | None:
    """What limits of a data type are of: the size of what has one, else the value; None of others."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return int(value)
    return len(value) if hasattr(value, "__len__") else None


def within(measured: int, kind: ProfileType) -> bool:
    """Whether what was measured is within the limits of a data type."""
    return (kind.least is None or kind.least <= measured) and (
        kind.most is None or measured <= kind.most
    )


def fault(profile: Any) -> str:
    """What of a profile is not as it has to be; nothing where all of it is."""
    if type(profile) is not CompanionProfile:
        return "companion profiles"
    for name, value, shape in zip(
        profile._fields, profile, _SHAPES[CompanionProfile], strict=True
    ):
        if not _is(value, shape):
            return f"{name} as CompanionProfile has it"
    for what, each in (
        *(("objects", wanted.codes) for wanted in profile.objects),
        *(("variants", variant.by) for variant in profile.variants),
    ):
        try:
            [Obis(code) for code in each]
        except ObisError:
            return f"OBIS codes of {what}"
    return ""


_TEXTS: Final = [str]
_NUMBER: Final = (int, None)
_TEXT: Final = (str, None)
_RIGHT: Final = frozenset({"R", "W", "RW", "call", "none"})
_DEPTH: Final = 24

# Of each tuple what its fields are: a type, several of which it is one, a list for any number
# of them in a tuple, a dict for a pair, or the words that it may be.
_SHAPES: Final[dict[Any, tuple[Any, ...]]] = {
    CompanionProfile: (
        *(str, str, [ProfileObject], [ProfileClient], [ProfileVariant], str, str),
        *(_TEXTS, _TEXTS, str, str, _TEXT, str),
    ),
    ProfileClient: (str, _NUMBER, str),
    ProfileVariant: (str, str, _TEXTS),
    ProfileObject: (
        *(_TEXTS, str, [{int: _NUMBER}], [ProfileMember], [ProfileMember], bool),
        *(_TEXTS, _TEXTS, str, str, _TEXTS, str, _TEXT),
    ),
    ProfileMember: (
        *(int, str, [ProfileType], [object], (object, None), [{str: _RIGHT}], bool),
        *(str, _TEXT),
    ),
    ProfileType: (str, int, _NUMBER, _NUMBER),
    ProfileWord: (str,),
}


def _is(value: Any, shape: Any) -> bool:
    if shape is None:
        return value is None
    if shape is object:
        return _is_value(value, _DEPTH)
    if isinstance(shape, frozenset):
        return type(value) is str and value in shape
    if isinstance(shape, tuple):
        return any(_is(value, each) for each in shape)
    if isinstance(shape, list):
        return type(value) is tuple and all(_is(each, shape[0]) for each in value)
    if isinstance(shape, dict):
        [(first, second)] = shape.items()
        pair = type(value) is tuple and len(value) == 2
        return pair and _is(value[0], first) and _is(value[1], second)
    if type(value) is not shape:
        return False
    fields = _SHAPES.get(shape)
    return fields is None or all(map(_is, value, fields))


def _is_value(value: Any, depth: int) -> bool:
    if type(value) is tuple:
        return depth > 0 and all(_is_value(each, depth - 1) for each in value)
    if type(value) is ProfileWord:
        return _is(value, ProfileWord)
    return type(value) in (int, bool, str, bytes)
