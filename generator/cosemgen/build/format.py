"""The one place that runs black.

Targets give their text as black lays it out; black settles the rest and may change
nothing but layout: the syntax tree must be the same before and after.
"""

from __future__ import annotations

import ast
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
