"""The Jinja environment.

House rule: templates place, Python decides.  `departures` walks a template's syntax and names
everything but output, `for`, and `if` on one plain name or attribute; the only filter is `indent`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import cache_from_source
from typing import Final

import jinja2
from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined, nodes
from jinja2.bccache import Bucket


def environment(package: str) -> Environment:
    """The templates in `<package>/templates`; an undefined name is an error."""
    found = Environment(
        loader=PackageLoader(package),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # Python text, not markup
        auto_reload=False,
        bytecode_cache=_Compiled(),
    )
    found.filters["indent"] = _indent
    return found


def _indent(text: str, width: int) -> str:
    """Every line but the first and those that are empty so far to the right.

    Jinja's own, which takes three times as long, would break lines at what only looks like their end.
    """
    if "\n" not in text:
        return text
    first, *lines = text.split("\n")
    margin = " " * width
    return "\n".join([first, *[margin + line if line else line for line in lines]])


_FORM: Final = 1
"""Another one where `environment` asks for something else."""


class _Compiled(BytecodeCache):
    """Templates that were compiled before, in the folder where Python keeps such of modules, and on its terms."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return cache_from_source(filename or name, optimization="jinja")

    def get_source_checksum(self, source: str) -> str:
        """What a template is compiled of: its text, by this library, as `environment` asks it to."""
        text = f"{_version()} {_FORM} {source}"
        return hashlib.sha256(text.encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            with open(bucket.key, "rb") as file:
                bucket.load_bytecode(file)
        except Exception:  # it is compiled again
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        if sys.dont_write_bytecode:
            return
        draft = f"{bucket.key}.{os.getpid()}"
        with contextlib.suppress(OSError):
            os.makedirs(os.path.dirname(bucket.key), exist_ok=True)
            try:
                with open(draft, "xb") as file:
                    bucket.write_bytecode(file)
                os.replace(draft, bucket.key)
            except BaseException:
                os.unlink(draft)
                raise


@cache
def _version() -> str:
    # To ask what is installed takes long; later versions warn of this name, or have it no more.
    known = vars(jinja2).get("__version__")
    if known is not None:
        return str(known)
    from importlib.metadata import version

    return version("jinja2")


# ---------------------------------------------------------------- the house rule


def departures(environment: Environment, template: str) -> list[str]:
    """What a template does beside placing, as `line: construct`; empty when it keeps the rule."""
    assert environment.loader is not None
    source, _, _ = environment.loader.get_source(environment, template)
    return [
        f"{node.lineno}: {what}"
        for node in _walk(environment.parse(source))
        if (what := _departure(node))
    ]


_PLAIN: Final = (nodes.Name, nodes.Getattr)
_ALLOWED: Final = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If),
    *(nodes.Name, nodes.Getattr, nodes.Filter, nodes.Const),
)


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


def _departure(node: nodes.Node) -> str:
    match node:
        case nodes.If(test=test, elif_=elif_):
            if elif_ or not isinstance(test, _PLAIN):
                return "an if that is not on one plain name"
        case nodes.For(test=test, iter=iterable, recursive=recursive):
            if test is not None or recursive or not isinstance(iterable, _PLAIN):
                return "a for that does more than walk one plain name"
        case nodes.Filter(name=name):
            if name != "indent":
                return f"filter {name}"
        case nodes.Output(nodes=children):
            for child in children:
                if isinstance(child, nodes.Const):
                    return "a constant to output"
        case _ if not isinstance(node, _ALLOWED):
            return type(node).__name__.lower()
    return ""
