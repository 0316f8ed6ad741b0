"""Any text of the spec comes out of the Markdown parser as it went in."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from cosemgen.targets.docs import markup

EXTENSIONS = {"attrs_inline", "colon_fence", "deflist"}
"""As in the generated conf.py."""
PARSER = create_md_parser(MdParserConfig(enable_extensions=EXTENSIONS), RendererHTML)

PUNCTUATION = "\\`*_{}[]<>|~^$&#+-=:%().!\"'/;,?@0123456789abc \n"
PIECES = (
    "*a*",
    "__a__",
    "`a`",
    "<b>",
    "{ref}",
    "[a](b)",
    "&lt;",
    "~~a~~",
    "\\*",
    " | ",
)
TEXTS = st.text(
    st.sampled_from(PUNCTUATION) | st.characters(codec="utf-8"), max_size=40
) | (
    st.lists(
        st.sampled_from(PIECES) | st.text(PUNCTUATION, max_size=3), max_size=8
    ).map("".join)
)


class Cells(HTMLParser):
    """Text of the first paragraph or of every table cell, and the tags met."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []
        self._open = False
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        if tag in ("p", "td"):
            self._open = True
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "td"):
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[-1] += data


def shown(markdown: str) -> Cells:
    return Cells(PARSER.render(markdown))


def printable(text: str) -> str:
    """What a reader can see of it: Markdown has no NUL, and white space is one space."""
    return " ".join(text.replace("\0", "\N{REPLACEMENT CHARACTER}").split())


@given(TEXTS)
@example("*a* __a__")
@example("1. one")
@example("- item")
@example("(label)=")
@example("%comment")
@example(":::{note}")
@example("| a | b |")
@example("a|b\\|c")
@example("{ref}`x`")
@example("[a](#b){.c}")
@example("&amp; <b> <!-- -->")
@example("+++")
@example("===")
@example("~~~")
@example("http://example.org/a_b_c")
@example("trailing\\")
@example("1) x")
def test_text(plain: str) -> None:
    """Plain text stays plain text, in a paragraph of its own."""
    found = shown(markup.text(plain))
    expected = printable(plain)
    assert found.texts == ([expected] if expected else [])
    assert set(found.tags) <= {"p"}


@given(TEXTS)
@example("``")
@example("`a`")
@example("a | b \\| c")
def test_code(plain: str) -> None:
    """A code span holds exactly the text."""
    found = shown(f"x{markup.code(plain)}")
    expected = printable(plain)
    assert found.texts == [f"x{expected}"]
    assert found.tags == (["p", "code"] if expected else ["p"])


@given(st.lists(TEXTS, min_size=1, max_size=4), st.lists(TEXTS, min_size=1, max_size=4))
def test_table(texts: list[str], codes: list[str]) -> None:
    """Every cell of a table shows its text, whether plain or code, and no cell is split."""
    count = min(len(texts), len(codes))
    rows = [
        ("-", markup.text(plain), markup.code(coded), "!")
        for plain, coded in zip(texts, codes, strict=False)
    ]
    found = shown(markup.grid(("1", "A", "B", "2"), rows))
    expected = [
        cell
        for plain, coded in zip(texts[:count], codes[:count], strict=True)
        for cell in ("-", printable(plain), printable(coded), "!")
    ]
    columns = (
        2 + any(map(printable, texts[:count])) + any(map(printable, codes[:count]))
    )
    kept = [
        cell
        for at, cell in enumerate(expected)
        if at % 4 in (0, 3)
        or (at % 4 == 1 and any(map(printable, texts[:count])))
        or (at % 4 == 2 and any(map(printable, codes[:count])))
    ]
    assert found.texts == kept
    assert found.tags.count("tr") == count + 1
    assert found.tags.count("th") == columns


@given(
    st.lists(TEXTS.filter(lambda text: "`" not in text and text.strip()), min_size=1)
)
def test_prose(parts: list[str]) -> None:
    """Every second part is code, the others are plain."""
    plain = "".join(f"`{part}`" if at % 2 else part for at, part in enumerate(parts))
    found = shown(markup.prose(plain))
    # Spaces beside code may be lost only where the text had none.
    assert "".join("".join(found.texts).split()) == "".join(
        "".join(printable(part) for part in parts).split()
    )
    assert found.tags.count("code") == len(parts) // 2
    assert set(found.tags) <= {"p", "code"}


@given(TEXTS)
def test_label_and_class(plain: str) -> None:
    """Text with a label and a class is still the text, and the label is where links lead."""
    body = markup.text(plain) or "x"
    html = PARSER.render(markup.span(body, "badge", label="obis-0.b.1.0.e.255"))
    assert 'id="obis-0.b.1.0.e.255"' in html
    assert 'class="badge"' in html
    assert Cells(html).texts == [printable(plain) or "x"]


@pytest.mark.parametrize(
    ("doc", "expected"),
    [
        ("One `two` three.", "One `two` three."),
        ("One\ntwo\n\nthree", "One two\n\nthree"),
        ("Either:\n- one\n- two\n  more\n\nEnd", "Either:\n\n- one\n- two more\n\nEnd"),
        ("a lone ` stays", "a lone \\` stays"),
        ("", ""),
    ],
)
def test_paragraphs(doc: str, expected: str) -> None:
    assert markup.paragraphs(doc) == expected


def test_table_leaves_out_empty_columns() -> None:
    rows = [{"A": "1", "B": ""}, {"A": "2", "B": ""}]
    lines = markup.table(rows, right=("A",)).splitlines()
    assert lines == ["| A |", "| --: |", "| 1 |", "| 2 |"]
    assert markup.table([]) == ""
