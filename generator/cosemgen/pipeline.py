"""The whole way from spec files to files on disk.

| step | what | where |
| --- | --- | --- |
| read | paths to texts | `sources.py` |
| remember | whether all is as an equal build has left it: then nothing else is done | `build/fingerprint.py` |
| parse | texts to syntax trees, but for those of the last build, and these to packages | `syntax/`, `build/kept.py`, `packages.py` |
| lower | trees to models, but for packages that are as they were | `lower/`, `build/compiled.py` |
| check | models to findings | `check/`, `lock/` |
| generate | a model to final texts, but for those that the last build has made of the same | `targets/`, `build/generate.py`, `build/inputs.py` |
| finish | black lays out, and jsonschema judges, the texts that are new: a part of generating | `build/generate.py`, `build/format.py` |
| deliver | what differs to disk, whole or not at all | `build/deliver.py`, `build/changes.py`, `build/apply.py` |

`compile.py` runs parse, lower and check, which other commands need too.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from .build import manifest as manifests
from .build import registry
from .build import seen as seeing
from .build.cache import Cache, default_folder
from .build.changes import Changes
from .build.deliver import compare, deliver, tidy, unfinished
from .build.errors import BuildError
from .build.fingerprint import contents, of_generator, of_spec
from .build.manifest import sha256
from .build.progress import SILENT, Progress
from .digests import digest
from .disk import read_file
from .records import record
from .sources import Sources, read_sources
from .target import Options

if TYPE_CHECKING:
    from .build.compiled import KeptPackages
    from .build.kept import KeptTrees
    from .diagnostics import Diagnostic


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
class Outcome:
    diagnostics: tuple[Diagnostic, ...]
    changes: Changes | None
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
    return Builds(request, progress).build(read_sources(request.paths))


class Builds:
    """Builds of one request in one process, as `--watch` makes them: each finds what stays from the last one.

    What cosemgen itself is made of is looked at once.
    """

    def __init__(
        self, request: Request, progress: Progress = SILENT, *, several: bool = False
    ) -> None:
        """`several`: what the next build may need is kept in memory too."""
        self._request = request
        self._progress = progress
        self._several = several
        self._cache = Cache(default_folder(), progress.note)
        self._references = registry.select(request.targets)
        self._generator = _generator(request, self._references, self._cache)
        out = os.path.abspath(request.out)
        self._place = None if self._generator is None else digest(out, self._generator)
        self._trees: KeptTrees | None = None
        self._packages: KeptPackages | None = None
        # Whoever asks whether all is as it is to be wants it looked at.
        self._seen = (
            seeing.Seen() if request.check else seeing.recall(self._cache, self._place)
        )

    def build(self, sources: Sources) -> Outcome:
        """Build what was read of the request's paths; raises as `build` does."""
        request, progress, cache = self._request, self._progress, self._cache
        references, generator, place = self._references, self._generator, self._place
        key = None if generator is None else of_spec(sources, generator)
        if key is not None:
            if not request.check:
                tidy(request.out, progress)
            expected = cache.get("builds", key)
            total = _files_up_to_date(request.out, references, expected, self._seen)
            if total is not None:
                seeing.keep(cache, place, self._seen)
                return Outcome((), Changes(), total, remembered=True)

        # Imported here, as a build that ends above is not to pay for them.
        from .build.compiled import KeptPackages
        from .build.generate import generate
        from .build.inputs import keep, recall
        from .build.kept import KeptTrees
        from .build.names import python_package
        from .compile import compile_sources

        progress.phase("checking the spec")
        if self._trees is None:
            self._trees = KeptTrees(cache, place, in_memory=self._several)
        if self._packages is None:
            self._packages = KeptPackages(cache, place)
        compilation = compile_sources(
            sources,
            parser=self._trees.parse,
            made=self._packages.made,
            before=self._packages.before,
            identify=self._trees.identify,
        )
        self._packages.keep(compilation.roots)
        model, diagnostics = compilation.model, compilation.diagnostics
        if not self._several:
            # What follows takes memory too, and nothing but the model of this.
            self._packages.let_go()
            del compilation
        self._trees.keep()
        if model is None:
            return Outcome(diagnostics, None)
        targets = registry.load_all(references, request.options)
        options = Options(python_package(model, request.package))
        delivered = _last_manifest(request.out)
        if "python" in targets:
            _refuse_another(request.out, delivered.python_package(), options.package)
        memory = recall(cache, place, request.out)
        generated = generate(model, targets, options, delivered, progress, memory)

        if request.check:
            unfinished(request.out)
            changes = compare(request.out, generated, targets, self._seen)
        else:
            changes = deliver(request.out, generated, targets, progress, self._seen)
        if key is not None and not diagnostics:
            cache.put("builds", key, contents(generated.entries).encode())
        keep(cache, place, memory)
        seeing.keep(cache, place, self._seen)
        total = len(generated.entries) + 1
        return Outcome(diagnostics, changes, total, options.package, (*targets,))


def _generator(
    request: Request, references: Mapping[str, str], cache: Cache
) -> str | None:
    """What all that decides on the output, but for the spec, is known by; None where nobody knows what a target is made of."""
    asked = [request.package or "", *references]
    for name, reference in references.items():
        chosen = request.options.get(name, {})
        asked += (f"{name}.{option}={chosen[option]}" for option in sorted(chosen))
        if not registry.is_built_in(reference):
            made = registry.made_of(reference)
            if made is None:
                return None
            asked += made
    return of_generator(*asked, cache=cache)


def _last_manifest(out: Path) -> manifests.Manifest:
    """What the last build has left, as far as that can be told."""
    try:
        return manifests.read(out)
    except BuildError:
        # Delivering finds out what is wrong and says so.
        return manifests.Manifest()


def _refuse_another(out: Path, there: str, package: str) -> None:
    """Raises BuildError where the output of another package would go: one folder has one."""
    if there not in ("", package):
        raise BuildError(
            f"{out} holds the package {there!r}, which would be removed for {package!r}: "
            "choose another folder with --out, or delete this one"
        )


def _files_up_to_date(
    out: Path, targets: Mapping[str, str], expected: bytes | None, seen: seeing.Seen
) -> int | None:
    """How many files these targets have, if all are as an equal build left them."""
    if expected is None:
        return None
    try:
        unfinished(out)
        manifest = manifests.read(out)
        entries = manifest.of(targets)
        if (
            contents(entries).encode() != expected
            or read_file(out / manifests.NAME) != manifest.render()
            or not all(
                _is(out, path, each.sha256, seen) for path, each in entries.items()
            )
        ):
            return None
    except (BuildError, OSError):
        # The whole build finds out what is wrong and says so.
        return None
    return len(entries) + 1


def _is(out: Path, path: PurePosixPath, expected: str, seen: seeing.Seen) -> bool:
    """Whether a file has that hash."""
    place = f"{out}/{path}"
    state = seeing.state(place)
    if seen.has(path, expected, state):
        return True
    same = sha256(read_file(place)) == expected
    if same:
        seen.enter(path, expected, state)
    return same
