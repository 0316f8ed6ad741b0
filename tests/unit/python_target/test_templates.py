"""The house rule of templates: they place, Python decides."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from jinja2.filters import do_indent

import cosemgen
from cosemgen.targets.rendering.templates import _version, departures, environment

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


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The templates of a package that nobody has used yet."""
    folder = tmp_path / "somebodys" / "templates"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").touch()
    (folder / "a.txt.jinja").write_text("one {{ a }}\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    yield folder
    sys.modules.pop("somebodys", None)
    importlib.invalidate_caches()


def rendered(monkeypatch: pytest.MonkeyPatch) -> tuple[str, bool]:
    """What comes of the template in a new environment, and whether it was compiled for that."""
    compiled = list[object]()
    compile_template = Environment.compile

    def noted(self: Environment, *arguments: object, **named: object) -> object:
        compiled.append(arguments)
        return compile_template(self, *arguments, **named)  # type: ignore[call-overload]

    with monkeypatch.context() as patch:
        patch.setattr(Environment, "compile", noted)
        template = environment("somebodys").get_template("a.txt.jinja")
    return template.render(a=1), bool(compiled)


def test_a_template_is_compiled_once(
    templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rendered(monkeypatch) == ("one 1\n", True)
    assert rendered(monkeypatch) == ("one 1\n", False)
    (kept,) = (templates / "__pycache__").iterdir()
    assert kept.suffix == ".pyc"
    octets = kept.read_bytes()
    # What is damaged, or was made of something else, is made anew.
    for wrong in (b"", octets[:40], octets[:-9], octets[:-1], b"x" + octets):
        kept.write_bytes(wrong)
        assert rendered(monkeypatch) == ("one 1\n", True)
        assert kept.read_bytes() == octets
    (templates / "a.txt.jinja").write_text("two {{ a }}\n")
    assert rendered(monkeypatch) == ("two 1\n", True)
    assert rendered(monkeypatch) == ("two 1\n", False)
    monkeypatch.setattr("jinja2.__version__", "3.99")
    _version.cache_clear()
    assert rendered(monkeypatch) == ("two 1\n", True)
    monkeypatch.undo()
    _version.cache_clear()


def test_none_is_kept_where_python_keeps_no_modules(
    templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered(monkeypatch) == ("one 1\n", True)
    assert not (templates / "__pycache__").exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    # Nor where it cannot be.
    (templates / "__pycache__").touch()
    assert rendered(monkeypatch) == ("one 1\n", True)
    assert (templates / "__pycache__").read_bytes() == b""


@given(
    st.lists(st.sampled_from(["", " ", "a", "  b", "c d", "\t"]), max_size=8),
    st.integers(0, 12),
)
def test_lines_are_indented_as_jinja_does_it(lines: list[str], width: int) -> None:
    text = "\n".join(lines)
    found = environment("cosemgen.targets.python").filters["indent"](text, width)
    assert found == do_indent(text, width)


def test_what_only_looks_like_the_end_of_a_line_is_none() -> None:
    indent = environment("cosemgen.targets.python").filters["indent"]
    assert indent("a\u2028b\x0cc\nd", 2) == "a\u2028b\x0cc\n  d"
