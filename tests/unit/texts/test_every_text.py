"""Every text of a spec is data in everything that is made of it, wherever the grammar has a place for one."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from collections.abc import Mapping
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark, Tree

from cosemgen import resources
from cosemgen.build.registry import BUILT_IN, load
from cosemgen.compile import compile_text
from cosemgen.diagnostics import render_text
from cosemgen.model import Model
from cosemgen.syntax.literals import write_string
from cosemgen.target import Options
from tests.compiled import model_of

from ..docs_target.conftest import pages_of
from ..docs_target.test_sphinx import build

SPEC: Final = Path(__file__).with_name("every_text.cosem")
TEXTS: Final = {"STRING", "BLANK"}
ODD: Final = (
    *("", " ", "\n", "\u00a0", "|", "a | b", "\\| |", "---", "--> x", "- a--", "`---`"),
    *(":x: y", ":::", "```", "{raw}`html x`", "{B}", "{n+1}", "{{ 7 }}", "{% x %}"),
    *("</script><script>alert(1)</script>", "<b>", "&amp;", "<!--", "]]>", "--%>"),
    *('"""', "'''", "\\", "\\N{BULLET}", "\\x41", '"); import os #', "%s{0}${x}"),
    *("=1+1", "+1", "-1", "@A1", "# x", "> x", "1. x", "    x", "| x | y |", "*x", "_"),
    *("a\nb", "a\n\n- b\n\n      c", "a\u2028b", "\u202ea", "\u200b", "\ufeff", "\x85"),
    *(
        "[x](javascript:alert(1))",
        "![x](x)",
        "[^1]: x",
        "(x)=",
        "$x$",
        "%x",
        "+++",
        "===",
    ),
    *("é\u0301", "\U0001f600", "ｆ", "x" * 300, "# type: ignore", "noqa", "fmt: off"),
)
odd = st.sampled_from(ODD) | st.text(
    st.sampled_from("|-:`{}[]<>&*_~#$%=+@\\'\"/!.()^; \n\u00a0ax1"), max_size=9
)


@cache
def plain_lark() -> Lark:
    return Lark(resources.grammar(), parser="lalr", keep_all_tokens=True)


@cache
def spec_tree() -> Tree[object]:
    return plain_lark().parse(SPEC.read_text(encoding="utf-8"))


def test_the_spec_has_every_place() -> None:
    """A text that the grammar gets is tried from then on."""
    rules = plain_lark().rules
    # A rule that only chooses between kinds of texts is none of the tree.
    choosing = {
        rule.origin.name
        for rule in rules
        if rule.origin.name.startswith("_") and rule.expansion[0].name in TEXTS
    }
    places = {
        (str(rule.alias or rule.origin.name), number)
        for rule in rules
        if rule.origin.name not in choosing
        for number in range(sum(s.name in TEXTS | choosing for s in rule.expansion))
    }
    found = {
        (str(tree.data), number)
        for tree in spec_tree().iter_subtrees()
        for number in range(
            sum(getattr(part, "type", "") in TEXTS for part in tree.children)
        )
    }
    assert found == places


def texts() -> list[tuple[int, int, str]]:
    """Begin, end and kind of each text and line of documentation."""
    return sorted(
        (token.start_pos, token.end_pos, token.type)
        for token in spec_tree().scan_values(
            lambda token: getattr(token, "type", "") in TEXTS | {"DOC"}
        )
    )


PLACES: Final = len(texts())


def with_texts(told: Mapping[int, str]) -> str:
    """The spec with other texts at some places; names of classes stay different ones."""
    spec = SPEC.read_text(encoding="utf-8")
    for number, (begin, end, kind) in reversed([*enumerate(texts())]):
        if number in told:
            text = told[number]
            if spec[:begin].rpartition("\n")[2].startswith("class ") and text.strip():
                text = f"{text} A{number}"
            line = f"/// {' '.join(text.split())}"
            new = line if kind == "DOC" else write_string(text)
            spec = f"{spec[:begin]}{new}{spec[end:]}"
    return spec


