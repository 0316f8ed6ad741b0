"""`cosemgen show` for classes and files; codes need the generated package (see tests/vendor)."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cosem_runtime.catalogue import Catalogue
from cosemgen.pipeline import Request, build

from .conftest import MISTAKE, Run, on_terminal


@pytest.mark.parametrize(
    "name", ["32800", "Tiny counter", "tiny_counter", "TinyCounter", "tiny-COUNTER"]
)
def test_a_class_by_id_or_name(run: Run, spec: Path, name: str) -> None:
    code, out, err = run("show", name, "--spec", spec)
    assert (code, err) == (0, "")
    assert out.startswith(
        "Tiny counter (class 32800, version 1)\n\nCounts something.\n"
    )


def test_everything_of_a_version_is_said(run: Run, spec: Path) -> None:
    out = run("show", "32800/0", "--spec", spec).out
    lines = [" ".join(line.split()) for line in out.splitlines()]
    for line in (
        "other versions 1",
        "confidence high",
        "open Whether it ever stops.",
        "2 count double-long-unsigned (0..99) dynamic 1 0x08 unit second",
        "selector 1 all",
        "selector 2 of_place place returns long-unsigned",
        "selector 3 first returns unsigned",
        "1 reset 0 (no data) mandatory 0x28",
        "enumeration kind: enum",
        "0 fast as fast as it can",
        "2..9 reserved",
        "marks array of CHOICE { null-data, long-unsigned }",
    ):
        assert line in lines


def test_a_later_version_tells_its_differences(run: Run, spec: Path) -> None:
    out = run("show", "32800", "--spec", spec).out
    assert "remove attribute place" in out
    assert "  4  " not in out


@pytest.mark.parametrize(
    ("what", "message"),
    [
        (
            "32801",
            "there is no class 32801: 32768 to 65535 are left to user groups",
        ),
        ("70000", "there is no class 70000: the last one that can be is 65535"),
        (
            "tiny cuonter",
            "nothing is called 'tiny cuonter'; the nearest:\n"
            "  kind       what         name\n"
            "  class      32800        Tiny counter\n"
            "  attribute  32800.count  attribute 2 of Tiny counter (class 32800, version"
            " 1)\n"
            "  attribute  32800.kind   attribute 3 of Tiny counter (class 32800, version"
            " 1)",
        ),
        ("nothing like it", "nothing is called 'nothing like it'"),
        ("32800/7", "Tiny counter has no version 7; there are 0, 1"),
    ],
)
def test_what_there_is_not(run: Run, spec: Path, what: str, message: str) -> None:
    assert run("show", what, "--spec", spec) == (1, "", f"error: {message}\n")


def test_above_the_standard_there_is_nothing(run: Run) -> None:
    err = run("show", "8000").err
    assert re.fullmatch(
        r"error: there is no class 8000: the last one of the standard is \d+\n", err
    )
    assert run("show", "2").err == "error: there is no class 2\n"


RICH = """\
package rich "A rich package" {
  needs cosem
  edition ed_1 "First"
  edition ed_2 "Second"
  source manual "The manual"
}

use scal_unit_type from cosem.values

/// Holds something.
class 32801 "Rich holder" {
  source manual "page 3"
  confidence low "rests on one page"

  version 0 {
    name "Holder"
    since ed_1..ed_2
    requires at_most(low, high)

    /// The least value, which is told in a sentence that is longer than what is left of a line of a screen.
    attribute 2 low: static unsigned
    /// The greatest value.
    attribute 3 high: static unsigned unconfirmed "one source only"
    attribute 4 parts: static array of part
    attribute 5 scaler: static scal_unit_type

    methods @?

    /// Begin again.
    method 1 reset(0) mandatory
    method 2 other(?) optional
    method 3 lock(octet-string secret) optional

    enumeration part_kind {
      0 small
      1 large
      2 none
    }

    /// One part.
    structure part {
      /// Which it is.
      kind:  part_kind
      /// As the kind says.
      value: CHOICE by kind { small | none: unsigned, large: long-unsigned }
    }
  }

