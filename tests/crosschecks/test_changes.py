"""The page of a class tells what each version changes, no less and no more."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.crosschecks.documents import (
    ROOT,
    Json,
    named_types,
    parts,
    standard,
    versions,
)

PAGES = ROOT / "generated" / "docs" / "classes"
MEMBERS = ("attribute", "method")
# What is said about a fact is none itself; a doubt that is gone is a change.
WORDS = {"description", "note", "unofficial", "id"}
LINE = re.compile(r"- (Added|Changed|Removed) (attribute|method) (\d+) `([^`]+)`")


def bare(content: object) -> object:
    """Content without words, and with the names of types in place of their ids."""
    if isinstance(content, dict):
        if content.get("kind") == "reference":
            return content["type"].rpartition("/")[2]
        return {key: bare(v) for key, v in content.items() if key not in WORDS}
    if isinstance(content, list):
        return [bare(element) for element in content]
    return content


def member_changes(before: Json, after: Json) -> Iterator[tuple[str, str, int, str]]:
    """Attributes and methods that differ: verb, kind, number and name."""
    for kind in MEMBERS:
        old = {each["number"]: each for each in before[f"{kind}s"]}
        new = {each["number"]: each for each in after[f"{kind}s"]}
        for number in sorted(old.keys() | new.keys()):
            if number not in old:
                yield "Added", kind, number, new[number]["name"]
            elif number not in new:
                yield "Removed", kind, number, old[number]["name"]
            elif bare(old[number]) != bare(new[number]):
                yield "Changed", kind, number, new[number]["name"]


def type_changes(before: Json, after: Json, types: dict[str, Json]) -> set[str]:
    """Names of types that both versions use, and that they define differently."""
    old, new = _used_types(before, types), _used_types(after, types)
    return {name for name in old.keys() & new.keys() if old[name] != new[name]}


def _used_types(version: Json, types: dict[str, Json]) -> dict[str, object]:
    """The types that the members of a version lead to, by name."""
    found: dict[str, object] = {}
    seen: set[str] = set()
    waiting: list[object] = [version["attributes"], version["methods"]]
    while waiting:
        for _, part in parts(waiting.pop()):
            if part.get("kind") == "reference" and part["type"] not in seen:
                seen.add(part["type"])
                defined = types[part["type"]]
                found[defined["name"]] = bare(defined)
                waiting.append(defined)
    return found


def section(page: str, class_id: int, version: int, before: int) -> list[str]:
    """The lines of a page on what a version changes; none where it has no such section."""
    _, _, rest = page.partition(f"(class-{class_id}-v{version})=\n")
    text, _, _ = rest.partition("\n(class-")
    _, _, found = text.partition(
        f":::{{rubric}} Changes since version {before}\n:::\n\n"
    )
    lines, _, _ = found.partition("\n\n")
    return lines.splitlines()


def complaints(page: str, before: Json, after: Json, class_id: int) -> Iterator[str]:
    """What a page leaves out of the changes of a version, or makes up."""
    where = f"class {class_id} version {after['version']}"
    if after.get("undefined"):  # nobody knows what it has
        return
    lines = section(page, class_id, after["version"], before["version"])
    expected = {
        f"- {verb} {kind} {number} `{name}`"
        for verb, kind, number, name in member_changes(before, after)
    }
    told = {found[0] for line in lines if (found := LINE.match(line))}
    yield from (f"{where}: not told: {line[2:]}" for line in sorted(expected - told))
    yield from (f"{where}: no change: {line[2:]}" for line in sorted(told - expected))
    text = "\n".join(lines)
    for name in sorted(type_changes(before, after, named_types(standard()))):
        if f"`{name}`" not in text:
            yield f"{where}: not told: type {name}"
    if not lines and not _says_why(after):
        yield f"{where}: changes nothing, and does not say why"


def _says_why(version: Json) -> bool:
    """Whether a version that is like the one before has a word on that."""
    remarks = [*version.get("decisions", ()), *version.get("open_questions", ())]
    return any("version" in remark for remark in remarks)


def pairs(document: Json) -> Iterator[tuple[Json, Json, Json]]:
    """Every class, with a version of it and the one that this one was made from."""
    for found, version in versions(document):
        known = {each["version"]: each for each in found["versions"]}
        earlier = [number for number in known if number < version["version"]]
        origin = version.get("origin", {}).get("version", max(earlier, default=None))
        if origin is not None:
            yield found, known[origin], version


def page_of(found: Json) -> str:
    path = PAGES / f"{PurePosixPath(found['file']).stem}.md"
    return path.read_text(encoding="utf-8")


def test_every_change_is_told() -> None:
    wrong = [
        complaint
        for found, before, after in pairs(standard())
        for complaint in complaints(page_of(found), before, after, found["class_id"])
    ]
    assert wrong == []


def test_every_later_version_is_compared() -> None:
    later = sum(len(found["versions"]) - 1 for found in standard()["classes"])
    assert len(list(pairs(standard()))) == later


# ---------------------------------------------------------------- shown to fail


def profile() -> tuple[str, Json, Json]:
    """The page of Profile generic with its two versions, to be made wrong."""
    found = next(c for c in standard()["classes"] if c["class_id"] == 7)
    before, after = copy.deepcopy(found["versions"])
    return page_of(found), before, after


def test_a_line_that_is_missing_is_said() -> None:
    page, before, after = profile()
    assert list(complaints(page, before, after, 7)) == []
    line = "- Removed method 3 `get_buffer_by_range`\n"
    assert line in page
    assert list(complaints(page.replace(line, ""), before, after, 7)) == [
        "class 7 version 1: not told: Removed method 3 `get_buffer_by_range`"
    ]


def test_a_section_that_is_missing_is_said() -> None:
    page, before, after = profile()
    cut = page.replace("Changes since version 0", "What is new")
    said = list(complaints(cut, before, after, 7))
    assert "class 7 version 1: not told: Changed attribute 2 `buffer`" in said
    assert "class 7 version 1: not told: type range_descriptor" in said


def test_a_change_that_is_none_is_said() -> None:
    page, before, after = profile()
    after["methods"] = copy.deepcopy(before["methods"])
    assert (
        "class 7 version 1: no change: Removed method 3 `get_buffer_by_range`"
        in complaints(page, before, after, 7)
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [("mark", "dynamic"), ("unit", "minute"), ("read_only", True), ("default", 5)],
)
def test_a_changed_fact_has_to_be_told(key: str, value: object) -> None:
    page, before, after = profile()
    after["attributes"][3][key] = value
    assert list(complaints(page, before, after, 7)) == [
        "class 7 version 1: not told: Changed attribute 4 `capture_period`"
    ]


def test_a_changed_type_has_to_be_told() -> None:
    types = dict(named_types(standard()))
    _, _, after = profile()
    name = "cosem/profile_generic/7/sort_method"
    assert type_changes(after, after, types) == set()
    changed = copy.deepcopy(after)
    changed["attributes"][4]["type"]["type"] = "other/sort_method"
    types["other/sort_method"] = {**types[name], "values": []}
    assert type_changes(after, changed, types) == {"sort_method"}


def test_a_version_that_changes_nothing_has_to_say_so() -> None:
    page, before, _ = profile()
    after = {
        **copy.deepcopy(before),
        "version": 9,
        "decisions": [],
        "open_questions": [],
    }
    assert list(complaints(page, before, after, 7)) == [
        "class 7 version 9: changes nothing, and does not say why"
    ]