def accepted(told: Mapping[int, str]) -> tuple[Model, Mapping[int, str]]:
    """The model with those of the texts that `check` does not refuse at their place, and which these are."""
    lines = {n: at for n, (at, _, _) in enumerate(texts())}
    while True:
        compilation = compile_text(with_texts(told))
        if compilation.model is not None:
            return compilation.model, told
        refused = {d.span.line for d in compilation.diagnostics if d.is_error}
        kept = {n: text for n, text in told.items() if line_of(lines[n]) not in refused}
        assert len(kept) < len(told), [*map(render_text, compilation.diagnostics)]
        told = kept


def line_of(place: int) -> int:
    return SPEC.read_text(encoding="utf-8").count("\n", 0, place) + 1


def judge(told: Mapping[int, str]) -> None:
    """What `check` accepts is built by every target, its JSON valid; what it does not is told at its place."""
    model, _ = accepted(told)
    for name, reference in BUILT_IN.items():
        for path, file in load(name, reference).files(model, Options("acme")).items():
            file.text.encode("utf-8")
            if path.suffix == ".py":
                ast.parse(file.text)
            elif path.suffix == ".json":
                json.loads(file.text)
            elif path.suffix == ".csv":
                rows = [*csv.reader(io.StringIO(file.text))]
                assert len({*map(len, rows)}) == 1, path


def mixed(number: int) -> dict[int, str]:
    """Every place with an odd text, another one for each number."""
    return {n: ODD[(n * 7 + number) % len(ODD)] for n in range(PLACES)}


@pytest.mark.parametrize("number", range(0, len(ODD), 10))
def test_odd_texts_everywhere(number: int) -> None:
    judge(mixed(number))


@given(st.dictionaries(st.integers(0, PLACES - 1), odd))
@settings(max_examples=settings().max_examples // 5)  # all targets take long
def test_any_texts_anywhere(told: dict[int, str]) -> None:
    judge(told)


@pytest.mark.slow
@pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text[:20]))
def test_one_text_everywhere(text: str) -> None:
    judge(dict.fromkeys(range(PLACES), text))


@pytest.mark.parametrize(
    "folder", ["x\nimport os\n#", '"""', "<b>", "`x`", "-->", "\u202e", "*"]
)
def test_folders_are_names(folder: str) -> None:
    """They stand in the first line of what is generated, so those that would end it are refused."""
    files = {"package.cosem": 'package acme "ACME" {\n}\n'}
    pair = "structure pair {\n  first: long\n}\n"
    found = compile_text({**files, f"{folder}/pair.cosem": pair})
    assert [each.code for each in found.diagnostics] == ["C609"]
    assert compile_text({**files, "Zähler-2 neu/pair.cosem": pair}).model


def test_a_title_is_no_markup() -> None:
    title = "A </script><script>alert('1 & 2')</script>"
    spec = with_texts({}).replace('"ACME meters"', write_string(title))
    pages = pages_of(model_of(spec), "acme")
    names: dict[str, str] = {}
    exec(pages["conf.py"], {"__file__": "conf.py"}, names)
    assert names["project"] == title
    assert "<" not in names["html_title"]
    assert unescape(names["html_title"]) == title


class _Page(HTMLParser):
    """Tags that run or fetch something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.active: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fetches = tag in ("script", "iframe", "img", "object", "embed")
        for name, value in attrs:
            script = (value or "").strip().startswith("javascript:")
            if fetches or script or name.startswith("on"):
                self.active.add(f"{tag} {name}={value}")
        if fetches and not attrs:
            self.active.add(tag)


def active(site: Path) -> set[str]:
    return {
        re.sub(r"(\.\./)+", "", each)
        for page in site.rglob("*.html")
        for each in _Page(page.read_text(encoding="utf-8")).active
    }


@pytest.fixture(scope="module")
def plain_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    model = model_of(with_texts({}))
    return build(pages_of(model, "acme"), tmp_path_factory.mktemp("plain"))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(0, len(ODD), 16))
def test_odd_texts_on_the_site(number: int, plain_site: Path, tmp_path: Path) -> None:
    """Sphinx has nothing to warn of, and nothing runs that runs without them."""
    titles = {n for n, (at, _, _) in enumerate(texts()) if line_of(at) == 4}
    scripts = "A </script><script>alert(1)</script>"
    model, _ = accepted(mixed(number) | dict.fromkeys(titles, scripts))
    site = build(pages_of(model, "acme"), tmp_path)
    assert active(site) == active(plain_site)
