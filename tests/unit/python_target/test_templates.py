"""The house rule of templates: they place, Python decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError

import cosemgen
from cosemgen.targets.rendering import departures, environment

ROOT = Path(cosemgen.__file__).parent
FOLDERS = sorted(ROOT.rglob("templates"))
TEMPLATES = [
    (
        ".".join(folder.parent.relative_to(ROOT).parts),
        path.relative_to(folder).as_posix(),
    )
    for folder in FOLDERS
    for path in sorted(folder.rglob("*.jinja"))
]


def test_there_are_templates() -> None:
    assert ("targets.python", "interface_class.py.jinja") in TEMPLATES
    assert ("starting", "class.cosem.jinja") in TEMPLATES


@pytest.mark.parametrize(("package", "template"), TEMPLATES)
def test_templates_only_place(package: str, template: str) -> None:
    assert departures(environment(f"cosemgen.{package}"), template) == []


@pytest.mark.parametrize(
    "template",
    [
        "{% set a = 1 %}",
        "{{ a + 1 }}",
        "{{ a | upper }}",
        "{{ a.b() }}",
        "{{ a['b'] }}",
        "{{ 'text' }}",
        "{{ a ~ b }}",
        "{% if a == 1 %}{% endif %}",
        "{% if not a %}{% endif %}",
        "{% if a %}{% elif b %}{% endif %}",
        "{% for a in b.c() %}{% endfor %}",
        "{% for a in b if a %}{% endfor %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% macro a() %}{% endmacro %}",
        "{% with a = 1 %}{% endwith %}",
        "{% block a %}{% endblock %}",
    ],
)
def test_what_is_not_allowed(template: str) -> None:
    assert departures(Environment(loader=DictLoader({"t": template})), "t")


@pytest.mark.parametrize(
    "template",
    [
        "text {{ a }} {{ a.b.c }}",
        "{{ a.b | indent(4) }}",
        "{% for a in b.c %}{{ a }}{% endfor %}",
        "{% if a.b %}x{% else %}y{% endif %}",
    ],
)
def test_what_is_allowed(template: str) -> None:
    assert departures(Environment(loader=DictLoader({"t": template})), "t") == []


def test_undefined_names_are_errors() -> None:
    found = environment("cosemgen.targets.python")
    assert found.undefined is StrictUndefined
    with pytest.raises(UndefinedError):
        found.get_template("constant.py.jinja").render()
