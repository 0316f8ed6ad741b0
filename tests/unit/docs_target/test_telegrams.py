"""The page of lists that meters push."""

from __future__ import annotations

from .conftest import Pages


def test_a_list(vendor: Pages) -> None:
    page = vendor["telegrams.md"]
    first, named = page.split("(telegram-acme-named)=")
    assert "(telegram-acme-push)=\n## ACME push list\n" in first
    assert "What the meter pushes every minute." in first
    assert "An array or a structure of 6 elements, with `ACME_1` at place 1." in first
    assert "Source: [manual](#source-manual)." in first
    rows = [line for line in first.splitlines() if line.startswith("| ")]
    assert rows[0] == (
        "| Place | Code | Value | Object | Type | Always | Scaler | Unit |"
    )
    cells = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows[2:]]
    places = [cell[0].partition("]")[0].strip("[") for cell in cells]
    assert places == ["1", "2", "3", "4", "5", "6", "6.1", "6.2"]
    identification, time, energy, current, scaler_unit, inner, log, filler = cells
    assert (identification[2], identification[5]) == ("which list it is", "`ACME_1`")
    assert time[2] == "time"
    # Called as its code is, or as the line says.
    assert energy[1:3] == ["`1.0.1.8.0.255`", "Energy import, total"]
    assert energy[6:] == ["1", "Wh"]
    assert current[2].startswith("Current of the first phase")
    assert "signed" in current[2]
    assert scaler_unit[2] == "scaler and unit of place 4"
    assert inner[2] == "a structure of 2 elements"
    assert log[3] == "[ACME tamper log (8770)](#class-8770)"
    assert filler[2] == "means nothing"
    assert "A structure of any number of elements, with `ACME_0` at place 1." in named
    assert "beside its code" in named
    assert "[unconfirmed]{.badge .unconfirmed} seen once" in named


def test_what_is_not_certain_of_a_list(vendor: Pages) -> None:
    assert (
        "- [ACME list with codes](#telegram-acme-named): seen once"
        in vendor["open_questions.md"]
    )


def test_a_package_without_lists_has_no_page(standard: Pages) -> None:
    assert "telegrams.md" not in standard
