"""The parser: text to tree, every independent mistake reported.

Lark makes the tables from the grammar, `_Parser` runs them: Lark's own loop takes twice as long, and it cannot say
what it expected before it completed the rules that a wrong token seemed to end.
"""

from __future__ import annotations

from itertools import islice, takewhile
from typing import Any, Final, NamedTuple

from ..diagnostics import Diagnostic
from .comments import attach
from .explain import Unexpected, explain, incomplete, too_deep
from .grammar import Grammar, Reduction, grammar
from .token import Token, make_token
from .tokens import Tokens, tokenize
from .tree import File

MOST_FINDINGS: Final = 100
"""Nobody reads on after so many mistakes in one file."""

DEEPEST: Final = 120
"""Most states on the stack: far more than any sensible nesting needs, far less than what Python's recursion bears."""


def parse(text: str, path: str) -> tuple[File | None, list[Diagnostic]]:
    """Parse a spec file; `path` is what its places are shown with.

    Gives the tree, or None and in the order of the file what is wrong with it.  The text may begin with a byte order
    mark and have line ends of any system.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    rules = grammar()
    source = tokenize(text, path, rules)
    parser = _Parser(rules, source)
    items = parser.run()
    # What follows a broken literal on its line is most likely wrong because of it.
    broken_lines = {finding.span.line for finding in source.diagnostics}
    findings = source.diagnostics + [
        finding for finding in parser.findings if finding.span.line not in broken_lines
    ]
    if findings:
        return None, sorted(findings)[:MOST_FINDINGS]
    return attach(File(path, items), source), []


class Possible(NamedTuple):
    """What could go on where a text ends."""

    terminals: set[str]
    """The terminals of the grammar that the parser would take."""
    before: list[Token]
    """The tokens of the text."""


def possible(text: str, path: str) -> Possible:
    """What could follow a text with plain line ends, whatever else is wrong in it."""
    rules = grammar()
    source = tokenize(text, path, rules)
    looking = _Looking(rules, source)
    looking.run()
    return Possible(looking.terminals, source.tokens[:-1])


class _Parser:
    """One run over a file's tokens.

    After a mistake it drops the item that it is in, and goes on with the next line that begins an item of this body
    or of a body around it.
    """

    def __init__(self, rules: Grammar, source: Tokens) -> None:
        self.rules = rules
        self.moves = rules.moves
        self.gotos = rules.gotos
        self.tokens = source.tokens
        self.findings: list[Diagnostic] = []
        self.stack: list[int] = [0]
        self.values: list[Any] = []
        """What led to each state but the first: a token, or what was built."""

    def run(self) -> Any:
        """The items of the file; None after a mistake."""
        stack, values = self.stack, self.values
        tokens, all_moves, gotos = self.tokens, self.moves, self.gotos
        last_state = self.rules.last_state
        index, failed = 0, -1
        while len(self.findings) < MOST_FINDINGS:
            token = tokens[index]
            moves = all_moves[stack[-1]]
            for kind in token.types:
                if kind in moves:
                    break
            token.type = kind
            before = stack.copy()
            while True:
                move = moves.get(kind)
                if isinstance(move, int):
                    stack.append(move)
                    values.append(token)
                    index += 1
                    break
                if move is None:
                    break
                build, size, symbol = move
                if size:
                    parts = values[-size:]
                    del values[-size:], stack[-size:]
                else:
                    parts = []
                values.append(build(parts))
                state = gotos[stack[-1]][symbol]
                stack.append(state)
                if state == last_state:
                    return None if self.findings else values[-1]
                moves = all_moves[state]
            if move is None or len(stack) > DEEPEST:
                index -= move is not None
                if self._is_member(index - 1, kind):
                    index -= 1
                    self.findings.append(incomplete(tokens[index]))
                else:
                    self.findings.append(self._explain(index, before))
                    if self._is_row(index):
                        del tokens[index]
                        continue
                    if token.types == ("BLANK",) and self._after(stack, "STRING"):
                        token.types = ("STRING",)
                        continue
                    if self._lacks_brace(token):
                        brace = make_token("{", token.span, ("LBRACE",), index)
                        tokens.insert(index, brace)
                        continue
                # Nothing is gained where the parser has just failed to go on.
                index = failed = self._recover(index + (index == failed))
                if index == len(tokens):
                    break
        return None

    def _is_member(self, index: int, next_kind: str) -> bool:
        """Whether a name with ':' begins a line, but was taken for something else."""
        return (
            next_kind == "COLON"
            and self.tokens[index].types[0] == "MEMBER"
            and self.tokens[index].type != "MEMBER"
            and self._begins_line(index)
        )

    def _lacks_brace(self, token: Token) -> bool:
        """Whether a body, or a CHOICE, would go on with the token if only it were open."""
        if token.types[0] in ("RBRACE", "$END") or len(self.stack) > DEEPEST:
            return False
        state = self._after(self.stack, "LBRACE")
        return state is not None and self._takes(state, token)

    def _is_row(self, index: int) -> bool:
        """Whether a row of a block begins with `object`, as it would outside of a block."""
        token = self.tokens[index]
        return (
            token == "object"
            and token.span.column > 1
            and self.tokens[index + 1].type == "PATTERN"
            and self._after(self.stack, "PATTERN") is not None
        )

    def _recover(self, start: int) -> int:
        """The index of the token to go on with, from `start` on; the stack is made ready for it."""
        stack, values, tokens = self.stack, self.values, self.tokens
        # Braces that the dropped item has opened end no body; nor do those that are skipped.
        dropped = skipped = 0
        self._complete()
        first: object = tokens[min(start, len(tokens) - 1)]
        while not self._is_body(stack[-1]):
            first = values[-1]
            dropped += _is_brace(first, "LBRACE")
            del stack[-1], values[-1]
        indent = first.span.column if isinstance(first, Token) else 1
        for index in range(start, len(tokens) - 1):
            token = tokens[index]
            if _is_brace(token, "LBRACE"):
                skipped += 1
            elif _is_brace(token, "RBRACE"):
                if skipped:
                    skipped -= 1
                elif dropped:
                    dropped -= 1
                elif self._unwind(token, len(stack)):
                    return index
            elif token.types[0] != "DOC" and self._begins_line(index):
                if not skipped and self._unwind(token, len(stack)):
                    return index
                # A word without a meaning that begins a line where the dropped item began: the next mistake.
                unknown = token.types == ("NAME",) and not dropped and not skipped
                if unknown and token.span.column <= indent and index > start:
                    return index
                # In the first column begins an item of the file, whatever is open.
                if skipped and token.span.column == 1 and self._unwind(token, 1):
                    return index
        return len(tokens)

    def _complete(self) -> None:
        """Complete the rules that any next token would complete, so that no closed body is open again."""
        while True:
            moves = {*self.moves[self.stack[-1]].values()}
            move = moves.pop()
            if moves or not isinstance(move, Reduction) or not move.size:
                return
            parts = self.values[-move.size :]
            del self.values[-move.size :], self.stack[-move.size :]
            self.values.append(move.build(parts))
            self.stack.append(self.gotos[self.stack[-1]][move.symbol])

    def _rest_of_line(self, index: int) -> list[Token]:
        """The tokens of a line that follow one of them."""
        line = self.tokens[index].span.line
        return [
            *takewhile(
                lambda t: t.span.line == line, islice(self.tokens, index + 1, None)
            )
        ]

    def _begins_line(self, index: int) -> bool:
        tokens = self.tokens
        return not index or tokens[index - 1].span.line < tokens[index].span.line

    def _is_body(self, state: int) -> bool:
        """Whether an item of a body can begin here: it is where documentation can."""
        return isinstance(self.moves[state].get("DOC"), int)

    def _unwind(self, token: Token, deepest: int) -> bool:
        """Leave bodies until one takes the token; leave none if none does."""
        for depth in range(deepest, 0, -1):
            state = self.stack[depth - 1]
            if self._is_body(state) and self._takes(state, token):
                del self.stack[depth:], self.values[depth - 1 :]
                return True
        return False

    def _takes(self, state: int, token: Token) -> bool:
        return not self.moves[state].keys().isdisjoint(token.types)

    # ------------------------------------------------------------ what is wrong

    def _explain(self, index: int, before: list[int]) -> Diagnostic:
        """What to say about a token; `before` is the stack when it was met."""
        token, values = self.tokens[index], self.values
        if len(self.stack) > DEEPEST:
            return too_deep(token)
        expected = self._expected(before)
        brace = _innermost_brace(values)
        found = Unexpected(
            token=token,
            before=self.tokens[index - 1] if index else None,
            earlier=self.tokens[max(index - 3, 0) : max(index - 1, 0)],
            line=self._rest_of_line(index),
            begins_line=self._begins_line(index),
            expected=expected,
            closable=any(
                self._is_body(state) and "RBRACE" in self.moves[state]
                for state in self.stack[brace + 1 :]
            ),
            outer=any(
                self._is_body(state) and self._takes(state, token)
                for state in self.stack[: brace + 1]
            ),
            top=brace < 0 and self.rules.terminal("package") in expected,
            brace=values[brace] if brace >= 0 else None,
            astray=self._astray(values[brace], index) if brace >= 0 else None,
        )
        return explain(found, self.rules)

    def _astray(self, brace: Token, index: int) -> tuple[Token, Token] | None:
        """Of the bodies in an open one, the first that is closed as far to the left as the open one begins."""
        first = index
        while self.tokens[first] is not brace:
            first -= 1
        left = self._indent(first)
        opened: list[int] = []
        for at in range(first + 1, index):
            if _is_brace(self.tokens[at], "LBRACE"):
                opened.append(at)
            elif _is_brace(self.tokens[at], "RBRACE") and opened:
                opening, closing = opened.pop(), self.tokens[at]
                outside = self._begins_line(at) and closing.span.column <= left
                if outside and not opened and self._indent(opening) > left:
                    return self.tokens[opening], closing
        return None

    def _indent(self, index: int) -> int:
        """The column in which the line of a token begins."""
        while not self._begins_line(index):
            index -= 1
        return self.tokens[index].span.column

    def _expected(self, stack: list[int]) -> set[str]:
        """The terminals that the parser would take."""
        return {
            terminal
            for terminal in self.moves[stack[-1]]
            if self._after(stack, terminal) is not None
        }

    def _after(self, stack: list[int], terminal: str) -> int | None:
        """The state after a terminal that the parser would take, with what it completes; None if it would not."""
        stack = stack.copy()
        while True:
            move = self.moves[stack[-1]].get(terminal)
            if not isinstance(move, Reduction):
                return move
            del stack[len(stack) - move.size :]
            state = self.gotos[stack[-1]][move.symbol]
            if state == self.rules.last_state:
                return state
            stack.append(state)


class _Looking(_Parser):
    """A run up to the end of a text, which nothing may end: so that it tells what could."""

    def __init__(self, rules: Grammar, source: Tokens) -> None:
        super().__init__(rules, source)
        self.terminals: set[str] = set()
        self._end = source.tokens[-1]
        self._end.types = ("",)

    def _explain(self, index: int, before: list[int]) -> Diagnostic:
        if self.tokens[index] is not self._end:
            return super()._explain(index, before)
        self.terminals = self._expected(before)
        return Diagnostic(self._end.span, "C101", "")


def _innermost_brace(values: list[Any]) -> int:
    """Index of the last brace that is open, or -1."""
    closed = 0
    for index in range(len(values) - 1, -1, -1):
        if _is_brace(values[index], "RBRACE"):
            closed += 1
        elif _is_brace(values[index], "LBRACE"):
            if not closed:
                return index
            closed -= 1
    return -1


def _is_brace(value: object, kind: str) -> bool:
    return isinstance(value, Token) and value.types[0] == kind
