"""C1xx: syntax."""

from __future__ import annotations

from typing import Final

from .entry import CodeEntry

ENTRIES: Final[tuple[CodeEntry, ...]] = (
    CodeEntry(
        code="C101",
        title="unexpected word or sign",
        explanation=(
            "The language does not allow this word or sign here. The message says what could stand here instead; "
            "most often a word is misspelt, or a ':' or ',' is missing before it."
        ),
        wrong='class 3 "Register" {\n  version 0 {\n    atribute 2 value: long\n  }\n}\n',
        right='class 3 "Register" {\n  version 0 {\n    attribute 2 value: long\n  }\n}\n',
    ),
    CodeEntry(
        code="C102",
        title="braces do not match",
        explanation=(
            "A '{' has no '}', or a '}' has no '{'. The mistake shows where an item begins that cannot stand in the "
            "body that is still open, or at the end of the file; the hint names the brace that was left open."
        ),
        wrong="structure pair {\n  first: long\n\nstructure other {\n  second: long\n}\n",
        right="structure pair {\n  first: long\n}\n\nstructure other {\n  second: long\n}\n",
    ),
    CodeEntry(
        code="C103",
        title="documentation of nothing",
        explanation=(
            "Lines with '///' document the item below them. Here there is none: the body or the file ends, or the "
            "documentation stands at the end of a line. A remark for readers of the spec is a comment and begins "
            "with '//'."
        ),
        wrong="structure pair {\n  first: long\n  /// The second one is yet to come.\n}\n",
        right="structure pair {\n  first: long\n  // The second one is yet to come.\n}\n",
    ),
    CodeEntry(
        code="C104",
        title="string without end",
        explanation=(
            "A string or a row of octets ends with a double quote on the line on which it begins. "
            r"A double quote inside a string is written \", a new line \n."
        ),
        wrong='package acme "ACME meters {\n}\n',
        right='package acme "ACME meters" {\n}\n',
    ),
    CodeEntry(
        code="C105",
        title="unknown escape in a string",
        explanation=(
            r"In a string a backslash begins one of the escapes \" (double quote), \\ (backslash) and "
            r"\n (new line). All other characters stand for themselves."
        ),
        wrong='package acme "ACME\\tmeters" {\n}\n',
        right='package acme "ACME meters" {\n}\n',
    ),
    CodeEntry(
        code="C106",
        title="octets are not in pairs of hexadecimal digits",
        explanation=(
            'Octets are written h"00FF": two hexadecimal digits each, without blanks between them.'
        ),
        wrong='structure key {\n  id: octet-string = h"0 1"\n}\n',
        right='structure key {\n  id: octet-string = h"0001"\n}\n',
    ),
    CodeEntry(
        code="C107",
        title="no such number or OBIS code",
        explanation=(
            "Numbers are whole, of at most 64 bits, and written in decimal (-5) or hexadecimal (0x1F). An OBIS code "
            "has six value groups with dots between them, each a number or its letter a to f."
        ),
        wrong="structure pair {\n  first: long (0..1e3)\n}\n",
        right="structure pair {\n  first: long (0..1000)\n}\n",
    ),
    CodeEntry(
        code="C108",
        title="character outside the language",
        explanation=(
            "The character has no meaning in the language. Letters beyond ASCII stand in strings, documentation and "
            "comments only; control characters stand nowhere."
        ),
        wrong="structure pair {\n  first: long;\n}\n",
        right="structure pair {\n  first: long\n}\n",
    ),
    CodeEntry(
        code="C109",
        title="nested too deeply",
        explanation=(
            "Types or values are nested more deeply than anybody could read. Give the inner parts names of their own."
        ),
        wrong="type deep = " + "array of " * 100 + "long\n",
        right="type row = array of long\ntype deep = array of row\n",
    ),
    CodeEntry(
        code="C110",
        title="text that says nothing",
        explanation=(
            "A text is empty, or has nothing but blanks. Names, reasons, notes and all other texts say something, or are left out; "
            "only a value, as a default is one, and the symbol of a unit may be empty."
        ),
        wrong='structure pair {\n  first: long note ""\n}\n',
        right='structure pair {\n  first: long note "the greater one"\n}\n',
    ),
    CodeEntry(
        code="C111",
        title="merge conflict",
        explanation=(
            "A version control system could not join two changes, and left both sides in the file between lines of '<<<<<<<', "
            "'=======' and '>>>>>>>'. Keep what is right and delete these lines."
        ),
        wrong="structure pair {\n<<<<<<< HEAD\n  first: long\n=======\n  second: long\n>>>>>>> other\n}\n",
        right="structure pair {\n  first: long\n  second: long\n}\n",
    ),
)
