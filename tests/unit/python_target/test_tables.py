"""The tables of the catalogue and of the OBIS codes."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cosem_runtime.text_rows import fields
from cosemgen.build.errors import BuildError
from cosemgen.model import (
    Array,
    Cardinality,
    Code,
    CodeRange,
    Edition,
    Facts,
    Group,
    Model,
    ObisObject,
    Refers,
    Rule,
    Simple,
    Since,
)
from cosemgen.naming import Names
from cosemgen.targets.python.catalogue import catalogue
from cosemgen.targets.python.obis import obis
from cosemgen.targets.python.provenance import provenance
from cosemgen.targets.python.rows import TablesView, row
from cosemgen.targets.python.rules import rules
from cosemgen.targets.python.target import render

from .models import STANDARD, VENDOR


def values(view: TablesView) -> dict[str, object]:
    return {
        ast.unparse(node.target): ast.literal_eval(node.value)
        for node in ast.parse(render(view)).body
        if isinstance(node, ast.AnnAssign) and node.value is not None
    }


def only(model: Model, *codes: Code) -> Model:
    return replace(model, groups=(Group("E", "rate", codes),), media=(), objects=())


def test_catalogue() -> None:
    assert values(catalogue(STANDARD, Names(STANDARD, "cosem"))) == {
        "SPEC": "cosem",
        "NEEDS": (),
        "CLASSES": {
            3: {0: ("register", "Register")},
            7: {
                0: ("profile_generic", "ProfileGenericV0"),
                1: ("profile_generic", "ProfileGeneric"),
            },
        },
        "NAMES": {3: "Register", 7: "Profile generic"},
    }


def test_provenance() -> None:
    profile = STANDARD.classes[1]
    old = replace(
        profile.versions[0],
        name="Old profile",
        since=Since(Edition("ed_9", "Ed. 9"), Edition("ed_9", "Ed. 9")),
        confidence="low",
        confidence_reason="one page",
        open_questions=("its order", "its methods"),
    )
    undefined = replace(profile.versions[1], undefined="a name only", clauses=())
    model = replace(STANDARD, classes=(replace(profile, versions=(old, undefined)),))
    assert values(provenance(model)) == {
        "VERSIONS": "7 0 | Old profile | 4.3 | Ed. 9 | low: one page | its order | its methods\n"
        "7 1 |  |  |  |  | not defined: a name only\n",
        # A doubtful value of an enumeration is a doubt of all that is of it.
        "DOUBTS": "7 1 3 |  | sort_method.lifo: one source alone has it\n"
        "7 1 5 |  | sort_method.lifo: one source alone has it\n",
    }


def test_rules() -> None:
    profile = STANDARD.classes[1]
    version = profile.versions[1]
    ruled = replace(
        version,
        cardinality=Cardinality(1, None),
        rules=(Rule("at_most", (version.attributes[1].name, "class")),),
        attributes=(
            *version.attributes[:1],
            replace(
                version.attributes[1],
                type=Array(Array(Simple("long"))),
                facts=Facts(
                    rules=(Rule("unique", ()), Rule("ascending", ("class",))),
                    refers=Refers("class", (3, 4)),
                ),
            ),
        ),
    )
    model = replace(
        STANDARD, classes=(replace(profile, versions=(profile.versions[0], ruled)),)
    )
    name = version.attributes[1].name
    assert values(rules(model)) == {
        # What Python has no name for is called as there.
        "RULES": f"7 1 | - cardinality 1 n | - at_most {name} class_ | {name} unique"
        f" | {name} ascending class_ | {name} refers class 3 4\n"
    }


def test_catalogue_of_a_vendor() -> None:
    found = values(catalogue(VENDOR, Names(VENDOR, "acme_meter")))
    assert (found["SPEC"], found["NEEDS"]) == ("acme", ("cosem",))
    assert found["CLASSES"] == {40000: {0: ("acme", "TamperLog")}}


def test_obis() -> None:
    assert values(obis(STANDARD)) == {
        "MEDIA": {1: "AC electricity", 2: "DC electricity"},
        "SAME_MEDIA": {2: 1},
        "UNITS": {30: "Wh"},
        "GROUPS": "F | 0-99 | billing period {n}\n"
        "D country | 0 | Finland\n"
        "1C | 1 | Active power |  |  |  | 30 | Active energy\n"
        "1C | 110-123,125 |  | reserved\n",
        "SELECTIONS": "D country | C=94\n",
        "OBJECTS": "1.0-64.1.8.0.255 | {C} |  | 3 | 6,1 | 30 |  | high\n",
        "IN_USE": "1.0.1.8.0.255 | {C} | total | kWh | 2\n1.0.1.8.1.255 |  |  |  | 1\n",
    }


def test_a_package_without_codes_has_empty_tables() -> None:
    assert values(obis(VENDOR)) == {
        "MEDIA": {},
        "SAME_MEDIA": {},
        "UNITS": {},
        "GROUPS": "",
        "SELECTIONS": "",
        "OBJECTS": "",
        "IN_USE": "",
    }


def test_every_field_of_a_code() -> None:
    code = Code(
        (CodeRange(1, 2), CodeRange(4, 4)),
        'a \\ and a """',
        None,
        True,
        "",
        None,
        ("watt_hour", "second"),
        True,
        "a note\nof two lines",
        "why",
    )
    assert values(obis(only(STANDARD, code)))["GROUPS"] == (
        'E rate | 1-2,4 | a \\ and a """ |  | integral dimensionless | 30,7 |  |  |'
        " a note of two lines | why\n"
    )


def test_every_field_of_an_object() -> None:
    anything = (CodeRange(0, 255),)
    each = ObisObject(
        "a.b.c.d.e.f",
        (anything,) * 6,
        "Name",
        "manufacturer",
        (1, 3),
        {3: 1},
        (3,),
        ("unsigned",),
        (),
        "",
        "6.2.1",
        "low",
        ("gurux",),
        "note",
        "doubt",
    )
    found = values(obis(replace(STANDARD, objects=(each,))))
    assert found["OBJECTS"] == (
        f"{'.'.join(['0-255'] * 6)} | Name | manufacturer | 1,3.1 | 17 |  | 6.2.1 | low"
        " | 3 | note | doubt\n"
    )
    found = values(obis(replace(STANDARD, objects=(replace(each, alternative=True),))))
    assert found["OBJECTS"].startswith(f"{'.'.join(['0-255'] * 6)} alternative | Name")


@given(st.lists(st.text(st.sampled_from("a|\\\\ é"))))
@example(["a | b", "| b", "a |", "|", r"\| \\| \|x", "", "x"])
def test_the_runtime_reads_what_a_row_was_made_of(told: list[str]) -> None:
    tidy = [" ".join(each.split()) for each in told]
    found = fields(row(*told))
    assert found + [""] * (len(tidy) - len(found)) == (tidy or [""])


def test_a_bar_does_not_cut_a_row() -> None:
    view = obis(only(STANDARD, Code((CodeRange(1, 1),), "a | b")))
    assert values(view)["GROUPS"] == "E rate | 1 | a \\| b\n"


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(BuildError, match="furlong"):
        obis(only(STANDARD, Code((CodeRange(1, 1),), "x", units=("furlong",))))
