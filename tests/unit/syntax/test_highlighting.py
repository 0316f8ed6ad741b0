"""Spec text in colours: what each piece is, and who is told."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename
from pygments.token import Error, Keyword, Name, Number, String, Text

from cosemgen import resources
from cosemgen.syntax.highlighting import KEPT, NAMING, pieces, textmate_text, words
from cosemgen.syntax.pygments_lexer import CosemLexer

from .files import name_of, spec_files

WORD = re.compile(r'"([A-Za-z][a-z-]+)"')
CHOICE = re.compile(r"/\(\?:([A-Za-z-]+(?:\|[A-Za-z-]+)+)\)")


def colours(text: str) -> dict[str, object]:
    """The last token that each piece of a text is."""
    return {value: kind for kind, value in CosemLexer().get_tokens(text)}


def test_every_word_of_the_grammar_has_a_colour() -> None:
    """The grammar's own text is searched, not the tables that the lexer is made of."""
    code = "\n".join(
        line.partition(" //")[0] for line in resources.grammar().splitlines()
    )
    found = set(WORD.findall(code))
    found |= {word for each in CHOICE.findall(code) for word in each.split("|")}
    assert {"since", "methods", "name", "by", "si", "consortia", "RW"} <= found
    plain = {
        word for word in found if colours(f"access {word}\n")[word] in (Name, Text)
    }
    assert plain == set()


def test_no_word_has_two_colours() -> None:
    assert sum(map(len, words())) == len(frozenset().union(*words()))


def test_what_a_name_follows_is_a_word() -> None:
    assert set(NAMING) <= words().first | words().types


def test_what_begins_a_line_differs_from_what_goes_on() -> None:
    found = colours(
        'since ed_9 unconfirmed "why"\nmethods @0x40\nkey: CHOICE by kind { long }'
    )
    assert found["since"] is found["methods"] is Keyword
    assert found["unconfirmed"] is found["by"] is Name.Builtin
    assert found["CHOICE"] is found["long"] is Keyword.Type
    assert found["key"] is Name.Attribute
    assert found["@0x40"] is Number
    assert found['"why"'] is String
    assert found["ed_9"] is Name


def test_a_new_name_differs_from_a_type() -> None:
    found = colours("structure row {\n}\nattribute 2 x: structure read-only")
    assert (found["row"], found["read-only"]) == (Name.Class, Name.Builtin)
    assert colours("structure row {")["structure"] is Keyword
    assert colours("x: structure read-only")["structure"] is Keyword.Type


def test_a_string_that_does_not_end_yet_stays_in_its_line() -> None:
    found = colours('clause "4.18 version\nsince ed_9')
    assert found['"4.18 version'] is String
    assert found["since"] is Keyword


@pytest.mark.parametrize("path", spec_files(), ids=name_of)
def test_the_standard_is_made_of_what_the_lexer_knows(path: Path) -> None:
    for kind, value in CosemLexer().get_tokens(path.read_text(encoding="utf-8")):
        assert kind is not Error, value
        assert kind is not Text, value


def test_pygments_finds_it() -> None:
    assert isinstance(get_lexer_by_name("cosem"), CosemLexer)
    assert isinstance(get_lexer_for_filename("spec/package.cosem"), CosemLexer)


def test_it_needs_pygments_alone() -> None:
    """Where the compiler's libraries are missing, the site of a package is built all the same."""
    program = (
        "import sys\n"
        "sys.modules |= dict.fromkeys(('lark', 'jinja2', 'jsonschema', 'click', 'rich'))\n"
        "from pygments.lexers import get_lexer_by_name\n"
        "print(*get_lexer_by_name('cosem').get_tokens('class 3'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("(Token.Keyword, 'class')")


@pytest.mark.parametrize("name", KEPT)
def test_what_editors_read_is_that_of_the_language(name: str) -> None:
    kept = (resources.grammar_folder() / name).read_text(encoding="utf-8")
    assert kept == KEPT[name](), "run: python -m cosemgen.syntax.highlighting"


def test_textmate_goes_over_lines_with_the_same_expressions() -> None:
    """What Oniguruma does not share with Python, as named groups or possessive quantifiers, has no place there."""
    rules = json.loads(textmate_text())["patterns"]
    assert [rule["match"] for rule in rules] == [piece.pattern for piece in pieces()]
    for piece in pieces():
        assert re.compile(piece.pattern).groups in (0, len(piece.kinds))
        assert not re.search(r"\(\?[^:=!]|[*+?}]\+", piece.pattern)
