"""C4xx: values: ranges, enumerations, bits and defaults."""

from __future__ import annotations

from typing import Final

from .entry import CodeEntry

ENTRIES: Final[tuple[CodeEntry, ...]] = (
    CodeEntry(
        code="C401",
        title="range with its ends exchanged",
        explanation="The smaller end comes first.",
        wrong="type month = unsigned (12..1)\n",
        right="type month = unsigned (1..12)\n",
    ),
    CodeEntry(
        code="C402",
        title="range outside its data type",
        explanation="A range narrows the values of a data type; an unsigned holds 0..255 and no more.",
        wrong="type month = unsigned (1..256)\n",
        right="type month = unsigned (1..255)\n",
    ),
    CodeEntry(
        code="C403",
        title="default of another type",
        explanation=(
            'A default is written as its type asks: a number, "a text", h"00FF" for octets, TRUE or FALSE, the name of an '
            "enumerator, [a, b] for an array, {a, b} for a structure."
        ),
        wrong='structure pair {\n  first: long = "one"\n}\n',
        right="structure pair {\n  first: long = 1\n}\n",
    ),
    CodeEntry(
        code="C404",
        title="default outside range or size",
        explanation="A default is a value that the attribute or field may have.",
        wrong="structure pair {\n  first: unsigned (1..12) = 0\n}\n",
        right="structure pair {\n  first: unsigned (1..12) = 1\n}\n",
    ),
    CodeEntry(
        code="C405",
        title="default that the enumeration does not have",
        explanation="The default of an enumeration is one of its names, or the number of one.",
        wrong="enumeration state {\n  0 off\n  1 on\n}\nstructure pair {\n  first: state = of\n}\n",
        right="enumeration state {\n  0 off\n  1 on\n}\nstructure pair {\n  first: state = off\n}\n",
    ),
    CodeEntry(
        code="C406",
        title="value used twice",
        explanation="Each value of an enumeration, each bit and each unit has one name.",
        wrong="enumeration state {\n  0 off\n  0 on\n}\n",
        right="enumeration state {\n  0 off\n  1 on\n}\n",
    ),
    CodeEntry(
        code="C407",
        title="value outside the type of its enumeration",
        explanation="An enum holds 0..255; an enumeration on another integer type holds the values of that type.",
        wrong="enumeration state {\n  0 off\n  256 on\n}\n",
        right="enumeration state: long-unsigned {\n  0 off\n  256 on\n}\n",
    ),
    CodeEntry(
        code="C408",
        title="value in a range that is left to others",
        explanation="A range that is reserved, or left to manufacturers, holds no named value and overlaps no other range.",
        wrong="enumeration state {\n  0 off\n  1 on\n  1..255 reserved\n}\n",
        right="enumeration state {\n  0 off\n  1 on\n  2..255 reserved\n}\n",
    ),
    CodeEntry(
        code="C409",
        title="bit outside the width",
        explanation="Bits of a number of n octets are 0..8n-1, those of bit-string[n] 0..n-1.",
        wrong="bits flags: unsigned {\n  0 first\n  8 last\n}\n",
        right="bits flags: unsigned {\n  0 first\n  7 last\n}\n",
    ),
    CodeEntry(
        code="C413",
        title="layout whose octets do not add up",
        explanation="The fields of a layout fill its octets exactly; a field has 1 to 8 of them.",
        wrong="layout time_of_day 4 octets {\n  hour: 1 octets (0..23)\n  minute: 1 octets (0..59)\n}\n",
        right="layout time_of_day 2 octets {\n  hour: 1 octets (0..23)\n  minute: 1 octets (0..59)\n}\n",
    ),
    CodeEntry(
        code="C414",
        title="data type other than the standard's",
        explanation=(
            "The table of common data types documents what A-XDR has; its tags, lengths and ranges are fixed and each "
            "stands once."
        ),
        wrong='data-types {\n  16 unsigned simple 1 octets (0..255) "a small number"\n}\n',
        right='data-types {\n  17 unsigned simple 1 octets (0..255) "a small number"\n}\n',
    ),
)
