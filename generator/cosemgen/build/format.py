"""The one place that runs black.

Templates lay their text out as well as they can; black settles the rest and may change
nothing but layout: the syntax tree must be the same before and after.  A text is
formatted once; the cache remembers it by its hash and black's version.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from .cache import Cache, digest
from .errors import BuildError
from .files import Files
from .progress import SILENT, Progress
from .workers import in_workers

BLACK_VERSION: Final = "26.10.1"
"""The layout is black's, and black's changes with its version: so there is one."""
LINE_LENGTH: Final = 88
_LAYOUT: Final = str.maketrans("'", '"', " \t\n\\,()")
_STRING: Final = r"{0}(?:[^\\]|\\.)*?{0}"
_NO_CODE: Final = re.compile(
    "(#[^\n]*|" + "|".join(map(_STRING.format, ('"' * 3, "'" * 3, '"', "'"))) + ")",
    re.DOTALL,
)
"""A comment or a string."""
FEW: Final = 6
"""So many files are formatted sooner than worker processes start."""


def formatted(
    files: Files, cache: Cache, progress: Progress = SILENT
) -> dict[PurePosixPath, str]:
    """Every file's final text.

    Raises BuildError where black is missing, is of another version, cannot read a text
    or would change its meaning.
    """
    texts = {path: file.text for path, file in files.items() if not file.formatter}
    unformatted: dict[PurePosixPath, str] = {}
    for path, file in files.items():
        if file.formatter:
            kept = cache.get("format", _key(path, file.text))
            if kept is None or _substance(kept) != _substance(file.text):
                unformatted[path] = file.text
            else:
                texts[path] = kept
    if unformatted:
        _check_black()
        progress.phase(f"laying out {len(unformatted)} of {len(files)} files")
        results = _format_all(unformatted)
        for path, text in results.items():
            cache.put("format", _key(path, unformatted[path]), text)
        cache.prune("format")
        texts.update(results)
    return {path: texts[path] for path in files}


def _substance(text: str) -> list[str]:
    """A text without what black may change, so that the cache cannot bring in other code.

    Comments and strings stay such, by which their words cannot become code, nor code
    theirs.
    """
    return [part.translate(_LAYOUT) for part in _NO_CODE.split(text)]


def _key(path: PurePosixPath, text: str) -> str:
    return digest(BLACK_VERSION, str(LINE_LENGTH), path.suffix, text)


def _check_black() -> None:
    import importlib.metadata

    try:
        found = importlib.metadata.version("black")
    except importlib.metadata.PackageNotFoundError:
        found = "none"
    if found != BLACK_VERSION:
        raise BuildError(
            f"generated Python is laid out by black {BLACK_VERSION}, found {found}: "
            'pip install "cosem[generator]"'
        )


def _format_all(texts: Mapping[PurePosixPath, str]) -> dict[PurePosixPath, str]:
    # Imported before the workers fork, so that they need not import it again.
    import black.parsing  # noqa: F401 - for its side effect

    items = [(str(path), text) for path, text in texts.items()]
    if len(items) <= FEW:
        results = [_format_one(None, item) for item in items]
    else:
        results = in_workers(_format_one, None, items, chunk=4)
    return dict(zip(texts, results, strict=True))


def _format_one(_: None, item: tuple[str, str]) -> str:
    import black
    from black.mode import Mode, TargetVersion
    from black.parsing import InvalidInput

    name, text = item
    mode = Mode(
        target_versions={TargetVersion.PY311},
        line_length=LINE_LENGTH,
        is_pyi=name.endswith(".pyi"),
    )
    try:
        result = black.format_str(text, mode=mode)
    except InvalidInput as error:
        raise BuildError(f"{name}: generated text is not Python: {error}") from None
    if _tree(name, text) != _tree(name, result):
        raise BuildError(f"{name}: black would change more than the layout")
    return result


def _tree(name: str, text: str) -> str:
    try:
        return ast.dump(ast.parse(text))
    except SyntaxError as error:
        raise BuildError(f"{name}: generated text is not Python: {error}") from None
