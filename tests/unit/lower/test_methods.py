"""Methods: what they are given, and their short names."""

from __future__ import annotations

import pytest

from cosemgen import model as m
from tests.compiled import model_of


def versions(*bodies: str) -> list[m.ClassVersion]:
    """A class with these versions, each after the first written from the one before."""
    text = 'units unit {\n  7 second "s" "time"\n}\n/// Does things.\nclass 32768 "Doer" {\n'
    for number, body in enumerate(bodies):
        origin = f" from {number - 1}" if number else ""
        lines = body if number else f"attribute 2 value: long\n{body}"
        text += f"version {number}{origin} {{\n{lines}\n}}\n"
    return list(model_of(text + "}\n").classes[0].versions)


def method(line: str) -> m.Method:
    (only,) = versions(f"enumeration mode {{\n1 fast\n}}\nmethod 1 {line}")
    return only.methods[0]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("?", None),
        ("0", m.Parameter("data", m.Simple("integer"), 0)),
        ("0x0", m.Parameter("data", m.Simple("integer"), 0)),
        ("long", m.Parameter("data", m.Simple("long"))),
        ("data: integer = 0", m.Parameter("data", m.Simple("integer"), 0)),
        ("index: unsigned = 1", m.Parameter("index", m.Simple("unsigned"), 1)),
        (
            "long (-900..900) unit second",
            m.Parameter(
                "data",
                m.Simple("long", bounds=m.Limits(-900, 900)),
                facts=m.Facts(unit="second"),
            ),
        ),
        (
            'octet-string secret note "kept" unconfirmed',
            m.Parameter(
                "data",
                m.Simple("octet-string"),
                facts=m.Facts(
                    secret=True,
                    notes=("kept",),
                    unconfirmed="no public source states it",
                ),
            ),
        ),
    ],
)
def test_parameters(written: str, expected: m.Parameter | None) -> None:
    assert method(f"act({written})").parameter == expected


def test_facts_of_a_method_are_not_those_of_its_parameter() -> None:
    found = method('act(mode = fast unconfirmed "a") returns long optional note "b"')
    assert found.parameter is not None
    assert found.parameter.default == m.WordLiteral("fast")
    assert found.parameter.facts == m.Facts(unconfirmed="a")
    assert found.facts == m.Facts(notes=("b",))
    assert (found.returns, found.presence) == (m.Simple("long"), "optional")


def short_names(version: m.ClassVersion) -> list[int | None]:
    return [each.short_name for each in version.methods]


THREE = "method 1 a(0)\nmethod 2 b(0)\nmethod 4 d(0)"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", [None, None, None]),
        ("methods @0x60", [0x60, 0x68, 0x78]),
        ("methods @?", [None, None, None]),
    ],
)
def test_short_names_follow_from_the_first(
    lines: str, expected: list[int | None]
) -> None:
    for body in (f"{lines}\n{THREE}", f"{THREE}\n{lines}"):
        (only,) = versions(body)
        assert short_names(only) == expected


def test_a_short_name_of_its_own_goes_before() -> None:
    lines = THREE.replace("b(0)", "b(0) @0x80")
    (only,) = versions(f"methods @0x60\n{lines}")
    assert short_names(only) == [0x60, 0x80, 0x78]
    (only,) = versions(lines)
    assert short_names(only) == [None, 0x80, None]


def test_short_names_are_inherited_moved_and_taken_back() -> None:
    found = versions(
        f"methods @0x20\n{THREE}",
        "add method 3 c(0)",
        "methods @0x28\nadd attribute 3 other: long",
        "methods @?\nchange method 2 b(0) @0x60",
        "methods @?",
    )
    assert list(map(short_names, found)) == [
        [0x20, 0x28, 0x38],
        [0x20, 0x28, 0x30, 0x38],
        [0x28, 0x30, 0x38, 0x40],
        [None, 0x60, None, None],
        [None, 0x60, None, None],
    ]
    moved = m.Change("change", "short-names", "methods")
    assert [moved in version.changes for version in found] == [
        *(False, False, True, True),
        False,
    ]


def test_nothing_is_moved_where_there_were_no_methods() -> None:
    _, new = versions("", "methods @0x20\nadd method 1 a(0)")
    assert short_names(new) == [0x20]
    assert new.changes == (m.Change("add", "method", "a", 1),)
