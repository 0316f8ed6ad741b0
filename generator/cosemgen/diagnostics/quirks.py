"""C42x: quirks, what meters send otherwise than the standard has it."""

from __future__ import annotations

from typing import Final

from .entry import CodeEntry

_HEAD: Final = 'package example "Example" {\n  source list "A list"\n}\n'


def _quirk(body: str, name: str = "sign") -> str:
    return f'quirk {name} "How it is sent" {{\n  source list\n\n  {body}\n}}\n'


def _of(*bodies: str) -> str:
    return _HEAD + "".join(_quirk(body, f"quirk_{n}") for n, body in enumerate(bodies))


_CLASS: Final = (
    '/// A value.\nclass 32800 "Box" {\n  version 0 {\n'
    "    attribute 2 number: double-long-unsigned\n  }\n}\n"
)

ENTRIES: Final[tuple[CodeEntry, ...]] = (
    CodeEntry(
        code="C420",
        title="quirk defined twice",
        explanation="Programs choose a quirk by its name, so a package has each name once.",
        wrong=_HEAD
        + _quirk("date-times deviation reversed")
        + _quirk("profiles newest-first"),
        right=_HEAD
        + _quirk("date-times deviation reversed")
        + _quirk("profiles newest-first", "order"),
    ),
    CodeEntry(
        code="C421",
        title="meters that nothing can be",
        explanation=(
            "All that a line 'applies' says has to hold of a meter, so each word stands once in it; of several lines, one is "
            "enough. A '*' at the end of a text stands for any further letters."
        ),
        wrong=_of('applies maker "ACM" maker "EMC"\n  date-times deviation reversed'),
        right=_of(
            'applies maker "ACM"\n  applies maker "EMC"\n  date-times deviation reversed'
        ),
    ),
    CodeEntry(
        code="C422",
        title="unknown word of a quirk",
        explanation="What something may mean otherwise is one of the fixed words, which programs know how to read.",
        wrong=_of("date-times deviation inverted"),
        right=_of("date-times deviation reversed"),
    ),
    CodeEntry(
        code="C423",
        title="data type that cannot mean it",
        explanation="Behind the attribute stands the data type that is sent, which has to be one that may have the meaning.",
        wrong=_HEAD
        + _CLASS
        + _quirk("class 32800 attribute 2 number: octet-string means bcd"),
        right=_HEAD
        + _CLASS
        + _quirk("class 32800 attribute 2 number: double-long-unsigned means bcd"),
    ),
    CodeEntry(
        code="C424",
        title="deviation that is missing or too much",
        explanation=(
            "'unspecified' is said of the one deviation that stands for it, -1 for instance; the sign is one of all deviations."
        ),
        wrong=_of("date-times deviation unspecified"),
        right=_of("date-times deviation -1 unspecified"),
    ),
    CodeEntry(
        code="C425",
        title="quirk without an effect",
        explanation="A quirk says what is sent otherwise, and what that means.",
        wrong=_of('applies maker "ACM"'),
        right=_of('applies maker "ACM"\n  scalers reversed'),
    ),
    CodeEntry(
        code="C426",
        title="quirk without a source",
        explanation="What nobody has seen a meter do is no quirk: 'source' names who has.",
        wrong=_HEAD + 'quirk sign "Sign" {\n  scalers reversed\n}\n',
        right=_HEAD + 'quirk sign "Sign" {\n  source list\n\n  scalers reversed\n}\n',
    ),
    CodeEntry(
        code="C427",
        title="quirk of an attribute that is not there",
        explanation="A quirk names an attribute of a class by number and name, both as the class has them.",
        wrong=_HEAD
        + _CLASS
        + _quirk("class 32800 attribute 2 value: double-long-unsigned means bcd"),
        right=_HEAD
        + _CLASS
        + _quirk("class 32800 attribute 2 number: double-long-unsigned means bcd"),
    ),
    CodeEntry(
        code="C428",
        title="quirk that says two things of one",
        explanation="What a quirk says of one attribute, order, scaler or deviation, it says once.",
        wrong=_of("profiles newest-first\n  profiles of 1.0.99.1.0.255 oldest-first"),
        right=_of(
            "profiles of 1.0.99.2.0.255 newest-first\n  profiles of 1.0.99.1.0.255 oldest-first"
        ),
    ),
    CodeEntry(
        code="C429",
        title="quirks of the same meters that differ",
        explanation=(
            "Two quirks of which a line 'applies' is the same are always chosen together, so they cannot say different things."
        ),
        wrong=_of(
            'applies maker "ACM"\n  profiles newest-first',
            'applies maker "ACM"\n  profiles oldest-first',
        ),
        right=_of(
            'applies maker "ACM"\n  profiles newest-first',
            'applies maker "ACM" model "2"\n  profiles oldest-first',
        ),
    ),
)
