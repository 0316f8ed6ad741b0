"""The language in colours: what each piece of a spec is, for Pygments and for editors.

Words and terminals are those of the grammar. `grammar/vscode` keeps them as a TextMate grammar, which VS Code and others
read, and `grammar/vim` as a syntax file. After a change of the grammar, or of this table,

    python -m cosemgen.syntax.highlighting

writes both anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from functools import cache
from typing import Any, Final, NamedTuple

from .. import resources
from ..vocabulary import COMPLEX_TYPES, SIMPLE_TYPES
from .grammar import grammar

TYPES: Final = frozenset({*SIMPLE_TYPES, *COMPLEX_TYPES, "CHOICE"})
NAMING: Final = (
    *("package", "structure", "enumeration", "bits", "type", "layout", "units"),
    *("values", "telegram", "quirk", "profile", "client", "variant"),
)
"""Words that a new name may follow."""


class Kind(NamedTuple):
    """What a piece of text is, in the words of those who give it a colour."""

    pygments: str
    """Token of Pygments, such as `Comment.Single`."""
    textmate: str
    """Scope of TextMate, without the language's name; empty for what has no colour."""


class Piece(NamedTuple):
    """A regular expression that Python, JavaScript and Oniguruma read alike."""

    pattern: str
    kinds: tuple[Kind, ...]
    """One for the whole, or one for each of its groups, which are all of it."""


_DOC: Final = Kind("String.Doc", "comment.line.documentation")
_COMMENT: Final = Kind("Comment.Single", "comment.line.double-slash")
_STRING: Final = Kind("String", "string.quoted.double")
_OCTETS: Final = Kind("String", "string.quoted.other.octets")
_CODE: Final = Kind("Number", "constant.numeric.obis")
_NUMBER: Final = Kind("Number", "constant.numeric")
_MODULE: Final = Kind("Name.Namespace", "entity.name.namespace")
_MEMBER: Final = Kind("Name.Attribute", "variable.other.property")
_TYPE: Final = Kind("Keyword.Type", "support.type")
_FIRST: Final = Kind("Keyword", "keyword.control")
_OTHER: Final = Kind("Name.Builtin", "storage.modifier")
_NEW: Final = Kind("Name.Class", "entity.name.type")
_CALLED: Final = Kind("Name.Function", "entity.name.function")
_LETTER: Final = Kind("Name.Builtin", "constant.language")
_NAME: Final = Kind("Name", "")
_SIGN: Final = Kind("Operator", "keyword.operator")
_SPACE: Final = Kind("Text.Whitespace", "")


class Words(NamedTuple):
    """The words of the language by what they do."""

    types: frozenset[str]
    """Data types."""
    first: frozenset[str]
    """Those that begin an item or a fact."""
    others: frozenset[str]
    """Those that go on."""


@cache
def words() -> Words:
    """Every word of the grammar; what can stand below documentation begins something."""
    rules = grammar()
    documented = {
        terminal
        for moves in rules.moves
        if isinstance(below := moves.get("DOC"), int)
        for terminal in rules.moves[below]
    }
    first = rules.words_of(documented) - TYPES
    return Words(TYPES, frozenset(first), frozenset(rules.words - first - TYPES))


