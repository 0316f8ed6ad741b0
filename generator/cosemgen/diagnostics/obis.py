"""C5xx: OBIS codes."""

from __future__ import annotations

from typing import Final

from .entry import CodeEntry

_CLASS: Final = """\
/// Keeps a number.
class 32768 "Number" {
  version 0 {
    attribute 2 value: long
  }
}
"""

_UNITS: Final = 'units unit {\n  30 watt_hour "Wh" "active energy"\n}\n'

_LAYERS: Final = (
    '// file: users/package.cosem\npackage users "A user group" {\n}\n'
    "// file: users/number.cosem\n"
    + _CLASS.replace("32768", "8192")
    + 'object 0.0.96.1.1.255 "Device id" as 8192\n'
    '// file: acme/package.cosem\npackage acme "ACME" {\n  needs users\n}\n'
    "// file: acme/own.cosem\n"
    + _CLASS.replace('"Number"', '"Own number"')
    + 'object 0.0.96.1.CODE.255 "Serial number" as 32768\n'
)

ENTRIES: Final[tuple[CodeEntry, ...]] = (
    CodeEntry(
        code="C501",
        title="letter at another group's place",
        explanation="A pattern has six groups, A to F. A letter stands at the place of its own group: '0.b.1.0.e.255'.",
        wrong='object 0.b.c.d.f.255 "Counter"\n',
        right='object 0.b.c.d.e.255 "Counter"\n',
    ),
    CodeEntry(
        code="C503",
        title="code out of range",
        explanation="Codes of a value group are 0..255, the smaller end of a range first; media are 0..15.",
        wrong='object 0.b.96.1.0.255 "Device id" where b in 0..256\n',
        right='object 0.b.96.1.0.255 "Device id" where b in 0..255\n',
    ),
    CodeEntry(
        code="C504",
        title="code listed twice",
        explanation="The codes of one line are listed without overlap.",
        wrong='object 0.b.96.1.0.255 "Device id" where b in 0..64, 64\n',
        right='object 0.b.96.1.0.255 "Device id" where b in 0..64\n',
    ),
    CodeEntry(
        code="C505",
        title="condition on a group that has none",
        explanation=(
            "A condition is about a group that the pattern leaves open with its letter, and each group has one. "
            "A selected table depends on other groups than its own."
        ),
        wrong='object 0.0.96.1.0.255 "Device id" where b in 0..64\n',
        right='object 0.b.96.1.0.255 "Device id" where b in 0..64\n',
    ),
    CodeEntry(
        code="C506",
        title="class that an object cannot have",
        explanation=(
            "Objects list classes of this package or of one that it needs, each once. "
            "The core classes are among those listed after 'as'."
        ),
        wrong=_CLASS + 'object 0.0.96.1.0.255 "Device id" as 32769\n',
        right=_CLASS + 'object 0.0.96.1.0.255 "Device id" as 32768\n',
        echo=True,
    ),
    CodeEntry(
        code="C507",
        title="unknown data type of an object",
        explanation=(
            "What the value of an object may be is said in common data types, or by the name of a list of them that a "
            "'values' line gives."
        ),
        wrong='object 0.0.96.1.0.255 "Device id" value octetstring\n',
        right='object 0.0.96.1.0.255 "Device id" value octet-string\n',
    ),
    CodeEntry(
        code="C508",
        title="objects that cannot be told apart",
        explanation=(
            "The pattern that matches fewer codes wins. Two that match equally many, share a code and share a class leave it "
            "open which object is meant, unless one of them says with 'overlaps' why that is right, or that it is an "
            "'alternative': a reading that comes after the others."
        ),
        wrong='object 0.0.96.1.0.255 "Device id 1"\nobject 0.0.96.1.0.255 "Device id 2"\n',
        right='object 0.0.96.1.0.255 "Device id 1"\nobject 0.0.96.1.1.255 "Device id 2"\n',
    ),
    CodeEntry(
        code="C509",
        title="insert that means nothing",
        explanation=(
            "The name of an object may hold {B} to {F} for what the code means in that group, and {E+1} or {E-19} for a number "
            "made from it; the meaning of a code may hold {n} and {n-100}."
        ),
        wrong='object 0.0.96.1.e.255 "Device id {G}"\n',
        right='object 0.0.96.1.e.255 "Device id {E+1}"\n',
    ),
    CodeEntry(
        code="C510",
        title="table that does not exist",
        explanation=(
            "A selection names a table of the medium or of all media; a name with {C} needs a table of group C in every medium "
            "that the object belongs to."
        ),
        wrong='medium 1 "Electricity" {\n  group E rate {\n    0 "total"\n  }\n  select E rates where D in 8\n  select E rate where D in 9\n}\n',
        right='medium 1 "Electricity" {\n  group E rate {\n    0 "total"\n  }\n  select E rate where D in 8\n  select E rate where D in 9\n}\n',
        echo=True,
    ),
    CodeEntry(
        code="C511",
        title="medium defined twice",
        explanation="A medium stands once, in one package. A vendor names codes of it with 'object' and 'range'.",
        wrong='medium 1 "Electricity" {\n}\nmedium 1 "Current" {\n}\n',
        right='medium 1 "Electricity" {\n}\nmedium 2 "Current" {\n}\n',
    ),
    CodeEntry(
        code="C512",
        title="medium that is the same as none",
        explanation="'same as' names a medium of the package that has tables of its own.",
        wrong='medium 6 "Heat" {\n}\nmedium 5 "Cooling" same as 7\n',
        right='medium 6 "Heat" {\n}\nmedium 5 "Cooling" same as 6\n',
        echo=True,
    ),
    CodeEntry(
        code="C513",
        title="code with two meanings",
        explanation="In one table, and in all tables of a group that always hold, a code stands once.",
        wrong='group B {\n  0 "none"\n  0..64 "channel {n}"\n}\n',
        right='group B {\n  0 "none"\n  1..64 "channel {n}"\n}\n',
    ),
    CodeEntry(
        code="C514",
        title="table named twice",
        explanation="Tables of one group have different names within a medium, and among those of all media.",
        wrong='group D country {\n  0 "Finland"\n}\ngroup D country {\n  1 "USA"\n}\n',
        right='group D country {\n  0 "Finland"\n}\ngroup D consortium {\n  1 "STS Association"\n}\n',
    ),
    CodeEntry(
        code="C515",
        title="table that is never selected",
        explanation="A named table of a medium holds only where a 'select' says so.",
        wrong='medium 1 "Electricity" {\n  group E rate {\n    0 "total"\n  }\n}\n',
        right='medium 1 "Electricity" {\n  group E rate {\n    0 "total"\n  }\n  select E rate where D in 8\n}\n',
    ),
    CodeEntry(
        code="C516",
        title="time integral without name, or with one in group D",
        explanation=(
            "Group D says that a value is a time integral with 'integral' alone. Groups C and E say what the integral of "
            "their quantity is called, its unit, or both."
        ),
        wrong=_UNITS
        + 'medium 1 "Electricity" {\n  group D {\n    8 "time integral 1" integral watt_hour\n  }\n}\n',
        right=_UNITS
        + 'medium 1 "Electricity" {\n  group D {\n    8 "time integral 1" integral\n  }\n}\n',
    ),
    CodeEntry(
        code="C517",
        title="overlap that is none",
        explanation="'overlaps' excuses two patterns that cannot be told apart, or a code of another package. Here no other one is in doubt.",
        wrong='object 0.0.96.1.0.255 "Device id" overlaps "as before"\n',
        right='object 0.0.96.1.0.255 "Device id"\n',
        echo=True,
    ),
    CodeEntry(
        code="C518",
        title="value list whose name is taken",
        explanation=(
            "A list of value types has a name of its own in the package and in those that it needs, and not that of a common "
            "data type."
        ),
        wrong="values text = octet-string, visible-string\nvalues text = utf8-string, visible-string\n",
        right="values text = octet-string, visible-string\nvalues any_text = utf8-string, visible-string\n",
    ),
    CodeEntry(
        code="C519",
        title="code of another package given to another class",
        explanation=(
            "The objects of a package go before those of the packages that it needs. Where a code has a name there, and none of "
            "its classes is allowed, programs that know it will not find what they expect: take a code that is left to you, or "
            "say with 'overlaps' why it has to be this one."
        ),
        wrong=_LAYERS.replace("CODE", "1"),
        right=_LAYERS.replace("CODE", "2"),
    ),
    CodeEntry(
        code="C530",
        title="unknown kind of value",
        explanation="'reads' is followed by one of the words that tell what kind of value a display shows.",
        wrong='object 0.0.96.8.0.255 "Time of operation"\nin-use {\n  0.0.96.8.0.255 "Operating time" reads sum\n}\n',
        right='object 0.0.96.8.0.255 "Time of operation"\nin-use {\n  0.0.96.8.0.255 "Operating time" reads total\n}\n',
    ),
    CodeEntry(
        code="C531",
        title="number of dumps that is none",
        explanation="'dumps' says in how many public dumps of whole meters a code occurs, and is left out where none has it.",
        wrong='object 0.0.96.1.0.255 "Device id"\nin-use {\n  0.0.96.1.0.255 "Serial number" dumps 0\n}\n',
        right='object 0.0.96.1.0.255 "Device id"\nin-use {\n  0.0.96.1.0.255 "Serial number"\n}\n',
    ),
    CodeEntry(
        code="C532",
        title="code in use twice",
        explanation="A code that is in use stands in one row of a package, which says all of it.",
        wrong='object 0.0.96.1.0.255 "Device id"\nin-use {\n  0.0.96.1.0.255 "Serial number"\n  0.0.96.1.0.255 dumps 3\n}\n',
        right='object 0.0.96.1.0.255 "Device id"\nin-use {\n  0.0.96.1.0.255 "Serial number" dumps 3\n}\n',
    ),
    CodeEntry(
        code="C533",
        title="code in use that no object has",
        explanation=(
            "Codes in use are those of objects of the package, or of one that it needs. What a range leaves to "
            "manufacturers or countries is named by them."
        ),
        wrong='object 0.0.96.1.0.255 "Device id"\nin-use {\n  0.0.96.1.1.255 "Serial number"\n}\n',
        right='object 0.0.96.1.0.255 "Device id"\nin-use {\n  0.0.96.1.0.255 "Serial number"\n}\n',
        echo=True,
    ),
    CodeEntry(
        code="C534",
        title="code in use of which nothing is said",
        explanation="A row says what displays call the codes, in how many dumps they occur, or both.",
        wrong='object 0.0.96.1.0.255 "Device id"\nin-use {\n  0.0.96.1.0.255 note "seldom"\n}\n',
        right='object 0.0.96.1.0.255 "Device id"\nin-use {\n  0.0.96.1.0.255 "Serial number" note "seldom"\n}\n',
    ),
    CodeEntry(
        code="C535",
        title="unit to show that does not fit",
        explanation=(
            "A display shows a value in the unit that the object has, or in a decimal multiple of it: kWh where that is Wh."
        ),
        wrong=_UNITS
        + 'object 1.0.1.8.0.255 "Energy" unit watt_hour\nin-use {\n  1.0.1.8.0.255 "Energy import" shown "kW"\n}\n',
        right=_UNITS
        + 'object 1.0.1.8.0.255 "Energy" unit watt_hour\nin-use {\n  1.0.1.8.0.255 "Energy import" shown "kWh"\n}\n',
    ),
)
