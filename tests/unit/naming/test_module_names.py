"""Names that a package and a spec file can have, whatever machine they come to."""

from __future__ import annotations

import pytest

from cosemgen.module_names import likely_name, module_refusal, package_refusal


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("json", "standard library"),
        ("Docs", "folder of that name"),
        ("cosem_runtime", "stand on the package"),
        ("class", "word of Python"),
        ("a-b", "letters, digits"),
        # A full-width a, which Python reads as a plain one.
        ("\uff41cme", "letters, digits"),
        ("\u0430cme", "letters, digits"),  # a Cyrillic one
        ("", "letters, digits"),
        ("0", "letters, digits"),
        ("a" * 101, "more than 100"),
        ("Con", "Windows"),
        ("lpt9", "Windows"),
        ("conftest", "by itself"),
        ("sitecustomize", "by itself"),
        ("usercustomize", "by itself"),
        ("__main__", "meaning of its own"),
    ],
)
def test_names_that_no_package_can_have(name: str, why: str) -> None:
    assert why in (package_refusal(name) or "")


def test_a_name_may_have_a_hundred_letters() -> None:
    assert package_refusal("a" * 100) is None


@pytest.mark.parametrize(
    ("name", "likely"),
    [
        ("my-pair", "my_pair"),
        ("0", "n0"),
        ("a.b", "a_b"),
        ("z\u00e4hler", "zahler"),
        ("\uff41cme", "acme"),
        ("con", "con_"),
        ("\u0430", ""),
        ("__main__", "main"),
    ],
)
def test_the_likely_name_is_another_one_that_a_module_can_have(
    name: str, likely: str
) -> None:
    assert module_refusal(name) is not None
    assert likely_name(name) == likely
    assert not likely or module_refusal(likely) is None
