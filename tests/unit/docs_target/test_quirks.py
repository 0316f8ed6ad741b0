"""The page of quirks: what is sent, what it means, and where it is known from."""

from __future__ import annotations

import pytest

from tests.compiled import model_of

from .conftest import Pages, pages_of

SPEC = """\
package example "Example" {
  source list "A list"
}

/// A value.
class 32800 "Box" {
  version 0 {
    attribute 2 number: double-long-unsigned
  }
}

/// As a clock is set.
quirk acme_sign "Sign | of all" {
  applies maker "ACM" model "1*"
  applies country "Nowhere"
  source list "page 3"
  confidence low "one reader"
  decision "as most"
  open "since when"
  date-times deviation -1 unspecified note "FFFF" unconfirmed "by whom"
  class 32800 version 0 attribute 2 number: double-long-unsigned of 1.b.0.0.0.255 where b in 0..1 means bcd
}
quirk plain "By its name" {
  source list
  scalers reversed
}
"""


@pytest.fixture(scope="module")
def small() -> Pages:
    return pages_of(model_of(SPEC), "example")


def test_all_that_a_quirk_says_is_told(small: Pages) -> None:
    page = small["quirks.md"]
    for words in (
        "(quirk-acme-sign)=\n### `acme_sign`: Sign \\| of all",
        "As a clock is set.",
        "| deviation of date-times `-1` |",
        "`unspecified`: not specified | FFFF [unconfirmed]{.badge .unconfirmed} by whom |",
        "[Box (32800)](#class-32800) version 0 attribute 2 `number`: double-long-unsigned"
        " | `1.b.0.0.0.255` | `bcd`",
        "- Applies to maker `ACM` model `1*` or country `Nowhere`.",
        "- Sources: [list](#source-list) (page 3).",
        "- Confidence: [low]{.badge .confidence-low} one reader",
        "- Decided: as most",
        "- Open: since when",
        "- Chosen by its name alone.",
    ):
        assert words in page, words


def test_doubts_of_quirks_are_gathered(small: Pages) -> None:
    page = small["open_questions.md"]
    assert "- [`acme_sign`](#quirk-acme-sign): since when" in page
    assert "- [`acme_sign`](#quirk-acme-sign), `unspecified`: by whom" in page


def test_the_navigation_has_the_page_where_there_are_quirks(
    small: Pages, standard: Pages, vendor: Pages
) -> None:
    for pages, there in ((small, True), (standard, True), (vendor, False)):
        assert ("quirks.md" in pages) is there
        assert ("\nquirks\n" in pages["index.md"]) is there


def test_the_words_are_told(standard: Pages) -> None:
    words = standard["words.md"]
    assert "(words-quirks)=" in words
    assert (
        "| date-times deviation | `reversed` | minutes from UTC to local time" in words
    )
    assert "`letters`" in words and "double-long-unsigned" in words
