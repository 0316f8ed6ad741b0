"""Quirks in the model: whom they apply to, and what they say."""

from __future__ import annotations

import pytest

from cosemgen import model as m
from cosemgen.compile import compile_text
from cosemgen.diagnostics import render_text

HEAD = """\
package example "Example" {
  source list "A list"
  source book "A book"
}

/// A value.
class 32800 "Box" {
  version 0 {
    attribute 2 number: double-long-unsigned
  }
  version 1 from 0 {
    change attribute 2 digits: double-long-unsigned
  }
}
"""


def findings(*bodies: str) -> list[str]:
    quirks = "".join(
        f'quirk quirk_{n} "Q" {{\n  source list\n  {body}\n}}\n'
        for n, body in enumerate(bodies)
    )
    return [render_text(d) for d in compile_text(HEAD + quirks).diagnostics]


def test_all_that_a_quirk_says() -> None:
    text = HEAD + """\
/// As a clock is set.
quirk sign "Sign" {
  applies maker "ACM" model "1" firmware "2.*"
  applies country "Nowhere" profile "NS 1"
  source list, book "page 3"
  confidence medium "one reader"
  decision "as most"
  open "since when"
  date-times deviation reversed note "all"
  date-times deviation -1 unspecified
  /// Backwards.
  profiles of 1.b.99.1.0.255 where b in 0..1, 7 newest-first unconfirmed
  scalers standard
  class 32800 version 1 attribute 2 digits: double-long-unsigned means bcd
}
"""
    compilation = compile_text(text)
    assert compilation.diagnostics == ()
    assert compilation.model is not None
    one = m.CodeRange(1, 1)
    match = (
        *((one,), (m.CodeRange(0, 1), m.CodeRange(7, 7)), (m.CodeRange(99, 99),)),
        *((one,), (m.CodeRange(0, 0),), (m.CodeRange(255, 255),)),
    )
    (quirk,) = compilation.model.quirks
    assert quirk == m.Quirk(
        name="sign",
        title="Sign",
        applies=(
            m.Applies(maker="ACM", model="1", firmware="2.*"),
            m.Applies(country="Nowhere", profile="NS 1"),
        ),
        effects=(
            m.QuirkEffect("deviation", "reversed", note="all"),
            m.QuirkEffect("deviation", "unspecified", deviation=-1),
            m.QuirkEffect(
                "order",
                "newest-first",
                pattern="1.b.99.1.0.255",
                match=match,
                unconfirmed="no public source states it",
                doc="Backwards.",
            ),
            m.QuirkEffect("scaler", "standard"),
            m.QuirkEffect(
                "value",
                "bcd",
                class_id=32800,
                version=1,
                attribute=2,
                name="digits",
                sent="double-long-unsigned",
            ),
        ),
        doc="As a clock is set.",
        confidence="medium",
        confidence_reason="one reader",
        sources=(m.Citation("list"), m.Citation("book", "page 3")),
        decisions=("as most",),
        open_questions=("since when",),
    )
    assert quirk.span.line == 16


@pytest.mark.parametrize(
    "body",
    [
        "class 32800 attribute 2 number: double-long-unsigned means standard",
        "class 32800 attribute 2 digits: double-long-unsigned means bcd",
        "date-times deviation -1 unspecified\n  date-times deviation reversed",
        "date-times deviation -1 unspecified\n  date-times deviation 1 unspecified",
        "profiles of 1.0.99.1.0.255 newest-first\n  profiles of 1.0.98.1.0.255 newest-first",
        "scalers reversed\n  profiles newest-first",
    ],
)
def test_sound_quirks_pass(body: str) -> None:
    assert findings(body) == []


def test_quirks_of_other_meters_may_differ() -> None:
    assert findings("profiles newest-first", "profiles oldest-first") == []
    for one, other in (("maker", "model"), ("profile", "country")):
        assert not findings(
            f'applies {one} "A"\n  scalers reversed',
            f'applies {other} "A"\n  scalers standard',
        )


def test_quirks_of_one_version_each() -> None:
    line = "class 32800 version {} attribute 2 {}: double-long-unsigned means {}"
    both = (
        f"{line.format(0, 'number', 'bcd')}\n  {line.format(1, 'digits', 'standard')}"
    )
    assert findings(both) == []
    (told,) = findings(line.format(1, "number", "bcd"))
    assert "attribute 2 of Box is digits, found number" in told
    (told,) = findings(line.format(2, "number", "bcd"))
    assert "Box has no version 2: known are 0 and 1" in told


def test_a_quirk_may_be_of_a_class_of_a_foundation() -> None:
    files = {
        "below.cosem": HEAD.replace("package example", "package below"),
        "above.cosem": 'package above "Above" {\n  needs below\n}\n'
        'quirk digits "Digits" {\n  source list\n'
        "  class 32800 attribute 2 number: double-long-unsigned means bcd\n}\n",
    }
    assert [render_text(d) for d in compile_text(files).diagnostics] == []
