"""How many values are tried, and that time is not measured, stands in the profiles alone."""

from __future__ import annotations

import ast
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scratch import ROOT, python

OF_THE_PROFILE = {"max_examples", "deadline", "suppress_health_check", "derandomize"}


def own_settings(text: str) -> list[str]:
    """What a module sets to something that does not go by the profile which is in force."""
    return [
        f"{keyword.arg}={value}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "settings"
        for keyword in node.keywords
        for value in (ast.unparse(keyword.value),)
        if keyword.arg in OF_THE_PROFILE and f"settings().{keyword.arg}" not in value
    ]


def test_no_test_replaces_what_its_profile_says() -> None:
    """A list of its own, say, would leave out that a busy machine may be slow."""
    found = {
        str(path.relative_to(ROOT)): own
        for path in (ROOT / "tests").rglob("*.py")
        if (own := own_settings(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_what_is_replaced_is_seen() -> None:
    text = (
        "@settings(max_examples=9, suppress_health_check=[too_slow], database=None)\n"
    )
    assert own_settings(f"{text}def test(): pass") == [
        "max_examples=9",
        "suppress_health_check=[too_slow]",
    ]
    text = "@settings(max_examples=settings().max_examples // 5, deadline=None)\n"
    assert own_settings(f"{text}def test(): pass") == ["deadline=None"]


def test_everyday_values_are_the_same_whatever_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[Any] = []

    @settings(settings.get_profile("everyday"), database=None)
    @given(st.lists(st.integers() | st.text()))
    def tried(values: list[Any]) -> None:
        found.append(values)

    tried()
    before = [*found]
    found.clear()
    path = tmp_path / "own.py"
    path.write_text(f"NUMBERS = {[*range(777_000, 777_900)]}", encoding="utf-8")
    spec = spec_from_file_location("own", path)
    assert spec is not None
    monkeypatch.setitem(sys.modules, "own", module_from_spec(spec))
    tried()
    assert found == before


@pytest.mark.parametrize("profile", ["search", "conformance"])
def test_a_seed_gives_each_test_values_of_its_own_that_come_again(
    profile: str, tmp_path: Path
) -> None:
    """Also where `CI` says that nobody looks on, when hypothesis has other defaults."""
    (tmp_path / "test_drawing.py").write_text(
        """
import pytest
from hypothesis import given, strategies as st

@pytest.mark.parametrize("name", ["one", "another"])
@given(st.data())
def test(name, data):
    with open(name, "a") as file:
        print(data.draw(st.integers()), file=file)
""",
        encoding="utf-8",
    )

    def drawn(seed: int, *only: str) -> dict[str, str]:
        arguments = ("-q", "-p", "tests.profiles", f"--hypothesis-profile={profile}")
        given = ("-m", "pytest", *arguments, f"--hypothesis-seed={seed}", *only)
        ended = python(tmp_path, *given, path=(str(ROOT),), CI="true")
        assert ended.returncode == 0, ended.stdout
        found = [tmp_path / name for name in ("one", "another")]
        texts = {path.name: path.read_text() for path in found if path.exists()}
        for path in found:
            path.unlink(missing_ok=True)
        return texts

    first = drawn(1)
    assert len({*first.values()}) == len(first) == 2
    assert drawn(1, "-k", "another") == {"another": first["another"]}
    assert not {*drawn(2).values()} & {*first.values()}
