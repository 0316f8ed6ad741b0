"""`cosemgen show` for classes and files; codes need the generated package (see tests/vendor)."""

from __future__ import annotations

from pathlib import Path

import pytest

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
        "1 reset data: integer mandatory 0x28",
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
        ("32801", "there is no class 32801"),
        (
            "tiny cuonter",
            "there is no class 'tiny cuonter' (did you mean 'Tiny counter'?)",
        ),
        ("32800/7", "Tiny counter has no version 7; there are 0, 1"),
    ],
)
def test_what_there_is_not(run: Run, spec: Path, what: str, message: str) -> None:
    assert run("show", what, "--spec", spec) == (1, "", f"error: {message}\n")


def test_a_version_that_is_no_number_is_wrong_use(run: Run, spec: Path) -> None:
    assert run("show", "32800/x", "--spec", spec).code == 2


def test_a_file(run: Run, spec: Path) -> None:
    code, out, _ = run("show", spec)
    assert code == 0
    assert out.startswith("package tiny (A tiny package): tiny.cosem\n")
    assert "  32800  Tiny counter  0, 1      Counts something.\n" in out


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
