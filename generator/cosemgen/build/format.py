"""The one place that runs black.

Targets give their text as black lays it out; black settles the rest and may change
nothing but layout: the syntax tree must be the same before and after.
"""

from __future__ import annotations

import ast
import re
from keyword import iskeyword
from typing import Final

from .errors import BuildError

BLACK_VERSION: Final = "26.10.1"
"""The layout is black's, and black's changes with its version: so there is one."""
LINE_LENGTH: Final = 88


def formatted(name: str, text: str) -> str:
    """A Python file as black lays it out.

    Raises BuildError where black is missing, is of another version, cannot read the text
    or would change its meaning.
    """
    _check_black()
    import black
    from black.mode import Mode, TargetVersion
    from black.parsing import InvalidInput

    mode = Mode(
        target_versions={TargetVersion.PY311},
        line_length=LINE_LENGTH,
        is_pyi=name.endswith(".pyi"),
    )
    try:
        result = black.format_str(text, mode=mode)
    except InvalidInput as error:
        raise _no_python(name, error) from None
    if result != text and _tree(name, text) != _tree(name, result):
        raise BuildError(f"{name}: black would change more than the layout")
    return result


def stays(laid_out: str, text: str) -> bool:
    """Whether black leaves a text alone, as it differs from one that black has laid out in nothing that it looks at: in
    what is said in it, and in names, numbers and texts of elements that have a line of their own.

    To find that out takes next to nothing, to import black a tenth of a build.
    """
    old, new = (_SAID.sub(_unsaid, each).split("\n") for each in (laid_out, text))
    if old == new:
        return True
    # What stands in brackets behind which an expression goes on may decide where that is split.
    return (
        len(old) == len(new)
        and _GOES_ON.search(text) is None
        and all(
            before == after
            or (above[-1:] == "," and _kinds(before) == _kinds(after) != "")
            for above, before, after in zip(["", *new], old, new, strict=False)
        )
    )


_SAID: Final = re.compile(
    r"""(?<![(\[{,'"]\n)^( *)\"{3}(?=[^\s"])([^"\\]*)\"{3}$|^( *\w+=)"[^"\\\n]*",$"""
    r"""|\#[^\n]*"""
    r"""|\"{3}[^"\\]*(?:(?:\\.|\"(?!\"\"))[^"\\]*)*\"{3}|'{3}[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'{3}"""
    r"""|\"[^"\\\n]*(?:\\.[^"\\\n]*)*\"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'""",
    re.MULTILINE | re.DOTALL,
)
"""A docstring, and an argument that is a text with a line of its own; also whatever else could have such in it.

After a bracket, a comma or another text it would be no docstring."""


def _unsaid(found: re.Match[str]) -> str:
    """What stands for anything that may be said there; where black may have something to do, all of it."""
    whole, indent, doc, argument = found[0], *found.groups()
    lines = whole.split("\n")
    if (
        doc is argument is None
        or whole.splitlines() != lines
        or "\t" in whole
        or any(len(line.encode()) > LINE_LENGTH for line in lines)
    ):
        return whole
    if argument is not None:
        return f"{argument},"
    first, *others = doc.split("\n")
    if others:
        if others[-1] == indent:  # the closing quotes stand for themselves
            others.pop()
        inner = [line for line in others if line]
        # Black moves them all by as much as they have in common.
        common = min((len(each) - len(each.lstrip()) for each in inner), default=-1)
        if common != len(indent) or not others[-1]:
            return whole
    if any(line != line.rstrip() for line in (first, *others)):
        return whole
    return f'{indent}"""'


_GOES_ON: Final = re.compile(r"^ *[)\]}]+[.(\[]", re.MULTILINE)
_ELEMENT: Final = re.compile(
    r"""(?!.*(?:\d\.|\.\d)) +(?:[\w.()\[\], =]|"[^"\\]*"|'[^'"\\]*')+,"""
)
_TOKEN: Final = re.compile(r"""\w*(?:"[^"]*"|'[^']*')|\w+""")
_INTEGER: Final = re.compile("0|[1-9][0-9]*|0x[0-9A-F]+")


def _kinds(line: str) -> str:
    """A line that is an element and its comma, by the kinds of what it consists of; else nothing."""
    if len(line.encode()) > LINE_LENGTH or not _ELEMENT.fullmatch(line):
        return ""
    return _TOKEN.sub(_kind, line)


def _kind(found: re.Match[str]) -> str:
    token = found[0]
    if token[0] in "\"'":
        return token[0]
    if _INTEGER.fullmatch(token):
        return "0"
    return "a" if token.isidentifier() and not iskeyword(token) else token


def _check_black() -> None:
    try:
        import black
    except ModuleNotFoundError:
        found = "none"
    else:
        # To ask what is installed takes as long as to import it.
        found = vars(black)["__version__"]
    if found != BLACK_VERSION:
        raise BuildError(
            f"generated Python is laid out by black {BLACK_VERSION}, found {found}: "
            'pip install "cosem[generator]"'
        )


def _no_python(name: str, error: Exception) -> BuildError:
    return BuildError(f"{name}: generated text is not Python: {error}")


def _tree(name: str, text: str) -> str:
    try:
        return ast.dump(ast.parse(text))
    except SyntaxError as error:
        raise _no_python(name, error) from None