  version 1 from 0 {
    methods @0x60
  }
}
"""


@pytest.fixture
def rich(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("rich.cosem")
    path.write_text(RICH)
    return path


def test_what_is_written_is_shown(run: Run, rich: Path) -> None:
    code, out, err = run("show", "32801/0", "--spec", rich)
    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 100
    lines = [" ".join(line.split()) for line in out.splitlines()]
    for line in (
        "called Holder",
        "first edition First or Second",
        "confidence low",
        "why not higher rests on one page",
        "sources manual (page 3)",
        "rule at_most(low, high)",
        "The greatest value.",
        "unconfirmed: one source only",
        "1 reset 0 (no data) mandatory not known",
        "2 other not known optional not known",
        "3 lock data: octet-string secret optional not known",
        "Begin again.",
        "One part.",
        "value CHOICE by kind { small | none: unsigned, large: long-unsigned }",
        "As the kind says.",
        "shared types",
    ):
        assert line in lines
    at = next(i for i, line in enumerate(lines) if line.startswith("2 low unsigned"))
    assert lines[at + 1].startswith("The least value, which")
    assert lines[at + 2].endswith("screen.")
    shared = next(line for line in lines if line.startswith("scal_unit_type "))
    assert shared.endswith("spec/types/values.cosem")
    assert "structure scal_unit_type" not in lines


def test_short_names_that_change_are_told_in_words(run: Run, rich: Path) -> None:
    out = run("show", "32801", "--spec", rich).out
    assert "short names of the methods changed" in out
    assert "0x60" in out


def test_a_version_is_found_by_what_it_is_called(run: Run, rich: Path) -> None:
    out = run("show", "holder/0", "--spec", rich).out
    assert out.startswith("Rich holder (class 32801, version 0)")


def test_a_version_that_is_no_number_is_wrong_use(run: Run, spec: Path) -> None:
    assert run("show", "32800/x", "--spec", spec).code == 2


def test_a_file(run: Run, spec: Path) -> None:
    code, out, _ = run("show", spec)
    assert code == 0
    assert out.startswith("package tiny (A tiny package): tiny.cosem\n")
    assert "  32800  Tiny counter  0, 1      Counts something.\n" in out


ACME = Path(__file__).parents[2] / "vendor" / "acme"


def test_a_telegram(run: Run) -> None:
    code, out, err = run("show", "acme_push", "--spec", ACME)
    assert (code, err) == (0, "")
    title, _, words, *rest = lines_of(out)
    assert title == "ACME push list (telegram acme_push)"
    assert words == "What the meter pushes every minute."
    for line in (
        "form array or structure of 6",
        "sources manual",
        '1 list visible-string "ACME_1"',
        "3 Energy import, total 1.0.1.8.0.255 double-long-unsigned 1 watt_hour",
        "note: signed",
        "5 scaler-unit of 4 structure",
        "6 structure of 2",
        "6.1 ACME tamper log 0.0.128.10.0.255 array of structure",
        "class 8770",
        "6.2 filler CHOICE of any",
    ):
        assert line in rest


def test_a_telegram_that_names_its_values(run: Run) -> None:
    rows = lines_of(run("show", "acme_named", "--spec", ACME).out)
    assert "form structure of any" in rows
    assert "unconfirmed seen once" in rows
    assert "named Current, L1 1.0.31.7.0.255 long-unsigned -2 ampere" in rows


def test_telegrams_of_a_file(run: Run) -> None:
    rows = lines_of(run("show", ACME / "push.cosem").out)
    assert "acme_push ACME push list array or structure of 6" in rows


def test_a_file_with_a_mistake(run: Run, spec: Path) -> None:
    spec.write_text(MISTAKE)
    code, out, err = run("show", spec)
    assert (code, out) == (1, "")
    assert "'secnd'" in err


def test_a_terminal_gets_the_same_words_in_colour(spec: Path, tmp_path: Path) -> None:
    shown = on_terminal("show", "32800", "--spec", str(tmp_path / spec))
    assert "\x1b[1mTiny counter (class 32800, version 1)\x1b[0m" in shown
    plain = on_terminal("show", "32800", "--spec", str(tmp_path / spec), NO_COLOR="1")
    assert "\x1b" not in plain
    assert "double-long-unsigned (0..99)" in plain


# ---------------------------------------------------------------- words


def lines_of(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_words_list_what_has_them(run: Run) -> None:
    code, out, err = run("show", "active energy import", "--limit", "3")
    assert (code, err) == (0, "")
    lines = lines_of(out)
    assert lines[0] == "kind what on displays name"
    assert lines[1].startswith("code 1-0:1.8.0*255 Energy import, total Active energy")
    codes = [line for line in lines if line.startswith("code ")]
    assert codes[2].startswith("code 1-0:1.8.2*255 Energy import, rate 2 ")
    assert lines[-2:] == [
        "",
        "`cosemgen show 1-0:1.8.0*255` shows the first as a whole, `--limit 15` lists"
        " more.",
    ]
    assert run("show", "active", "energy", "import", "--limit", "3").out == out


def test_what_is_listed_can_be_typed(run: Run) -> None:
    for row in lines_of(run("show", "mac address setup reset", "--limit", "9").out):
        if row.startswith(("code", "attribute", "method", "class", "unit")):
            assert run("show", row.split(" ")[1]).code == 0


@pytest.mark.parametrize("what", ["register.value", "3.VALUE"])
def test_a_member_is_shown_with_its_types(run: Run, what: str) -> None:
    lines = lines_of(run("show", what).out)
    assert lines[0] == "value: attribute 2 of Register (class 3, version 0)"
    assert "2 value value_type dynamic 0x08" in lines
    assert "type value_type = CHOICE" in lines


@pytest.mark.parametrize("what", ["{}", "register/{}", "{}/1", "3.{}", "class {}"])
def test_a_number_of_any_length(run: Run, what: str) -> None:
    result = run("show", what.format("9" * 5000))
    assert result.code == 1
    assert "say what to show in 200 letters at most, found 50" in result.err
    assert run("show", what.format("9" * 150)).code == 1


def test_other_letters_than_those_of_names_count(run: Run) -> None:
    """`register.` with letters that no name has is no class."""
    result = run("show", "register.\u00aa\u03b1")
    assert result.code == 1
    assert "nothing is called" in result.err


def test_a_method_of_a_specification(run: Run, spec: Path) -> None:
    lines = lines_of(run("show", "tiny counter.reset", "--spec", spec).out)
    assert lines[0] == "reset: method 1 of Tiny counter (class 32800, version 1)"
    assert "1 reset 0 (no data) mandatory 0x28" in lines


def test_what_only_an_older_version_has(run: Run, spec: Path) -> None:
    lines = lines_of(run("show", "32800.place", "--spec", spec).out)
    assert lines[0] == "place: attribute 4 of Tiny counter (class 32800, version 0)"
    assert "structure place" in lines


@pytest.mark.parametrize("what", ["scal_unit_type", "SCAL-UNIT-TYPE"])
def test_a_type(run: Run, what: str) -> None:
    assert run("show", what).out.startswith("structure scal_unit_type\n\nPower of ten")


@pytest.mark.parametrize("what", ["Wh", "kWh", "watt_hour", "unit 30"])
def test_a_unit(run: Run, what: str) -> None:
    out = run("show", what).out
    assert out.startswith("Wh  watt_hour (unit 30)\n\n  quantity     active energy")


def test_a_member_that_is_called_like_a_quantity(run: Run) -> None:
    out = run("show", "serial number").out
    assert out.startswith("serial_number: attribute 2 of Sensor manager")
    assert any(line.startswith("code 0-0:96.1.0*255 ") for line in lines_of(out))
    assert "`cosemgen show 0-0:96.1.0*255`" in out


@pytest.mark.parametrize("what", ["1.0.1.8.*.255", "1-0:1.8.*", "1.8"])
def test_a_pattern_of_codes(run: Run, what: str) -> None:
    lines = lines_of(run("show", what).out)
    codes = [line for line in lines if line.startswith("code ")]
    assert codes[0].startswith("code 1-0:1.8.0*255 Energy import, total ")
    assert codes[1].startswith("code 1-0:1.8.1*255 Energy import, rate 1 ")


def test_a_pattern_of_one_code(run: Run) -> None:
    assert run("show", "1.8.0").out == run("show", "1.0.1.8.0.255").out


@pytest.mark.parametrize(
    "what",
    [
        "x" * 5000,
        "{C}, {E+1}",
        "a\0b",
        "\u202e",
        "9" * 300,
        "..." * 90,
        "class",
        "1.8.**",
    ],
)
def test_odd_words_are_answered(run: Run, what: str) -> None:
    code, out, err = run("show", what)
    assert code == 1 if err else out
    assert len(err) < 1000 and "Traceback" not in err and "internal" not in err


def test_a_limit_that_is_none(run: Run) -> None:
    assert run("show", "energy", "--limit", "0").code == 2


# ---------------------------------------------------------------- where to look

VENDOR = Path(__file__).parents[2] / "vendor" / "acme"
LOG = "0.0.128.10.0.255"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the vendor's generated package."""
    folder = tmp_path_factory.mktemp("vendor")
    request = Request((VENDOR,), folder / "build", ("python",), "acme_shown")
    assert build(request).changes
    return folder


