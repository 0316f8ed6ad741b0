"""The parser's tables: made by Lark from the grammar, and kept beside it.

Making them takes as long as reading every file of the standard, and the grammar seldom changes: `cosem.tables.json`
holds what was made of it last, with the hash of the grammar that it was.  After a change of the grammar

    python -m cosemgen.syntax.tables

makes them anew; until then each run makes its own.  No other module knows Lark.  This one reads tables that Lark makes
for itself, so that another version of Lark may have them elsewhere: `TablesMissing` then says so.
"""

from __future__ import annotations

import json
from collections import deque
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from .. import resources

if TYPE_CHECKING:
    import lark
    from lark.grammar import Rule as LarkRule


class TablesMissing(Exception):
    """Lark has no tables where they are looked for."""


class Terminal(NamedTuple):
    name: str
    text: str
    """A keyword or a sign; empty for a terminal that has a pattern instead."""
    pattern: str


class Rule(NamedTuple):
    """A way to complete a rule of the grammar."""

    symbol: str
    name: str
    """What is built; beginning with `_`, parts of the rule around it; empty: its only part."""
    size: int
    """How many symbols it has."""
    parts: list[int | None] | None
    """What is built from: indexes of symbols, None for an optional part that is absent.  An inverted index (`~1`) stands
    for all parts that this symbol has.  No list at all: each symbol is a part."""


class Tables(TypedDict):
    """What the parser goes by.  A move is the index of a state, or the inverted index of a rule to complete."""

    grammar: str
    """SHA-256 of the grammar."""
    terminals: list[Terminal]
    """Those of highest priority first."""
    rules: list[Rule]
    last_state: int
    """The file is complete; the first state is 0."""
    sets: list[list[str]]
    """Sets of terminals."""
    moves: list[list[tuple[int, int]]]
    """For each state the moves, each with the index of the set of terminals that lead to it."""
    gotos: list[dict[str, int]]
    """For each state, where a rule that began in it leads to when it is complete."""


def tables() -> Tables:
    """The tables of the grammar as it is."""
    grammar = resources.grammar()
    try:
        kept: Tables = json.loads(_kept().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return make(grammar)
    return kept if kept["grammar"] == _hash(grammar) else make(grammar)


def keep(made: Tables) -> None:
    """Write the tables beside the grammar, each row on a line of its own."""
    members = []
    for name, value in made.items():
        rows = value if isinstance(value, list) else [value]
        text = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
        members.append(
            f'"{name}":[\n{text}\n]' if rows is value else f'"{name}":{text}'
        )
    text = ",\n".join(members)
    _kept().write_text(f"{{\n{text}\n}}\n", encoding="utf-8")


def make(grammar: str) -> Tables:
    """Have Lark make the tables of a grammar: the same ones in every process."""
    import lark

    parser = lark.Lark(grammar, parser="lalr", keep_all_tokens=True)
    try:
        return _made_by(parser, _hash(grammar))
    except (AttributeError, ImportError, LookupError, TypeError, ValueError) as error:
        raise TablesMissing(
            f"Lark {lark.__version__} has no LALR tables where {__name__} reads them: "
            f"{type(error).__name__}: {error}"
        ) from error


def _made_by(parser: lark.Lark, grammar: str) -> Tables:
    from lark.parsers.lalr_analysis import Shift

    found: Any = parser.parse_interactive().parser_state.parse_conf
    # Lark numbers states by chance; here they are in the order in which symbols lead to them.
    numbers = {found.start_state: 0}
    waiting = deque(numbers)
    while waiting:
        for _, (action, target) in sorted(found.states[waiting.popleft()].items()):
            if action is Shift and target not in numbers:
                numbers[target] = len(numbers)
                waiting.append(target)
    read = {id(rule): _rule(rule) for rule in parser.rules}
    rules = sorted({repr(rule): rule for rule in read.values()}.items())
    places = {text: place for place, (text, _) in enumerate(rules)}
    terminals = [
        Terminal(str(terminal.name), *_text_or_pattern(terminal))
        for terminal in sorted(parser.terminals, key=lambda t: -t.priority)
    ]
    names = {terminal.name for terminal in terminals} | {"$END"}
    sets: dict[tuple[str, ...], int] = {}
    result = Tables(
        grammar=grammar,
        terminals=terminals,
        rules=[rule for _, rule in rules],
        last_state=numbers[found.end_state],
        sets=[],
        moves=[],
        gotos=[],
    )
    for state in numbers:
        leading: dict[int, list[str]] = {}
        gotos: dict[str, int] = {}
        for symbol, (action, target) in sorted(found.states[state].items()):
            if action is not Shift:
                leading.setdefault(~places[repr(read[id(target)])], []).append(symbol)
            elif symbol in names:
                leading.setdefault(numbers[target], []).append(symbol)
            else:
                gotos[str(symbol)] = numbers[target]
        result["gotos"].append(gotos)
        result["moves"].append(
            [
                (move, sets.setdefault(tuple(map(str, symbols)), len(sets)))
                for move, symbols in leading.items()
            ]
        )
    result["sets"] = [list(names) for names in sets]
    return result


def _text_or_pattern(terminal: lark.lexer.TerminalDef) -> tuple[str, str]:
    if terminal.pattern.type == "str":
        return str(terminal.pattern.value), ""
    return "", terminal.pattern.to_regexp()


def _rule(rule: LarkRule) -> Rule:
    parts: list[int | None] = []
    symbols = iter(enumerate(rule.expansion))
    for absent in rule.options.empty_indices or (False,) * len(rule.expansion):
        if absent:
            parts.append(None)
        else:
            place, symbol = next(symbols)
            # Lark builds nothing of a rule whose name begins with `_`.
            inlined = not symbol.is_term and symbol.name.startswith("_")
            parts.append(~place if inlined else place)
    size = len(rule.expansion)
    only = rule.options.expand1 and not rule.alias and parts == [0]
    return Rule(
        symbol=str(rule.origin.name),
        name="" if only else str(rule.alias or rule.origin.name),
        size=size,
        parts=None if parts == [*range(size)] else parts,
    )


def _hash(grammar: str) -> str:
    return sha256(grammar.encode()).hexdigest()


def _kept() -> Path:
    return resources.grammar_folder() / "cosem.tables.json"


if __name__ == "__main__":
    keep(make(resources.grammar()))
