"""The page of a companion profile: what is asked of meters, and where it is known from."""

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
    attribute 2 number: CHOICE { unsigned, long }
    method 1 empty(0) optional
  }
}

units unit {
  7 second "s" "time"
}

/// Asked for.
profile acme_1 "ACME | 1" confidence low source list note "a note" {
  client head 1 "Head end"
  variant gas "Gas meters" by 0.1.24.1.0.255
  decision "as the table"
  open "since when"

  object 0.b.96.1.0.255 "Box" where b in 1..2 as 32800 version 0, 32800 unit second optional clause "5" {
    /// Its number.
    attribute 2 number: unsigned (0..9) | long = 1 or 2 default 3 access head RW unconfirmed "by whom"
    method 1 empty optional access head call
  }

  object 0.0.96.2.0.255 "Gas box" when gas
}

profile acme_2 "ACME 2" from acme_1 source list {
  remove object 0.0.96.2.0.255
}
"""


@pytest.fixture(scope="module")
def small() -> Pages:
    return pages_of(model_of(SPEC), "example")


def test_all_that_a_profile_says_is_told(small: Pages) -> None:
    page = small["profile_acme_1.md"]
    for words in (
        "(profile-acme-1)=\n# ACME \\| 1\n\nAsked for.",
        "- Source: [list](#source-list).",
        "- Confidence: [low]{.badge .confidence-low}",
        "- Decided: as the table",
        "- Open: since when",
        "| `head` | 1 | Head end |",
        "| `gas` | Gas meters | `0.1.24.1.0.255` |",
        "## All meters",
        "### `0.b.96.1.0.255` Box",
        "[Box (32800)](#class-32800) version 0 or [Box (32800)](#class-32800). Optional. "
        "One for each: b in 1..2. Unit: [s](#unit-second). Clause 5.",
        "| attribute 2 | `number` | `unsigned (0..9)` or `long` | `1` or `2` (default `3`) |"
        " `head` RW | Its number. [unconfirmed]{.badge .unconfirmed} by whom |",
        "| method 1 | `empty` [optional]{.badge .optional} |  |  | `head` call |  |",
        "## Gas meters\n",
    ):
        assert words in page, words


def test_a_profile_leads_to_the_one_that_it_changes(small: Pages) -> None:
    page = small["profile_acme_2.md"]
    assert "which changes [`acme_1`](#profile-acme-1)." in page
    assert "Gas box" not in page


def test_what_is_open_is_gathered(small: Pages) -> None:
    page = small["open_questions.md"]
    assert "[`acme_1`](#profile-acme-1): since when" in page
    assert "[`acme_1`](#profile-acme-1), `0.b.96.1.0.255`, `number`: by whom" in page


def test_the_navigation_has_each_profile(small: Pages) -> None:
    index = small["index.md"]
    assert "profile_acme_1" in index and "profile_acme_2" in index
