"""Black is run in one place, and changes layout only."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import black
import pytest
from black.mode import Mode, TargetVersion
from hypothesis import given, settings
from hypothesis import strategies as st

from cosemgen.build import format as module
from cosemgen.build.errors import BuildError
from cosemgen.build.format import BLACK_VERSION, LINE_LENGTH, formatted, stays

ROOT = Path(__file__).parents[3]
MODE = Mode(target_versions={TargetVersion.PY311}, line_length=LINE_LENGTH)


def test_another_version_of_black_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLACK_VERSION", "0.0.1")
    with pytest.raises(BuildError, match=r"laid out by black 0\.0\.1, found 2"):
        formatted("m.py", "x = ( 1 )\n")


def test_text_that_is_not_python_is_named() -> None:
    with pytest.raises(BuildError, match=r"m0\.py: generated text is not Python"):
        formatted("m0.py", "def f(:\n")


def test_black_may_not_change_the_meaning() -> None:
    # Black strips what stands behind the lines of a docstring.
    with pytest.raises(
        BuildError, match=r"m0\.py: black would change more than the layout"
    ):
        formatted("m0.py", 'def f():\n    """One.  \n    Two.\n    """\n')


def test_the_version_is_pinned_in_one_way_only() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert f"black=={BLACK_VERSION}" in project["optional-dependencies"]["generator"]
    assert importlib.metadata.version("black") == BLACK_VERSION


# ---------------------------------------------------------------- what black need not see


WORDS = ("a", "word", "`code`", "é", "漢字", "-", "1.", "x" * 33, "# no", "it's")
ODD = ("\t", "\x0c", "\u2028", "\\", '"')
_SAID = re.compile(r'^( *)"""[^"]*"""|^( *\w+=)"[^"\n]*"(?=,$)', re.MULTILINE)


def words(odd: int) -> st.SearchStrategy[str]:
    """Of so many in a hundred anything may be among them."""
    several = [st.sampled_from(WORDS), st.sampled_from(WORDS + ODD)]
    kind = (
        st.integers(0, 99).map(lambda number: number < odd).flatmap(several.__getitem__)
    )
    return st.lists(kind, min_size=1, max_size=8).map(" ".join)


@st.composite
def docs(draw: st.DrawFn, indent: str, odd: int = 0) -> str:
    text = draw(words(odd))
    if draw(st.booleans()):
        begins = (indent, indent, indent, f"{indent}  ", *(["", "   "] if odd else []))
        for _ in range(draw(st.integers(1, 3))):
            blank = draw(st.sampled_from(("\n", "")))
            text += f"{blank}\n{draw(st.sampled_from(begins))}{draw(words(odd))}"
    ends = (
        f"\n{indent}",
        f"\n{indent}",
        "",
        *(["\n", f"\n\n{indent}", " "] if odd else []),
    )
    return f'{indent}"""{text}{draw(st.sampled_from(ends))}"""'


@st.composite
def modules(draw: st.DrawFn) -> tuple[str, str]:
    """A module that black has laid out, and one that says something else."""
    comma = draw(st.sampled_from((",", ",", "")))
    arguments = f'a="{draw(words(0))}", b="{draw(words(0))}"{comma}'
    owner = draw(st.sampled_from(("x: int", "x = [1]", 'x = "x"', "x = (")))
    text = f"""\
# Made.
{draw(docs(""))}

class A:
{draw(docs("    "))}

    {owner}
{draw(docs("    "))}{")" if owner.endswith("(") else ""}
    y = f({arguments})
    z = ("{draw(words(0))}"{comma})
    def f(self, {arguments}):
{draw(docs("        "))}
"""
    laid_out = black.format_str(text, mode=MODE)

    def other(found: re.Match[str]) -> str:
        if draw(st.booleans()):
            return found[0]
        if found[2] is None:
            return draw(docs(found[1], odd=2))
        return f'{found[2]}"{draw(words(2))}"'

    return laid_out, _SAID.sub(other, laid_out)


