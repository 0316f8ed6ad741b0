"""A build from end to end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cosemgen.diagnostics import Diagnostic
from cosemgen.disk import read_file
from cosemgen.sources import read_sources
from cosemgen.target import Options

from . import manifest as manifests
from . import targets as registry
from .cache import Cache, default_folder
from .deliver import compare, deliver, tidy, unfinished
from .errors import BuildError
from .fingerprint import contents, fingerprint
from .generate import generate
from .manifest import sha256
from .names import python_package
from .plan import Plan
from .progress import SILENT, Progress


@dataclass(frozen=True, slots=True)
class Request:
    """What the user wants built."""

    paths: tuple[Path, ...]
    out: Path
    targets: tuple[str, ...] = ()
    """Names; none: every target that is part of cosemgen."""
    package: str | None = None
    """Name of the Python package to generate; None: that of the spec package."""
    check: bool = False
    """Only say what a build would do."""
    options: registry.Chosen = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    diagnostics: tuple[Diagnostic, ...]
    plan: Plan | None
    """What was done, or would be; None where the spec has errors."""
    total: int = 0
    """Number of files that belong to the output, the manifest among them."""
    package: str = ""
    """Name of the Python package."""
    targets: tuple[str, ...] = ()
    """Names of the targets that made it."""
    remembered: bool = False
    """Whether all was still as an equal build had left it, so that nothing was made."""


def build(request: Request, progress: Progress = SILENT) -> Outcome:
    """Compile, generate, format and write.

    Raises BuildError where the spec is sound but the output cannot be had.
    """
    cache = Cache(default_folder(), progress.note)
    references = registry.select(request.targets)
    sources = read_sources(request.paths)
    key = fingerprint(sources, references, request.package, request.options)
    if key is not None:
        if not request.check:
            tidy(request.out, progress)
        total = _files_up_to_date(request.out, references, cache.get("builds", key))
        if total is not None:
            return Outcome((), Plan(), total, remembered=True)

    progress.phase("checking the spec")
    from cosemgen.compile import compile_sources

    compilation = compile_sources(sources)
    diagnostics = compilation.diagnostics
    model = compilation.model
    if model is None:
        return Outcome(diagnostics, None)
    loaded = registry.load_all(references, request.options)
    options = Options(python_package(model, request.package))
    generated = generate(model, loaded, options, _delivered(request.out), progress)
    if request.check:
        unfinished(request.out)
        plan = compare(request.out, generated, references)
    else:
        plan = deliver(request.out, generated, references, progress)
    if key is not None and not diagnostics:
        cache.put("builds", key, contents(generated.entries))
        cache.prune("builds")
    total = len(generated.entries) + 1
    return Outcome(diagnostics, plan, total, options.package, (*references,))


def _delivered(out: Path) -> manifests.Manifest:
    """What the last build has left, as far as that can be told."""
    try:
        return manifests.read(out)
    except BuildError:
        # Delivering finds out what is wrong and says so.
        return manifests.Manifest()


def _files_up_to_date(
    out: Path, targets: Mapping[str, str], expected: str | None
) -> int | None:
    """How many files these targets have, if all are as an equal build left them."""
    if expected is None:
        return None
    try:
        unfinished(out)
        manifest = manifests.read(out)
        entries = manifest.of(targets)
        if (
            contents(entries) != expected
            or read_file(out / manifests.NAME) != manifest.render()
            or any(
                sha256(read_file(out / path)) != entry.sha256
                for path, entry in entries.items()
            )
        ):
            return None
    except (BuildError, OSError):
        # The whole build finds out what is wrong and says so.
        return None
    return len(entries) + 1
