"""The standard's own spec in an editor, with the packages of countries that stand on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .editor import Editor, at

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
REGISTER = "spec/classes/data/register.cosem"


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    found = Editor(ROOT)
    yield found
    assert found.close() == 0


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_it_has_no_findings_until_something_is_wrong(editor: Editor) -> None:
    editor.open(REGISTER)
    assert editor.findings(REGISTER, lambda found: not found) == []
    text = text_of(REGISTER)
    editor.change(REGISTER, text.replace("attribute 2 value:", "attribute 2 valeu:"))
    told = editor.findings(REGISTER, bool)
    assert "C701" in [each.code for each in told]
    editor.change(REGISTER, text)
    editor.findings(REGISTER, lambda found: not found)


def test_what_was_released_can_be_pinned_anew(editor: Editor) -> None:
    text = text_of(REGISTER)
    wrong = text.replace("attribute 2 value:", "attribute 2 valeu:")
    editor.change(REGISTER, wrong)
    (told,) = (d for d in editor.findings(REGISTER, bool) if d.code == "C701")
    actions = editor.actions(REGISTER, told.range.start.line)
    (title,) = (title for title in actions if "pin 3 anew" in title)
    edit = actions[title].edit
    assert edit is not None
    assert list(edit.changes or {}) == [editor.uri("spec/released.lock")]
    editor.change(REGISTER, text)


def test_a_code_is_described(editor: Editor) -> None:
    name = next(
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "spec/national").rglob("*.cosem"))
        if "1.0.1.8.0.255" in path.read_text(encoding="utf-8")
    )
    editor.open(name)
    assert "Active energy import" in editor.hover(
        name, at(text_of(name), "1.0.1.8.0.255", 4)
    )


def test_a_package_of_a_country_leads_to_the_standard(editor: Editor) -> None:
    """Also where the standard is not among the folders of the workspace."""
    alone = Editor(ROOT / "spec/national/italy")
    try:
        for one, prefix in ((editor, "spec/national/italy/"), (alone, "")):
            name = f"{prefix}package.cosem"
            one.open(name)
            place = at(text_of("spec/national/italy/package.cosem"), "needs cosem", 7)
            assert one.definition(name, place).endswith("spec/package.cosem:2")
    finally:
        assert alone.close() == 0