@given(modules())
@settings(max_examples=settings().max_examples // 2)
def test_what_stays_is_what_black_leaves_alone(found: tuple[str, str]) -> None:
    laid_out, text = found
    if stays(laid_out, text):
        assert black.format_str(text, mode=MODE) == text


DOC = 'class A:\n    """One.\n\n    Two.\n    """\n\n    x = f(\n        a="one",\n    )\n'


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Two", "Three", True),
        ("Two.", "Two.\n\n    - Three.", True),
        ("one", "another", True),
        ("Two.", "Two. ", False),
        ("Two.", "  Two.", False),
        ("Two.", "Two.\n  Three.", False),
        ("\n    Two.\n", "", False),
        ("one", "one" * 30, False),
        ("a=", "b=", False),
        (",\n", "\n", False),
        ("class A", "class B", False),
    ],
)
def test_what_is_said_may_be_other(old: str, new: str, expected: bool) -> None:
    assert formatted("m.py", DOC) == DOC
    assert stays(DOC, DOC.replace(old, new)) is expected


@pytest.mark.parametrize(
    "text",
    [
        'X = """\nfoo\n""".split()\nY = f("""\nz\n""")\n',
        "X = '''\n\"\"\"a\n'''\nY = f('''\nz\"\"\"\n''')\n",
        'X = "\\"\\"\\""\nX = """\n"\n""".split(\'"\')\nY = f("""\nz\n""")\n',
        'X = 1  # \'\'\'\nX = """\n\'\'\'\n""".split()\nY = f("""\nz\n""")\n',
    ],
)
def test_quotes_at_the_end_of_a_text_begin_nothing(text: str) -> None:
    other = text.replace("Y = f", "Y  =  f")
    assert other != text
    assert not stays(text, other)


LIST = """\
x = f(
    1,
    a.b,
    g(0x40, c="d"),
    e=True,
)
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a.b", "another.name", True),
        ("0x40", "1200", True),
        ('"d"', '"something else"', True),
        ("g(", "h_of_more(", True),
        ("a.b", "a", False),
        ("a.b", "a.lambda", False),
        ("a.b", "a" * 90, False),
        ("a.b", "1.0", False),
        ("0x40", "0xff", False),
        ("0x40", "0X40", False),
        ('"d"', "'d'", False),
        ('"d"', 'b"d"', False),
        ("1,", "2,", False),  # the first of a bracket, as a bracket may have it alone
        ("e=True", "e=not_true", False),
        ("x = f(", "y = f(", False),
    ],
)
def test_an_element_of_its_own_line_may_be_other(
    old: str, new: str, expected: bool
) -> None:
    assert formatted("m.py", LIST) == LIST
    assert stays(LIST, LIST.replace(old, new)) is expected
    # Where the expression goes on, the brackets before may be split otherwise.
    goes_on = LIST.replace("\n)", "\n).g(\n    1,\n)")
    assert formatted("m.py", goes_on) == goes_on
    assert not stays(goes_on, goes_on.replace(old, new))


MADE = [
    ROOT / "generated" / place
    for place in (
        "cosem/classes/demand_register.py",
        "conformance/test_demand_register.py",
    )
]
PUT = {
    "name": ("a", "ANOTHER", "name_that_is_longer", "is", "b", "match"),
    "number": ("0", "12", "0xFF", "0xff", "1_000", "1.5", "1e5"),
    "text": ('"a"', "'a'", '"it\'s"', "'\"'", 'r"a"', '"' + "word " * 12 + '"'),
}


@given(st.data())
@settings(max_examples=settings().max_examples // 5)
def test_what_stays_of_generated_files_is_what_black_leaves_alone(
    data: st.DataObject,
) -> None:
    laid_out = data.draw(st.sampled_from(MADE)).read_text(encoding="utf-8")
    lines = laid_out.split("\n")
    elements = [
        n for n, line in enumerate(lines) if re.fullmatch(r" +[^#]*\w[^#]*,", line)
    ]
    for number in data.draw(st.lists(st.sampled_from(elements), max_size=4)):
        tokens = [*re.finditer(r"""\w*"[^"]*"|'[^']*'|\w+""", lines[number])]
        token = data.draw(st.sampled_from(tokens))
        kind = "text" if token[0][-1] in "\"'" else "number"
        kind = "name" if token[0].isidentifier() else kind
        put = data.draw(st.sampled_from(PUT[kind]))
        begin, end = token.span()
        lines[number] = lines[number][:begin] + put + lines[number][end:]
    text = "\n".join(lines)
    if stays(laid_out, text):
        assert black.format_str(text, mode=MODE) == text
