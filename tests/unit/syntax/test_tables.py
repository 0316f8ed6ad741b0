"""The tables that are kept are those of the grammar, and one module alone stands on what Lark has inside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lark import Lark

import cosemgen
from cosemgen import resources
from cosemgen.syntax import tables

SOURCES = Path(cosemgen.__file__).parent


def test_kept_tables_are_those_of_the_grammar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = resources.grammar_folder() / "cosem.tables.json"
    made = tables.make(resources.grammar())
    monkeypatch.setattr(resources, "grammar_folder", lambda: tmp_path)
    tables.keep(made)
    assert (tmp_path / kept.name).read_text("utf-8") == kept.read_text(
        "utf-8"
    ), "run: python -m cosemgen.syntax.tables"


def test_kept_tables_are_taken_for_this_grammar_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever changes the grammar sees what it gives, also before the tables are kept anew."""
    kept = tables.tables()
    monkeypatch.setattr(tables, "make", lambda grammar: {"made of": grammar})
    assert tables.tables() == kept
    changed = resources.grammar() + "\n"
    monkeypatch.setattr(resources, "grammar", lambda: changed)
    assert tables.tables() == {"made of": changed}


def test_a_lark_with_other_insides_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Lark, "parse_interactive", lambda self: object())
    with pytest.raises(tables.TablesMissing, match=r"Lark \d.* has no LALR tables"):
        tables.make(resources.grammar())


def test_one_module_knows_lark() -> None:
    users = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if re.search(r"^\s*(import|from) lark\b", path.read_text("utf-8"), re.MULTILINE)
    }
    assert users == {"syntax/tables.py"}
