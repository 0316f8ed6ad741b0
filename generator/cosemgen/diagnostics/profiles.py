"""C9xx: companion profiles, what meters have to have."""

from __future__ import annotations

from typing import Final

from .entry import CodeEntry

_HEAD: Final = 'package example "Example" {\n  source book "A book"\n}\n'

_CLASS: Final = (
    '/// A value.\nclass 32800 "Box" {\n  version 0 {\n'
    "    attribute 2 number: unsigned\n    method 1 empty(0) optional\n  }\n}\n"
)
_ONE: Final = 'object 0.0.96.1.0.255 "Number"'
_CLIENT: Final = "client reading 2\n  "


def _profile(body: str, name: str = "one", head: str = "source book") -> str:
    return f'profile {name} "A profile" {head} {{\n  {body}\n}}\n'


def _line(line: str, more: str = "") -> str:
    box = f'object 0.0.96.1.0.255 "Box" as 32800 version 0 {{\n    {line}\n  }}'
    return _HEAD + _CLASS + _profile(more + box)


def _changed(body: str) -> str:
    return (
        _HEAD
        + _CLASS
        + _profile(
            'object 0.0.96.1.0.255 "Box" as 32800 version 0 {\n    attribute 2 number\n  }'
        )
        + _profile(body, "two", "from one source book")
    )


ENTRIES: Final[tuple[CodeEntry, ...]] = (
    CodeEntry(
        code="C901",
        title="profile defined twice",
        explanation="Profiles are chosen by name, so a package and those that it needs have each name once.",
        wrong=_HEAD + _profile(_ONE) + _profile(_ONE),
        right=_HEAD + _profile(_ONE) + _profile(_ONE, "two"),
    ),
    CodeEntry(
        code="C902",
        title="profile that stands on none",
        explanation=(
            "'from' names the profile that this one changes: one of this package, or of a package that it needs, and "
            "never itself."
        ),
        wrong=_HEAD + _profile(f"add {_ONE}", "two", "from one source book"),
        right=_HEAD
        + _profile(_ONE)
        + _profile('add object 0.0.96.1.1.255 "Other"', "two", "from one source book"),
    ),
    CodeEntry(
        code="C903",
        title="change without an origin",
        explanation=(
            "A profile that is written 'from' another one says what it adds, changes and removes; any other one says what "
            "it asks for."
        ),
        wrong=_HEAD + _profile(f"add {_ONE}"),
        right=_HEAD + _profile(_ONE),
    ),
    CodeEntry(
        code="C904",
        title="client or variant that cannot be",
        explanation=(
            "Rights are given to clients, and objects are asked of variants, that the profile names, each once. The address "
            "of a client (its SAP) is 0..65535 and its own."
        ),
        wrong=_HEAD + _profile(f"{_ONE} when gas"),
        right=_HEAD + _profile(f'variant gas "Gas meters"\n\n  {_ONE} when gas'),
    ),
    CodeEntry(
        code="C905",
        title="object that is there already, or is not there",
        explanation=(
            "An object is known by its code, and where several have the code by its class or by the variants that have it. "
            "It is asked for once; what is changed or removed is in the profile that this one is written from."
        ),
        wrong=_HEAD + _profile(f"{_ONE}\n  {_ONE}"),
        right=_HEAD + _profile(_ONE),
    ),
    CodeEntry(
        code="C906",
        title="attribute or method that is there already, or is not there",
        explanation=(
            "Each attribute and method of an object is stated once. A change adds what the object does not have, and changes "
            "or removes what it has."
        ),
        wrong=_changed(
            "change object 0.0.96.1.0.255 {\n    add attribute 2 number = 1\n  }"
        ),
        right=_changed(
            "change object 0.0.96.1.0.255 {\n    change attribute 2 number = 1\n  }"
        ),
    ),
    CodeEntry(
        code="C907",
        title="pattern that stands for too many objects",
        explanation=(
            "A pattern stands for one object with each of its codes, and all of them are asked for: 'where' says which codes "
            "are meant. A line stands for 1000 objects at the most, a profile for 100000."
        ),
        wrong=_HEAD + _profile('object 0.b.24.1.e.255 "Device"'),
        right=_HEAD + _profile('object 0.b.24.1.0.255 "Device" where b in 1..4'),
    ),
    CodeEntry(
        code="C908",
        title="class that cannot be",
        explanation="A class_id is 1..65535 and a version 0..255; each is named once.",
        wrong=_HEAD + _CLASS + _profile(f"{_ONE} as 32800, 32800"),
        right=_HEAD + _CLASS + _profile(f"{_ONE} as 32800"),
    ),
    CodeEntry(
        code="C909",
        title="type that the attribute cannot have",
        explanation=(
            "A profile narrows: behind ':' stands the data type in which the attribute is sent, or several with '|' between "
            "them, each one that the class allows."
        ),
        wrong=_line("attribute 2 number: long"),
        right=_line("attribute 2 number: unsigned (0..9)"),
    ),
    CodeEntry(
        code="C910",
        title="right that cannot be given",
        explanation=(
            "An attribute is read or written (R, W, RW, none), a method is called (call, none). A right belongs to one client, "
            "which has one; without any client it is the right that one of them has at least."
        ),
        wrong=_line("attribute 2 number access reading call", _CLIENT),
        right=_line("attribute 2 number access reading R", _CLIENT),
    ),
    CodeEntry(
        code="C911",
        title="attribute or method that the class does not have",
        explanation=(
            "A profile asks for attributes and methods of the class version by number and name, both as the class has them. "
            "Where no version is stated, they are those of one of its versions."
        ),
        wrong=_line("attribute 3 number"),
        right=_line("attribute 2 number"),
    ),
    CodeEntry(
        code="C912",
        title="class of a profile that is not defined",
        explanation=(
            "A profile may ask for a class or a version that no package has, but nothing can be said of its attributes then. "
            "Mostly the number is wrong, or 'needs' is missing."
        ),
        wrong=_HEAD + _CLASS + _profile(f"{_ONE} as 32801"),
        right=_HEAD + _CLASS + _profile(f"{_ONE} as 32800"),
        echo=True,
    ),
    CodeEntry(
        code="C913",
        title="value that the attribute cannot have",
        explanation="Fixed values and defaults are of the type that the attribute has in the class, and in the profile.",
        wrong=_line("attribute 2 number = 256"),
        right=_line("attribute 2 number = 255"),
    ),
    CodeEntry(
        code="C914",
        title="profile without a source",
        explanation="A profile is what somebody asks of meters: 'source' says who does, and where.",
        wrong=_HEAD + _profile(_ONE, head='note "as told"'),
        right=_HEAD + _profile(_ONE),
    ),
    CodeEntry(
        code="C915",
        title="profile that asks for nothing",
        explanation="A profile asks for objects; without any, every meter has what it asks for.",
        wrong=_HEAD + _profile("client reading 2"),
        right=_HEAD + _profile(f"client reading 2\n\n  {_ONE}"),
    ),
    CodeEntry(
        code="C916",
        title="variant of which nothing is asked",
        explanation=(
            "A variant is a kind of meters that is asked for more than others: objects say so with 'when', in the profile "
            "or in one that is written from it."
        ),
        wrong=_HEAD + _profile(f'variant gas "Gas meters"\n\n  {_ONE}'),
        right=_HEAD + _profile(f'variant gas "Gas meters"\n\n  {_ONE} when gas'),
    ),
)
