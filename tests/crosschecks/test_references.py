"""What a line of the spec refers to is there: classes, members, paths of rules."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator

import pytest

from tests.compiled import COUNTRIES
from tests.crosschecks.documents import (
    Json,
    named_types,
    national,
    parts,
    standard,
    versions,
)
from tests.crosschecks.references import (
    RULES,
    class_ids,
    reference_complaints,
    rule_complaints,
)


def test_references_lead_to_what_exists() -> None:
    assert list(reference_complaints(standard())) == []


def test_rules_name_what_exists() -> None:
    assert list(rule_complaints(standard())) == []


def test_there_are_references_and_rules() -> None:
    found = [part for _, part in parts(standard())]
    assert sum("refers" in part for part in found) >= 40
    named = {rule["name"] for part in found for rule in part.get("rules", ())}
    assert named <= RULES.keys()
    assert len(named) >= 12


# ---------------------------------------------------------------- classes of codes


def object_complaints(document: Json, *foundations: Json) -> Iterator[str]:
    """Rows of the OBIS tables that allow a class that does not exist, or one twice."""
    known = class_ids(document, *foundations)
    for row in document["obis"]["objects"]:
        for key in ("classes", "core_classes"):
            allowed = row.get(key, [])
            for class_id in allowed:
                if class_id not in known:
                    yield f"{row['pattern']} {row['name']}: no class {class_id}"
            if len(set(allowed)) < len(allowed):
                yield f"{row['pattern']} {row['name']}: a class is named twice"


def test_classes_of_codes_exist() -> None:
    assert list(object_complaints(standard())) == []
    assert sum("classes" in row for row in standard()["obis"]["objects"]) > 500


@pytest.mark.parametrize("country", COUNTRIES)
def test_national_packages_refer_to_what_exists(country: str) -> None:
    document = national(country)
    assert document["obis"]["objects"] or document["telegrams"]
    assert list(object_complaints(document, standard())) == []
    assert list(reference_complaints(document, standard())) == []
    assert list(rule_complaints(document, standard())) == []


# ---------------------------------------------------------------- shown to fail


@pytest.fixture
def document() -> Json:
    """The whole spec, to be made wrong."""
    return copy.deepcopy(standard())


def type_of(document: Json, name: str) -> Json:
    return named_types(document)[f"cosem/{name}"]


def version_of(document: Json, class_id: int) -> Json:
    """The last version of a class."""
    found = [v for each, v in versions(document) if each["class_id"] == class_id]
    return found[-1]


def no_class(document: Json) -> None:
    attribute = version_of(document, 12)["attributes"][3]
    attribute["refers"]["classes"] = [9002]


def no_logical_name(document: Json) -> None:
    version_of(document, 12)["attributes"][3]["type"].pop("meaning")


def no_member(document: Json) -> None:
    type_of(document, "references/value_definition")["fields"].pop()


def wrong_member_type(document: Json) -> None:
    fields = type_of(document, "references/object_definition")["fields"]
    fields[0]["type"] = {"kind": "simple", "name": "unsigned"}


def wrong_way(document: Json) -> None:
    type_of(document, "references/action_item")["refers"]["to"] = "method"


def no_script_table(document: Json) -> None:
    document["classes"] = [c for c in document["classes"] if c["class_id"] != 9]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (no_class, "security_setup_reference: no class 9002"),
        (no_logical_name, "security_setup_reference: not a logical name"),
        (no_member, "value_definition: no member attribute_index"),
        (wrong_member_type, "object_definition: class_id is unsigned"),
        (wrong_way, "action_item: method through"),
        (no_script_table, "action_item: no class 9"),
    ],
)
def test_a_wrong_reference_is_said(
    document: Json, spoil: Callable[[Json], None], said: str
) -> None:
    spoil(document)
    assert any(said in complaint for complaint in reference_complaints(document))


def rename(class_id: int, number: int) -> Callable[[Json], None]:
    """Give an attribute another name than the rules of its class have."""

    def spoil(document: Json) -> None:
        version_of(document, class_id)["attributes"][number - 1]["name"] = "renamed"

    return spoil


def rename_member(name: str, member: str) -> Callable[[Json], None]:
    """Give a member of a structure another name than the rules have."""

    def spoil(document: Json) -> None:
        for field in type_of(document, name)["fields"]:
            if field["name"] == member:
                field["name"] = "renamed"

    return spoil


def unknown_rule(document: Json) -> None:
    version_of(document, 7)["rules"][0]["name"] = "wishes"


def too_many(document: Json) -> None:
    version_of(document, 7)["rules"][0]["arguments"] += ["buffer"]


def no_number(document: Json) -> None:
    type_of(document, "status_mapping/63/0/status_bits")["rules"][0]["arguments"] = [0]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (rename(7, 3), "rows_match: no attribute capture_objects"),
        (rename(7, 8), "at_most: no path profile_entries"),
        (rename(6, 3), "member_of: no attribute mask_list"),
        (
            rename_member("schedule/10/0/schedule_table_entry", "index"),
            "unique: no member index",
        ),
        (
            rename_member("schedule/10/0/schedule_table_entry", "end_date"),
            "before: no path entries.end_date",
        ),
        (
            rename_member("register_activation/6/0/register_act_mask", "mask_name"),
            "member_of: no member of it mask_name",
        ),
        (unknown_rule, "no rule wishes"),
        (too_many, "rows_match has 3 arguments"),
        (no_number, "bits_multiple_of: no number 0"),
    ],
)
def test_a_wrong_rule_is_said(
    document: Json, spoil: Callable[[Json], None], said: str
) -> None:
    spoil(document)
    assert any(said in complaint for complaint in rule_complaints(document))


def test_a_wrong_class_of_a_code_is_said(document: Json) -> None:
    row = next(r for r in document["obis"]["objects"] if r.get("classes") == [8])
    row["classes"] = [8, 9002]
    assert list(object_complaints(document)) == [
        f"{row['pattern']} {row['name']}: no class 9002"
    ]
    row["classes"] = [8, 8]
    assert "named twice" in next(object_complaints(document))
