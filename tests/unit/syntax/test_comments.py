"""Comments and blank lines: none is lost, wherever it stands."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .files import TOUR, format_text


def formatted(text: str) -> str:
    result, diagnostics = format_text(text, "x")
    assert result is not None, diagnostics
    again, _ = format_text(result, "x")
    assert again == result
    return result


CASES = {
    "above, beside and below": (
        "// above\nstructure s { // beside the brace\n  // above a member\n  a: long // beside a member\n"
        "  // at the end\n}\n// at the end of the file\n",
        "// above\nstructure s {  // beside the brace\n  // above a member\n  a: long  // beside a member\n"
        "  // at the end\n}\n\n// at the end of the file\n",
    ),
    "in a CHOICE": (
        "type t = CHOICE { // first\n  long, // second\n  // third\n  unsigned\n} // fourth\n",
        "// second\n// third\n// fourth\ntype t = CHOICE { long, unsigned }  // first\n",
    ),
    "between clauses": (
        'type t = long // first\n  // second\n  note "x"\n',
        '// second\ntype t = long note "x"  // first\n',
    ),
    "behind a closing brace": (
        "structure s {\n  a: long\n} // after\n",
        "structure s {\n  a: long\n}  // after\n",
    ),
    "behind each of several braces": (
        'class 3 "X" {\n  version 0 {\n    attribute 2 x: long {\n    } // one\n  } // two\n'
        "  // between\n} // three\n",
        'class 3 "X" {\n  version 0 {\n    attribute 2 x: long {\n    }  // one\n  }  // two\n'
        "  // between\n}  // three\n",
    ),
    "behind two braces of one line": (
        'class 3 "X" {\n  version 0 {\n    attribute 2 x: long } } // after\n',
        'class 3 "X" {\n  version 0 {\n    attribute 2 x: long\n  }\n}  // after\n',
    ),
    "on one line": (
        "structure s { a: long  b: long } // after\n",
        "structure s {  // after\n  a: long\n  b: long\n}\n",
    ),
    "in an empty body": (
        "structure s {\n  // nothing yet\n}\n",
        "structure s {\n  // nothing yet\n}\n",
    ),
    "between documentation and item": (
        "/// Documentation.\n// comment\n/// More.\ntype t = long\n",
        "// comment\n/// Documentation.\n/// More.\ntype t = long\n",
    ),
    "behind add": (
        'class 3 "X" {\n  version 1 from 0 {\n    add // first\n    // second\n    attribute 3 x: long // third\n  }\n}\n',
        'class 3 "X" {\n  version 1 from 0 {\n    // second\n    // third\n    add attribute 3 x: long  // first\n  }\n}\n',
    ),
    "only comments": ("\n\n// one\n\n\n// two\n", "// one\n\n// two\n"),
    "apart from the item": (
        "// Licence.\n\n\ntype t = long\n",
        "// Licence.\n\ntype t = long\n",
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_where_comments_go(text: str, expected: str) -> None:
    assert formatted(text) == expected


def test_blank_lines_stay_where_the_layout_leaves_them_free() -> None:
    text = (
        "\nstructure s {\n\n  a: long\n\n\n  b: long\n  c: long\n\n}\n"
        "type t = long\ntype u = long\n\n\ntype v = long\nstructure w {}\n"
    )
    assert formatted(text) == (
        "structure s {\n  a: long\n\n  b: long\n  c: long\n}\n\n"
        "type t = long\ntype u = long\n\ntype v = long\n\nstructure w {}\n"
    )


@given(st.data())
def test_no_comment_is_lost_anywhere(data: st.DataObject) -> None:
    text = TOUR.read_text(encoding="utf-8")
    # Ends of lines, and blanks outside of strings, comments and documentation.
    places = [
        match.end(1)
        for match in re.finditer(r'^((?:[^"/\n]|"(?:[^"\\\n]|\\.)*")*) ', text, re.M)
    ]
    place = data.draw(st.sampled_from(places))
    newline = data.draw(st.sampled_from(["", "\n"]))
    result = formatted(f"{text[:place]} {newline}// marked\n{text[place:]}")
    assert result.count("// marked") == 1
    comments = sorted(re.findall(r"(?<!/)//(?!/).*", text))
    found = sorted(re.findall(r"(?<!/)//(?!/).*", result))
    assert found == sorted([*comments, "// marked"])
