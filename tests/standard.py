"""What a process has made of the standard it does not make again: most of what tests compile needs it, just as it is.

One that is other in a single line is made as ever, and so is every other package. Builds and servers, which remember
by themselves, are left to that.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cosemgen import compile as compiler
from cosemgen.build import kept
from cosemgen.compile import Compilation, Made
from cosemgen.diagnostics import Diagnostic
from cosemgen.lower.identity import Identity, identity_of
from cosemgen.sources import Sources
from cosemgen.syntax.parse import parse
from cosemgen.syntax.tree import File
from cosemgen.vocabulary import STANDARD_PACKAGE

_trees: dict[tuple[str, str], File] = {}
_identities: dict[int, Identity] = {}
"""What these trees are known by; they stay, so that no other one has their number."""
_made: dict[object, Made] = {}


def _parsed(text: str, path: str) -> tuple[File | None, list[Diagnostic]]:
    """What `parse` gives; files of a folder `spec` that have no findings are parsed once."""
    if tree := _trees.get((text, path)):
        return tree, []
    found, findings = parse(text, path)
    if found is not None and not findings and "spec/" in path:
        _trees[text, path] = found
        _identities[id(found)] = identity_of(found)
    return found, findings


def _identified(tree: File) -> Identity:
    return _identities.get(id(tree)) or identity_of(tree)


def _is_asked_for(sources: Sources) -> bool:
    return any(f"package {STANDARD_PACKAGE} " in file.text for file in sources.files)


def remember() -> None:
    """Let `compile_sources` do so, for whoever imports it from now on."""
    compile_sources = compiler.compile_sources

    def remembering(
        sources: Sources, wanted: str | None = None, **how: Any
    ) -> Compilation:
        if "made" in how or "parser" in how:
            return compile_sources(sources, wanted, **how)
        key = (_is_asked_for(sources), *sorted(how.items()))
        made = {STANDARD_PACKAGE: _made[key]} if key in _made else {}
        found = compile_sources(
            sources, wanted, parser=_parsed, made=made, identify=_identified, **how
        )
        if STANDARD_PACKAGE in made:
            _made[key] = made[STANDARD_PACKAGE]
        return found

    compiler.compile_sources = remembering
    # The model that a command finds in its cache is that of the same octets.
    kept._load = lru_cache(4)(kept._load)
