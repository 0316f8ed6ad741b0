"""The parser: text to tree, every independent mistake reported.

Lark finds the moves, `_Parser` makes them.  After a mistake it drops the item that it is in and goes on with the next
line that begins an item of this body or of a body around it.
"""

from __future__ import annotations

from typing import Any, Final

from lark.exceptions import UnexpectedToken
from lark.parsers.lalr_analysis import Shift

from ..diagnostics import Diagnostic
from ..model.source import Span
from .comments import attach
from .explain import Unexpected, explain, too_deep
from .grammar import Grammar, grammar
from .token import Token
from .tokens import Tokens, tokenize
from .tree import File

MOST_FINDINGS: Final = 100
"""Nobody reads on after so many mistakes in one file."""

DEEPEST: Final = 120
"""Most states on the parser's stack: far more than any sensible nesting needs, far less than Python's own limit."""


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
    broken_lines = {d.span.line for d in source.diagnostics}
    findings = source.diagnostics + [
        d for d in parser.findings if d.span.line not in broken_lines
    ]
    if findings or items is None:
        return None, sorted(findings)[:MOST_FINDINGS]
    file = File(path, items)
    return attach(file, source), []


def decode(data: bytes, path: str) -> tuple[str | None, list[Diagnostic]]:
    """The text of a spec file, or None and where it is not UTF-8."""
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        lines = data[: error.start].decode("utf-8").split("\n")
        place = Span(path, len(lines), len(lines[-1]) + 1)
        octet = data[error.start]
        message = f"octet 0x{octet:02X} is no UTF-8 text"
        hint = "save the file in UTF-8"
        return None, [Diagnostic(place, "C110", message, hint=hint)]


class _Parser:
    """One run of Lark's tables over a file's tokens."""

    def __init__(self, rules: Grammar, source: Tokens) -> None:
        state = rules.start().parser_state
        self.rules = rules
        self.tokens = source.tokens
        self.findings: list[Diagnostic] = []
        self.states: dict[Any, Any] = state.parse_conf.states
        self.state_stack = state.state_stack
        self.value_stack = state.value_stack
        self.feed = state.feed_token

    def run(self) -> Any:
        """The items of the file, or None after a mistake."""
        tokens, states, feed = self.tokens, self.states, self.feed
        stack = self.state_stack
        index, end = 0, len(tokens) - 1
        while True:
            token = tokens[index]
            actions = states[stack[-1]]
            for kind in token.types:
                if kind in actions:
                    break
            token.type = kind
            before = stack.copy()
            try:
                if len(stack) > DEEPEST:
                    raise UnexpectedToken(token, set())
                items = feed(token, index == end)
            except UnexpectedToken:
                index = self._recover(index, before)
                if index > end or len(self.findings) >= MOST_FINDINGS:
                    return None
            else:
                if index == end:
                    return None if self.findings else items
                index += 1

    def _recover(self, index: int, before: list[Any]) -> int:
        """Report the token at `index`; give the index of the one to go on with, the stack made ready for it."""
        stack, values, tokens = self.state_stack, self.value_stack, self.tokens
        self.findings.append(self._explain(index, before))
        # Braces that the dropped item has opened end no body; nor do those that are skipped.
        dropped = skipped = 0
        while not self._is_body(stack[-1]):
            dropped += _is_brace(values[-1], "LBRACE")
            del stack[-1], values[-1]
        for i in range(index, len(tokens) - 1):
            token = tokens[i]
            begins_line = i == 0 or tokens[i - 1].span.line < token.span.line
            if _is_brace(token, "LBRACE"):
                skipped += 1
            elif _is_brace(token, "RBRACE"):
                if skipped:
                    skipped -= 1
                elif dropped:
                    dropped -= 1
                elif self._unwind(token, len(stack)):
                    return i
            elif begins_line and token.type != "DOC":
                # What begins in the first column is an item of the file, whatever is open.
                deepest = len(stack) if not skipped else 1
                if not skipped or token.span.column == 1:
                    if self._unwind(token, deepest):
                        return i
        return len(tokens)

    def _is_body(self, state: Any) -> bool:
        """Whether an item of a body can begin here: it is where documentation can."""
        action = self.states[state].get("DOC")
        return action is not None and action[0] is Shift

    def _unwind(self, token: Token, deepest: int) -> bool:
        """Leave bodies until one takes the token; leave none if none does."""
        stack = self.state_stack
        for depth in range(deepest, 0, -1):
            state = stack[depth - 1]
            if self._is_body(state) and self._takes(state, token):
                del stack[depth:], self.value_stack[depth - 1 :]
                return True
        return False

    def _takes(self, state: Any, token: Token) -> bool:
        return not self.states[state].keys().isdisjoint(token.types)

    def _explain(self, index: int, before: list[Any]) -> Diagnostic:
        token, values = self.tokens[index], self.value_stack
        previous = self.tokens[index - 1] if index else None
        if len(before) > DEEPEST:
            return too_deep(token)
        brace = _innermost_brace(values)
        begins_line = previous is None or previous.span.line < token.span.line
        outer = begins_line and any(
            self._is_body(state) and self._takes(state, token)
            for state in self.state_stack[: brace + 1]
        )
        expected = self._expected(before)
        found = Unexpected(
            token=token,
            before=previous,
            expected=expected,
            outer=outer,
            top=brace < 0 and self.rules.terminal("package") in expected,
            brace=values[brace] if brace >= 0 else None,
        )
        return explain(found, self.rules)

    def _expected(self, stack: list[Any]) -> set[str]:
        """The terminals that the parser would take in this state."""
        return {
            terminal
            for terminal in self.states[stack[-1]]
            if terminal in self.rules.terminals and self._would_take(stack, terminal)
        }

    def _would_take(self, stack: list[Any], terminal: str) -> bool:
        stack = stack.copy()
        while True:
            action = self.states[stack[-1]].get(terminal)
            if action is None:
                return False
            if action[0] is Shift:
                return True
            rule = action[1]
            del stack[len(stack) - len(rule.expansion) :]
            stack.append(self.states[stack[-1]][rule.origin.name][1])


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
