"""C2xx: names and types."""

from __future__ import annotations

from typing import Final

from ..vocabulary import MEANINGS, STRUCTURE_MEANINGS
from ..words import listed
from .entry import CodeEntry

_NUMBERS: Final = [
    f"{meaning.name} also to {base}"
    for meaning in MEANINGS.values()
    for base in meaning.bases
    if base != "octet-string"
]
"""Meanings that belong to other types than strings."""

ENTRIES: Final[tuple[CodeEntry, ...]] = (
    CodeEntry(
        code="C201",
        title="unknown type",
        explanation=(
            "The name is neither a common data type nor a named type that this line can see: one of the version, of the "
            "class, of the file, or one that the file takes from another with 'use'."
        ),
        wrong="structure pair {\n  first: octetstring\n}\n",
        right="structure pair {\n  first: octet-string\n}\n",
        echo=True,
    ),
    CodeEntry(
        code="C202",
        title="type defined twice",
        explanation=(
            "A name means one thing in a file: a type of a class or version neither repeats nor hides another one. "
            "A version that is written from another one changes an inherited type with 'change'."
        ),
        wrong="structure pair {\n  first: long\n}\nstructure pair {\n  second: long\n}\n",
        right="structure pair {\n  first: long\n}\nstructure other {\n  second: long\n}\n",
    ),
    CodeEntry(
        code="C203",
        title="name of a type is a word of the language",
        explanation=(
            "The names of the common data types, and the words 'simple', 'any' and 'CHOICE', cannot be given to named types."
        ),
        wrong="type integer = long\n",
        right="type whole_number = long\n",
    ),
    CodeEntry(
        code="C204",
        title="type that contains itself",
        explanation=(
            "A value of such a type could never end. COSEM types are finite: break the circle."
        ),
        wrong="structure node {\n  value: long\n  next: list\n}\ntype list = array of node\n",
        right="structure node {\n  value: long\n}\ntype list = array of node\n",
    ),
    CodeEntry(
        code="C205",
        title="field or value that is not there",
        explanation=(
            "A version changes or removes a field of a structure, or a value of an enumeration, "
            "that its origin does not have."
        ),
        wrong="""\
/// Keeps pairs.
class 32768 "Pairs" {
  version 0 {
    attribute 2 value: pair
    structure pair {
      first: long
      second: long
    }
  }
  version 1 from 0 {
    change structure pair {
      remove third
    }
  }
}
""",
        right="""\
/// Keeps pairs.
class 32768 "Pairs" {
  version 0 {
    attribute 2 value: pair
    structure pair {
      first: long
      second: long
    }
  }
  version 1 from 0 {
    change structure pair {
      remove second
    }
  }
}
""",
    ),
    CodeEntry(
        code="C206",
        title="two names are one in Python",
        explanation=(
            "The generated package writes types in CamelCase, enumerators in capitals and hyphens as underscores. "
            "Two names that differ in the spec must still differ there, and a member may not be called as the class of its type."
        ),
        wrong="structure time_pair {\n  first: long\n}\nstructure TIME_PAIR {\n  first: long\n}\n",
        right="structure time_pair {\n  first: long\n}\nstructure pair_of_times {\n  first: long\n}\n",
    ),
    CodeEntry(
        code="C207",
        title="name stated twice",
        explanation=(
            "Fields of a structure, values of an enumeration, bits, units, and the attributes, methods and selectors of a "
            "version each have a name of their own."
        ),
        wrong="structure pair {\n  first: long\n  first: long\n}\n",
        right="structure pair {\n  first: long\n  second: long\n}\n",
    ),
    CodeEntry(
        code="C208",
        title="clause that does not apply here",
        explanation=(
            "Clauses at the end of a line say something of that kind of line: a unit belongs to a value, a short name to an "
            "attribute or a method, 'integral' to an OBIS code."
        ),
        wrong="structure pair {\n  first: long @0x10\n}\n",
        right="structure pair {\n  first: long\n}\n",
    ),
    CodeEntry(
        code="C209",
        title="clause stated twice",
        explanation="A line has one default, one unit, one thing that it refers to. Only notes and rules may repeat.",
        wrong="structure pair {\n  first: long = 1 = 2\n}\n",
        right="structure pair {\n  first: long = 1\n}\n",
    ),
    CodeEntry(
        code="C210",
        title="unknown meaning",
        explanation=(
            f"After 'as' stands what a string holds: {listed([*MEANINGS])}; "
            f"for a structure only {listed(sorted(STRUCTURE_MEANINGS))}."
        ),
        wrong="structure pair {\n  first: octet-string as datetime\n}\n",
        right="structure pair {\n  first: octet-string as date-time\n}\n",
    ),
    CodeEntry(
        code="C211",
        title="meaning that does not fit its type",
        explanation=(
            f"Meanings belong to octet-strings ({listed(_NUMBERS, 'and')}). Those of a fixed length imply "
            "it, so that no size is written; 'or empty' allows them to have no octets at all."
        ),
        wrong="structure pair {\n  first: visible-string as logical-name\n}\n",
        right="structure pair {\n  first: octet-string as logical-name\n}\n",
    ),
    CodeEntry(
        code="C212",
        title="size or range on a type that has none",
        explanation=(
            "Strings and bit-strings have a size in brackets, integers a range in parentheses. "
            "A named type is narrowed where it is defined."
        ),
        wrong="structure pair {\n  first: long [1..12]\n}\n",
        right="structure pair {\n  first: long (1..12)\n}\n",
    ),
    CodeEntry(
        code="C213",
        title="unknown rule",
        explanation=(
            "Rules are named limits that the conformance tests know how to decide. Some belong to a line ('rule'), "
            "some to a class or version ('requires')."
        ),
        wrong="structure pair {\n  first: octet-string rule octets_multiple(8)\n}\n",
        right="structure pair {\n  first: octet-string rule octets_multiple_of(8)\n}\n",
    ),
    CodeEntry(
        code="C214",
        title="argument that a rule cannot use",
        explanation=(
            "Each rule is given its own arguments: numbers, attributes of the class, members of a structure, or values of the enumeration before. "
            'A member of an attribute is written in quotes: "schedule.index".'
        ),
        wrong="structure pair {\n  first: octet-string rule octets_multiple_of(eight)\n}\n",
        right="structure pair {\n  first: octet-string rule octets_multiple_of(8)\n}\n",
    ),
    CodeEntry(
        code="C215",
        title="unknown unit",
        explanation="Units are those of the table that a 'units' item defines, here or in a package that this one needs.",
        wrong='units unit {\n  7 second "s" "time"\n}\nstructure pair {\n  first: long unit seconds\n}\n',
        right='units unit {\n  7 second "s" "time"\n}\nstructure pair {\n  first: long unit second\n}\n',
        echo=True,
    ),
    CodeEntry(
        code="C216",
        title="reference that does not fit its type",
        explanation=(
            "'refers to class' stands on a logical name. 'refers to object, attribute, method, script' stand on a structure "
            "and name its members in the order class_id, logical_name, index; the class may be left out."
        ),
        wrong="structure target refers to object(class_id, logical_name) {\n  class_id: unsigned\n  logical_name: octet-string as logical-name\n}\n",
        right="structure target refers to object(class_id, logical_name) {\n  class_id: long-unsigned\n  logical_name: octet-string as logical-name\n}\n",
    ),
    CodeEntry(
        code="C217",
        title="reference to a class that does not exist",
        explanation="The class is neither in this package nor in one that it needs.",
        wrong="""\
/// Points to a clock.
class 32768 "Clock user" {
  version 0 {
    attribute 2 clock: octet-string as logical-name refers to class 32769
  }
}
""",
        right="""\
/// Points to a clock user.
class 32768 "Clock user" {
  version 0 {
    attribute 2 clock: octet-string as logical-name refers to class 32768
  }
}
""",
        echo=True,
    ),
    CodeEntry(
        code="C218",
        title="unknown kind of open choice",
        explanation="'CHOICE of simple' is any simple type, 'CHOICE of any' any type at all; other choices list their types.",
        wrong="type value = CHOICE of numbers\n",
        right="type value = CHOICE of simple\n",
    ),
    CodeEntry(
        code="C219",
        title="enumeration or bits on a type that cannot carry them",
        explanation=(
            "Enumerations stand on enum or an integer type. Bits stand on a bit-string, whose width may be given, "
            "on an integer type or on enum."
        ),
        wrong='enumeration state: octet-string {\n  0 off "off"\n}\n',
        right='enumeration state: unsigned {\n  0 off "off"\n}\n',
    ),
    CodeEntry(
        code="C220",
        title="alternative listed twice",
        explanation="A CHOICE lists each type once, also where an alternative is a CHOICE itself.",
        wrong="type value = CHOICE { long, unsigned, long }\n",
        right="type value = CHOICE { long, unsigned }\n",
    ),
    CodeEntry(
        code="C221",
        title="compact-array of compact-arrays",
        explanation="The standard does not allow a compact-array as the element type of another one.",
        wrong="type rows = compact-array of compact-array of long\n",
        right="type rows = compact-array of array of long\n",
    ),
    CodeEntry(
        code="C222",
        title="type that is not used",
        explanation="No version of the class uses the type. Use it, remove it, or keep it as a comment.",
        wrong="""\
/// Keeps a number.
class 32768 "Number" {
  version 0 {
    attribute 2 value: long
    structure pair {
      first: long
    }
  }
}
""",
        right="""\
/// Keeps a pair.
class 32768 "Number" {
  version 0 {
    attribute 2 value: pair
    structure pair {
      first: long
    }
  }
}
""",
        echo=True,
    ),
    CodeEntry(
        code="C223",
        title="CHOICE by a member that does not fit",
        explanation=(
            "'CHOICE by kind' stands in a structure beside a member 'kind'. Its cases are values of that enumeration, each in one "
            "alternative."
        ),
        wrong="""\
structure entry {
  kind: entry_kind
  data: CHOICE by kind { none: null-data, numbr: long }
}
enumeration entry_kind {
  0 none
  1 number
}
""",
        right="""\
structure entry {
  kind: entry_kind
  data: CHOICE by kind { none: null-data, number: long }
}
enumeration entry_kind {
  0 none
  1 number
}
""",
    ),
    CodeEntry(
        code="C224",
        title="unit of what is no number",
        explanation=(
            "A unit says what a number counts: it stands at an integer, a floating-point number, an array of them, or a CHOICE "
            "that may be one. The fields of a structure each have a unit of their own."
        ),
        wrong='units unit {\n  7 second "s" "time"\n}\nstructure span {\n  first: long\n  last: long\n}\nstructure pair {\n  both: span unit second\n}\n',
        right='units unit {\n  7 second "s" "time"\n}\nstructure span {\n  first: long unit second\n  last: long unit second\n}\nstructure pair {\n  both: span\n}\n',
    ),
    CodeEntry(
        code="C225",
        title="value without a case",
        explanation=(
            "A CHOICE whose alternatives all name values of a member names every value of it, or nobody can tell what is sent with "
            "the others. An alternative without a case is for all that are not named."
        ),
        wrong="""\
structure entry {
  kind: entry_kind
  data: CHOICE by kind { none: null-data, number: long }
}
enumeration entry_kind {
  0 none
  1 number
  2 text
}
""",
        right="""\
structure entry {
  kind: entry_kind
  data: CHOICE by kind { none: null-data, number: long, text: visible-string }
}
enumeration entry_kind {
  0 none
  1 number
  2 text
}
""",
    ),
    CodeEntry(
        code="C226",
        title="alias that is too large",
        explanation=(
            "An alias stands for what is written behind it, and so do the aliases inside it. Written out it may be "
            "300 types on 30 levels of arrays and CHOICEs, far more than any of the standard. "
            "Structures, enumerations and bits count as one: they are not written out."
        ),
        wrong="".join(
            f"type level_{n + 1} = array of array of array of level_{n}\n"
            for n in range(12)
        )
        + "type level_0 = long\n",
        right="type level_1 = array of array of array of level_0\ntype level_0 = long\n",
    ),
    CodeEntry(
        code="C227",
        title="rule that nothing decides",
        explanation=(
            "A meter is judged by the rules of the spec on the values of attributes. A rule of what no "
            "attribute holds, as the parameter of a method, would never be looked at."
        ),
        wrong="""\
/// Counts.
class 32768 "Counter" {
  version 0 {
    attribute 2 value: long-unsigned
    method 1 set(list: array of long rule unique()) optional
  }
}
""",
        right="""\
/// Counts.
class 32768 "Counter" {
  version 0 {
    attribute 2 values: array of long rule unique()
    method 1 set(list: array of long) optional
  }
}
""",
    ),
    CodeEntry(
        code="C228",
        title="type with too many inside one another",
        explanation=(
            "A type may have 60 types, arrays and CHOICEs inside one another; the deepest of the standard has 6. "
            "Meters send no value that is deeper, and decoders refuse it."
        ),
        wrong="".join(
            f"structure level_{n + 1} {{\n  inner: level_{n}\n}}\n" for n in range(60)
        )
        + "structure level_0 {\n  value: long\n}\n",
        right="structure level_1 {\n  inner: level_0\n}\n"
        "structure level_0 {\n  value: long\n}\n",
    ),
)