@pytest.fixture
def importable(built: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of that package, which can be imported; forgotten afterwards."""
    cosem = importlib.import_module("cosem")
    monkeypatch.setitem(vars(cosem), "CATALOGUE", Catalogue("cosem"))
    monkeypatch.syspath_prepend(str(built / "build"))
    yield "acme_shown"
    for name in [n for n in sys.modules if n.partition(".")[0] == "acme_shown"]:
        del sys.modules[name]


def test_a_code_by_its_specification(run: Run) -> None:
    code, out, err = run("show", LOG, "--spec", VENDOR)
    assert (code, err) == (0, "")
    assert out.startswith("0-0:128.10.0*255  ACME tamper log\n")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "package acme" in lines
    assert "8770 ACME tamper log 0" in lines
    assert not any(line.startswith("kind ") for line in lines)
    standard = run("show", "1.0.1.8.0.255", "--spec", VENDOR).out
    assert standard == run("show", "1.0.1.8.0.255").out


def test_a_code_by_its_package(run: Run, importable: str) -> None:
    code, out, err = run("show", LOG, "--package", importable)
    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert {"0-0:128.10.0*255 ACME tamper log", "package acme_shown"} <= set(lines)
    standard = run("show", "1.0.1.8.0.255", "--package", importable).out
    assert " kind         standard\n" in standard and "package" not in standard


@pytest.mark.parametrize("what", ["8770", "acme tamper log/0"])
def test_a_class_by_its_package(run: Run, importable: str, what: str) -> None:
    code, out, err = run("show", what, "--package", importable)
    assert (code, err) == (0, "")
    assert out.startswith("ACME tamper log (class 8770, version 0)\n")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    for line in (
        "package acme_shown",
        "first edition 1.3",
        "6 magnet_threshold long-unsigned static, unit T",
        "Field strength above which a magnet is reported.",
    ):
        assert line in lines
    assert run("show", "8770/3", "--package", importable).code == 1
    err = run("show", "tamper lgo", "--package", importable).err
    assert re.search(r"^  class +8770 +ACME tamper log$", err, re.MULTILINE)


def test_words_by_a_package(run: Run, importable: str) -> None:
    listed = lines_of(run("show", "tamper", "--package", importable).out)
    assert "class 8770 ACME tamper log" in listed
    kinds = run("show", "tamper_kind", "--package", importable).out
    assert kinds.startswith("tamper_kind: acme_shown.classes.tamper_log.TamperKind\n")
    assert re.search(r"^  0 +\w+$", kinds, re.MULTILINE)
    unit = run("show", "kWh", "--package", importable)
    assert unit.out.startswith("Wh: unit 30 (watt_hour), scaler 3\n\n  kind ")
    member = run("show", "8770.magnet_threshold", "--package", importable).out
    assert "attribute 6 of ACME tamper log (class 8770, version 0)" in member
    code = run("show", "tampr", "--package", importable)
    assert code.code == 1 and "the nearest:" in code.err


def test_a_package_that_is_not_on_the_path(
    run: Run, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built)
    assert run("show", LOG, "--package", "acme_shown").err == (
        "error: the generated package 'acme_shown' is not installed, but build/ has it: "
        "put that on the path, PYTHONPATH=build\n"
    )
    err = run("show", LOG, "--package", "no_such_package").err
    assert "is not installed: run `cosemgen build`" in err and "PYTHONPATH=" in err


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((LOG, "--spec", VENDOR, "--package", "acme"), "both tell where to look"),
        ((VENDOR, "--package", "acme"), "leave the option out"),
        ((VENDOR / "codes.cosem", "--spec", VENDOR), "leave the option out"),
    ],
)
def test_an_option_that_says_nothing_is_refused(
    run: Run, arguments: tuple[str | Path, ...], reason: str
) -> None:
    code, out, err = run("show", *arguments)
    assert (code, out) == (2, "")
    assert reason in err


def test_a_unit_symbol_is_said_once(run: Run) -> None:
    out = run("show", "7.0.13.2.1.255").out
    assert re.search(r"^  units +m³$", out, re.MULTILINE)


def test_what_stands_two_packages_below_is_known_too(run: Run, tmp_path: Path) -> None:
    for name, number, needs in (
        ("a", 9001, "cosem"),
        ("b", 9002, "a"),
        ("c", 9003, "b"),
    ):
        text = (
            f'package {name} "Package {name}" {{ needs {needs} }}\n/// Keeps a number.\n'
            f'class {number} "Keeper {name}" {{ version 0 {{ attribute 2 value: static long }} }}\n'
        )
        (tmp_path / f"{name}.cosem").write_text(text, encoding="utf-8")
    given = [word for name in "cba" for word in ("--spec", tmp_path / f"{name}.cosem")]
    for asked, title in {
        "Keeper a": "Keeper a (class 9001",
        "3": "Register (class 3,",
        "register.value": "value: attribute 2 of Register",
        "scal_unit_type": "structure scal_unit_type",
        "kWh": "Wh  watt_hour",
    }.items():
        code, out, err = run("show", asked, *given)
        assert (code, err, out.partition("\n")[0][: len(title)]) == (0, "", title)
