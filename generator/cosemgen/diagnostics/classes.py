"""C3xx: classes and versions."""

from __future__ import annotations

from typing import Final

from .entry import CodeEntry


def _class(
    *lines: str, class_id: int = 32768, doc: str = "/// Keeps a number.\n"
) -> str:
    """A class of one version with these lines."""
    body = "".join(f"    {line}\n" for line in lines)
    return f'{doc}class {class_id} "Number" {{\n  version 0 {{\n{body}  }}\n}}\n'


def _versions(*lines: str, head: str = "version 1 from 0") -> str:
    """A class of two versions, the second with these lines."""
    body = "".join(f"    {line}\n" for line in lines)
    return (
        '/// Keeps a number.\nclass 32768 "Number" {\n'
        "  version 0 {\n    attribute 2 value: long\n    method 1 reset(0) @0x20\n  }\n"
        f"  {head} {{\n{body}  }}\n}}\n"
    )


_DOCUMENTED: Final = "structure numbers {\n" + "".join(
    f"  /// Number {i}.\n  number_{i}: long\n" for i in range(1, 13)
)

ENTRIES: Final[tuple[CodeEntry, ...]] = (
    CodeEntry(
        code="C301",
        title="class id outside the range of who writes it",
        explanation=(
            "Ids 0..8191 are the standard's and belong to the package 'cosem' alone. Manufacturers have 8192..32767, "
            "user groups 32768..65535."
        ),
        wrong=_class("attribute 2 value: long", class_id=3),
        right=_class("attribute 2 value: long"),
    ),
    CodeEntry(
        code="C302",
        title="class defined twice",
        explanation="A class id stands in one place of a package, with all its versions.",
        wrong=_class("attribute 2 value: long") + _class("attribute 2 value: long"),
        right=_class("attribute 2 value: long"),
    ),
    CodeEntry(
        code="C303",
        title="class version of a foundation defined again",
        explanation=(
            "A package may give a class of a package that it needs a further version, under the class's own name. "
            "It does not define a version anew that is there already."
        ),
        wrong='// file: users/package.cosem\npackage users "A user group" {\n}\n'
        "// file: users/number.cosem\n"
        + _class("attribute 2 value: long", class_id=8192)
        + '// file: acme/package.cosem\npackage acme "ACME" {\n  needs users\n}\n'
        "// file: acme/number.cosem\n"
        + _class("attribute 2 value: long", class_id=8192),
        right='// file: users/package.cosem\npackage users "A user group" {\n}\n'
        "// file: users/number.cosem\n"
        + _class("attribute 2 value: long", class_id=8192)
        + '// file: acme/package.cosem\npackage acme "ACME" {\n  needs users\n}\n'
        "// file: acme/number.cosem\n"
        + _class("attribute 2 value: long", class_id=8192).replace(
            "version 0", "version 1"
        ),
    ),
    CodeEntry(
        code="C304",
        title="attribute number out of range",
        explanation=(
            "Attribute 1 is always logical_name and implied. Others have the numbers 2..127: the index is an integer on the "
            "wire, and 0 and negative numbers are no attributes of the class."
        ),
        wrong=_class("attribute 1 value: long", "attribute 2 other: long"),
        right=_class("attribute 2 value: long", "attribute 3 other: long"),
    ),
    CodeEntry(
        code="C305",
        title="attribute number used twice",
        explanation="Each attribute of a version has a number of its own; an inherited one is replaced with 'change'.",
        wrong=_class("attribute 2 value: long", "attribute 2 other: long"),
        right=_class("attribute 2 value: long", "attribute 3 other: long"),
    ),
    CodeEntry(
        code="C306",
        title="gap in the attribute numbers",
        explanation=(
            "Attributes are numbered from 2 without gaps: their short names and the order of reading all of them depend on it. "
            "A version of which too little is known says 'undefined' instead."
        ),
        wrong=_class("attribute 2 value: long", "attribute 4 other: long"),
        right=_class("attribute 2 value: long", "attribute 3 other: long"),
    ),
    CodeEntry(
        code="C307",
        title="method number out of range",
        explanation="Methods have the numbers 1..127: the index is an integer on the wire.",
        wrong=_class("attribute 2 value: long", "method 0 reset(0)"),
        right=_class("attribute 2 value: long", "method 1 reset(0)"),
    ),
    CodeEntry(
        code="C308",
        title="method number used twice",
        explanation="Each method of a version has a number of its own; an inherited one is replaced with 'change'.",
        wrong=_class(
            "attribute 2 value: long", "method 1 reset(0)", "method 1 capture(0)"
        ),
        right=_class(
            "attribute 2 value: long", "method 1 reset(0)", "method 2 capture(0)"
        ),
    ),
    CodeEntry(
        code="C309",
        title="short name that is none",
        explanation="Short names are offsets to the base name of the object: multiples of 8, up to 0xFFF8.",
        wrong=_class("attribute 2 value: long", "method 1 reset(0) @0x1C"),
        right=_class("attribute 2 value: long", "method 1 reset(0) @0x18"),
    ),
    CodeEntry(
        code="C310",
        title="short name used twice",
        explanation=(
            "Attribute n has the short name 8*(n-1), methods have what their table says; no two of them share one. A version "
            "that adds an attribute where a method was needs a 'methods' line of its own: 'methods @0x28' with the first short "
            "name behind the attributes, or 'methods @?' where no source gives it."
        ),
        wrong=_class("attribute 2 value: long", "method 1 reset(0) @0x08"),
        right=_class("attribute 2 value: long", "method 1 reset(0) @0x10"),
    ),
    CodeEntry(
        code="C311",
        title="version number out of range",
        explanation="The version of a class is one octet: 0..255.",
        wrong=_class("attribute 2 value: long").replace("version 0", "version 256"),
        right=_class("attribute 2 value: long").replace("version 0", "version 255"),
    ),
    CodeEntry(
        code="C312",
        title="version defined twice",
        explanation="Each version of a class stands once.",
        wrong=_versions("attribute 2 value: unsigned", head="version 0"),
        right=_versions("attribute 2 value: unsigned", head="version 1"),
    ),
    CodeEntry(
        code="C313",
        title="unknown origin of a version",
        explanation=(
            "'from' names a version of this class, or with 'from class' of another one, in this package or one that it needs."
        ),
        wrong=_versions("add attribute 3 other: long", head="version 2 from 1"),
        right=_versions("add attribute 3 other: long", head="version 2 from 0"),
        echo=True,
    ),
    CodeEntry(
        code="C314",
        title="versions written from one another",
        explanation="One of the versions has to stand on its own, for the others to say how they differ from it.",
        wrong=_versions("add attribute 3 other: long").replace(
            "version 0 {\n    attribute 2 value: long\n    method 1 reset(0) @0x20",
            "version 0 from 1 {\n    add attribute 2 value: long",
        ),
        right=_versions("add attribute 3 other: long"),
    ),
    CodeEntry(
        code="C316",
        title="change of what is not there",
        explanation="A version changes and removes only what its origin has.",
        wrong=_versions("change attribute 3 value: unsigned"),
        right=_versions("change attribute 2 value: unsigned"),
    ),
    CodeEntry(
        code="C317",
        title="difference without origin, or origin without difference",
        explanation=(
            "A version with 'from' says what it adds, changes and removes; one without states everything itself, in plain "
            "lines."
        ),
        wrong=_versions("attribute 3 other: long"),
        right=_versions("add attribute 3 other: long"),
    ),
    CodeEntry(
        code="C318",
        title="change of another kind of type",
        explanation="'change' and 'remove' name the kind of type that is there; to make it another kind, remove it and add the new one.",
        wrong=_versions("change enumeration pair {", "  add 1 on", "}").replace(
            "value: long", "value: pair\n    structure pair {\n      first: long\n    }"
        ),
        right=_versions("change structure pair {", "  add second: long", "}").replace(
            "value: long", "value: pair\n    structure pair {\n      first: long\n    }"
        ),
    ),
    CodeEntry(
        code="C319",
        title="fact stated twice",
        explanation="A fact such as confidence or cardinality is stated once in a class, and once more in a version that differs.",
        wrong=_class("confidence high", "confidence low", "attribute 2 value: long"),
        right=_class("confidence high", "attribute 2 value: long"),
    ),
    CodeEntry(
        code="C320",
        title="unknown source",
        explanation="Sources are named by the keys of the package's legend, or of a package that it needs.",
        wrong='package acme "ACME" {\n  source manual "the printed manual"\n}\n'
        + _class("source manuals", "attribute 2 value: long"),
        right='package acme "ACME" {\n  source manual "the printed manual"\n}\n'
        + _class("source manual", "attribute 2 value: long"),
        echo=True,
    ),
    CodeEntry(
        code="C321",
        title="cardinality that no device can have",
        explanation="How many objects of the class a logical device has: a number, a range, or 0..n and 1..n.",
        wrong=_class("cardinality 2..1", "attribute 2 value: long"),
        right=_class("cardinality 1..2", "attribute 2 value: long"),
    ),
    CodeEntry(
        code="C322",
        title="class without version",
        explanation="What a class has stands in its versions; a class of which nothing is known has a version with 'undefined'.",
        wrong='/// Keeps a number.\nclass 32768 "Number" {\n}\n',
        right=_class("attribute 2 value: long"),
    ),
    CodeEntry(
        code="C323",
        title="empty version, or undefined one with contents",
        explanation="A version has attributes or methods, or it says with 'undefined' why nothing is known of it. Not both.",
        wrong=_class(),
        right=_class('undefined "no source has its tables"'),
    ),
    CodeEntry(
        code="C324",
        title="selector out of range or used twice",
        explanation="The selectors of an attribute are numbers 0..255, each with one meaning.",
        wrong=_class(
            "attribute 2 value: array of long {",
            "  selector 1 by_date",
            "  selector 1 by_entry",
            "}",
        ),
        right=_class(
            "attribute 2 value: array of long {",
            "  selector 1 by_date",
            "  selector 2 by_entry",
            "}",
        ),
    ),
    CodeEntry(
        code="C325",
        title="class name that is none, or used twice",
        explanation="A class has a name with letters, which no other class of the package has; signs and capitals do not tell names apart.",
        wrong=_class("attribute 2 value: long")
        + _class("attribute 2 value: long", class_id=32769).replace(
            '"Number"', '"NUMBER"'
        ),
        right=_class("attribute 2 value: long")
        + _class("attribute 2 value: long", class_id=32769).replace(
            '"Number"', '"Numbers"'
        ),
    ),
    CodeEntry(
        code="C326",
        title="class without documentation",
        explanation="A line with '///' above the class says what its objects are for. It becomes a docstring and the head of the class's page.",
        wrong=_class("attribute 2 value: long", doc=""),
        right=_class("attribute 2 value: long"),
    ),
    CodeEntry(
        code="C327",
        title="parameter that is a number other than 0",
        explanation=(
            "A method that needs no data gets the integer 0: 'reset(0)'. Any other parameter is a type, and '?' where no source "
            "tells what it is."
        ),
        wrong=_class("attribute 2 value: long", "method 1 reset(1)"),
        right=_class("attribute 2 value: long", "method 1 reset(0)"),
    ),
    CodeEntry(
        code="C328",
        title="unknown edition",
        explanation="Editions are named by the keys that the package gives them, or a package that it needs.",
        wrong='package acme "ACME" {\n  edition v1 "1.0"\n}\n'
        + _class("since v2", "attribute 2 value: long"),
        right='package acme "ACME" {\n  edition v1 "1.0"\n}\n'
        + _class("since v1", "attribute 2 value: long"),
    ),
    CodeEntry(
        code="C329",
        title="editions out of order",
        explanation=(
            "A package lists editions as they came out. What is first in one of several editions names the earliest and the "
            "latest of them, in this order, and a version does not come before the one with the lower number."
        ),
        wrong='package acme "ACME" {\n  edition v1 "1.0"\n  edition v2 "2.0"\n}\n'
        + _class("since v2..v1", "attribute 2 value: long"),
        right='package acme "ACME" {\n  edition v1 "1.0"\n  edition v2 "2.0"\n}\n'
        + _class("since v1..v2", "attribute 2 value: long"),
    ),
    CodeEntry(
        code="C330",
        title="version without a fact that its siblings have",
        explanation=(
            "Where one version of a class says since when it is there, or how sure it is, readers expect it of all of them; "
            "a fact that holds for every version may be said of the class. A version of which nothing is known needs neither."
        ),
        wrong=_versions("confidence high", "add attribute 3 other: long"),
        right=_versions("add attribute 3 other: long").replace(
            '"Number" {', '"Number" {\n  confidence high'
        ),
    ),
    CodeEntry(
        code="C331",
        title="attribute, method or field without documentation",
        explanation=(
            "In a package that documents its lines, one without '///' is an oversight, and is a gap in the generated "
            "docstrings and pages. It is told once for each class, and not at all where many lines have none."
        ),
        wrong=_DOCUMENTED + "  last: long\n}\n",
        right=_DOCUMENTED + "  /// The last number.\n  last: long\n}\n",
    ),
    CodeEntry(
        code="C332",
        title="class name with letters that Python does not get",
        explanation=(
            "The class in Python is called by the letters A to Z and the digits of its name; others are left out, so that a letter that only "
            "looks like one of these gives another class than it seems to."
        ),
        wrong='/// Counts.\nclass 32768 "\u0421ounter" {\n  version 0 {\n    attribute 2 value: long\n  }\n}\n',
        right='/// Counts.\nclass 32768 "Counter" {\n  version 0 {\n    attribute 2 value: long\n  }\n}\n',
    ),
)
