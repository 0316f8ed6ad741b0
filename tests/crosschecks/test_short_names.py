"""Short names follow the rule of the standard, or the spec says that they do not.

An attribute is at x + 8 (n - 1). The methods of a class follow one another in the same
steps from one offset on: right behind the attributes in most classes, and further on in
those whose class table leaves a gap.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest

from tests.crosschecks.documents import Json, standard, versions

# class id -> offset of method 1, where public class tables leave a gap before it. Only
# classes that somebody has looked up: of others the spec itself says where they begin.
METHODS_FROM = {
    **{3: 0x28, 4: 0x38, 6: 0x30, 7: 0x58, 8: 0x60, 9: 0x20, 10: 0x20, 12: 0x20},
    **{15: 0x60, 17: 0x20, 18: 0x40, 42: 0x60, 48: 0x60, 53: 0x50, 61: 0x28},
    **{80: 0x20, 84: 0x40, 127: 0x40},
}


def complaints(found: Json, version: Json) -> Iterator[str]:
    """Members of a version whose short names are not where the rule puts them."""
    where = f"class {found['class_id']} version {version['version']}"
    attributes, methods = version["attributes"], version["methods"]
    start = METHODS_FROM.get(found["class_id"], _behind(attributes, methods))
    rule = [(each, 8 * (each["number"] - 1)) for each in attributes]
    rule += [(each, start + 8 * (each["number"] - 1)) for each in methods]
    for member, expected in rule:
        offset = member.get("short_name")
        if offset != expected:
            shown = "none" if offset is None else f"0x{offset:02X}"
            yield f"{where}: {member['name']} at {shown}, by the rule 0x{expected:02X}"
    taken = [each["short_name"] for each, _ in rule if "short_name" in each]
    if len(set(taken)) < len(taken):
        yield f"{where}: a short name is taken twice"


def _behind(attributes: list[Json], methods: list[Json]) -> int:
    """Where the methods begin: right behind the attributes, or later if so stated."""
    stated = [
        each["short_name"] - 8 * (each["number"] - 1)
        for each in methods
        if "short_name" in each
    ]
    last = max(attribute["number"] for attribute in attributes)
    return max(8 * last, min(stated, default=0))


# What a decision, an open question or a note says of a version with other short names.
TELLING = ("short name", "x + 0x", "no public source transcribes this version")


def is_told(version: Json) -> bool:
    """Whether the spec itself says where the short names of a version come from."""
    remarks = [*version.get("decisions", ()), *version.get("open_questions", ())]
    for member in (*version["attributes"], *version["methods"]):
        remarks += [member.get("note", ""), member.get("unconfirmed", "")]
    return any(words in remark for remark in remarks for words in TELLING)


def test_other_short_names_are_told() -> None:
    """Where short names are not those of the rule, the spec says why.

    That those of all methods are not known, it need not say.
    """
    untold = []
    for found, version in versions(standard()):
        known = any("short_name" in each for each in version["methods"])
        if not is_told(version):
            looked_at = version if known else {**version, "methods": []}
            untold += list(complaints(found, looked_at))
    assert untold == []


@pytest.mark.parametrize("class_id", METHODS_FROM)
def test_the_table_is_of_classes_that_need_it(class_id: int) -> None:
    found = next(c for c in standard()["classes"] if c["class_id"] == class_id)
    assert any(not list(complaints(found, version)) for version in found["versions"])
    starts = {8 * len(version["attributes"]) for version in found["versions"]}
    assert starts != {METHODS_FROM[class_id]}


def register() -> tuple[Json, Json]:
    """Register with its one version, to be made wrong."""
    found = next(c for c in standard()["classes"] if c["class_id"] == 3)
    changed = copy.deepcopy(found)
    return changed, changed["versions"][0]


@pytest.mark.parametrize(
    ("members", "offset", "said"),
    [
        ("attributes", 0x18, "scaler_unit at 0x18, by the rule 0x10"),
        ("attributes", 0x08, "a short name is taken twice"),
        ("attributes", None, "scaler_unit at none, by the rule 0x10"),
        ("methods", 0x18, "reset at 0x18, by the rule 0x28"),
    ],
)
def test_a_wrong_short_name_is_said(
    members: str, offset: int | None, said: str
) -> None:
    found, version = register()
    assert list(complaints(found, version)) == []
    member = version[members][-1]
    del member["short_name"]
    if offset is not None:
        member["short_name"] = offset
    assert f"class 3 version 0: {said}" in list(complaints(found, version))


def test_only_remarks_on_short_names_tell() -> None:
    version = register()[1]
    version["decisions"] = ["value is dynamic"]
    version["open_questions"] = ["whether reset is mandatory"]
    assert not is_told(version)
    version["methods"][0]["unconfirmed"] = "the short name"
    assert is_told(version)