@cache
def pieces() -> tuple[Piece, ...]:
    """What text is made of, in the order in which it is tried; the rest has no colour."""
    terminals = {name: each.pattern for name, each in grammar().patterns.items()}
    types, first, others = words()
    name = terminals["NAME"]
    letters = "|".join(terminals[each] for each in ("RIGHT", "GROUP", "VARIABLE"))
    signs = sorted(grammar().punctuation, key=_longest)

    def whole(pattern: str, kind: Kind) -> Piece:
        # Line ends and tabs as the escapes that they are in the grammar.
        return Piece(pattern.replace("\n", r"\n").replace("\t", r"\t"), (kind,))

    return (
        whole(terminals["DOC"], _DOC),
        whole(terminals["COMMENT"], _COMMENT),
        whole(terminals["OCTETS"], _OCTETS),
        # Also while it is written, and in examples of mistakes.
        whole(r'"(?:[^"\\\n]|\\.)*"?', _STRING),
        whole(terminals["PATTERN"], _CODE),
        whole(terminals["MEMBER"], _MEMBER),
        whole(terminals["PATH"], _MODULE),
        Piece(
            f"({_one_of(NAMING)})([ \\t]+)(?!{_one_of(types | first | others)})({name})",
            (_FIRST, _SPACE, _NEW),
        ),
        whole(_one_of(types), _TYPE),
        whole(rf"{name}(?=\()", _CALLED),
        whole(_one_of(first), _FIRST),
        whole(_one_of(others), _OTHER),
        whole(letters, _LETTER),
        whole("@?" + terminals["INT"], _NUMBER),
        whole(name, _NAME),
        whole("|".join(map(re.escape, signs)), _SIGN),
    )


def _one_of(some: Collection[str]) -> str:
    """Any of these words, and no part of a longer one."""
    return f"(?:{'|'.join(sorted(some, key=_longest))})(?![A-Za-z0-9_-])"


def _longest(word: str) -> tuple[int, str]:
    return -len(word), word


def textmate() -> dict[str, Any]:
    """The TextMate grammar, as values that `json` writes."""
    return {
        "name": "COSEM",
        "scopeName": "source.cosem",
        "fileTypes": ["cosem"],
        "patterns": [_textmate(piece) for piece in pieces()],
    }


def _textmate(piece: Piece) -> dict[str, Any]:
    scopes = [
        {"name": f"{kind.textmate}.cosem"} if kind.textmate else {}
        for kind in piece.kinds
    ]
    if len(scopes) == 1:
        return {"match": piece.pattern, **scopes[0]}
    captures = {str(at): scope for at, scope in enumerate(scopes, 1) if scope}
    return {"match": piece.pattern, "captures": captures}


def textmate_text() -> str:
    """The text of the file."""
    return json.dumps(textmate(), indent=2) + "\n"


def vim_text() -> str:
    """The text of the syntax file of Vim, which has expressions of its own; of those that fit, the last one counts."""
    lists = {kind: "|".join(sorted(some)) for kind, some in words()._asdict().items()}
    return _VIM.format(**lists)


_VIM: Final = r"""" Made by cosemgen.syntax.highlighting of the grammar.
if exists("b:current_syntax")
  finish
endif
syn iskeyword @,48-57,_,-
syn match cosemType /\v<%({types})>/
syn match cosemFirst /\v<%({first})>/
syn match cosemOther /\v<%({others})>/
syn match cosemMember /\v<[A-Za-z_][A-Za-z0-9_-]*\ze[ \t]*:/
syn match cosemNumber /\v\@?<-?%(0x\x+|\d+)>/
syn match cosemCode /\v<%(\d{{1,3}}|[a-f])%(\.%(\d{{1,3}}|[a-f])){{5}}>/
syn region cosemString start=/h\?"/ skip=/\\./ end=/"/ oneline
syn match cosemComment "//.*" contains=@Spell
syn match cosemDoc "///.*" contains=@Spell
hi def link cosemType Type
hi def link cosemFirst Statement
hi def link cosemOther StorageClass
hi def link cosemMember Identifier
hi def link cosemNumber Number
hi def link cosemCode Constant
hi def link cosemString String
hi def link cosemComment Comment
hi def link cosemDoc SpecialComment
let b:current_syntax = "cosem"
"""

KEPT: Final = {
    "vscode/syntaxes/cosem.tmLanguage.json": textmate_text,
    "vim/syntax/cosem.vim": vim_text,
}
"""Files below `grammar/`, and what writes their texts."""

if __name__ == "__main__":
    for name, written in KEPT.items():
        path = resources.grammar_folder() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(), encoding="utf-8")
