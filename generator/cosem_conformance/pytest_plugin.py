"""Meters as tests: `pytest --cosem-dump meter.jsonl.gz` runs the checks of `judge` over a dump.

pytest finds this module by its entry point, in every run: so it imports nothing of the judge, and no
generated package, before a dump is named. There is a test for each check and each class that it has
something to decide of, and one for each line of the known failures.
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

if TYPE_CHECKING:
    from cosem_conformance.judge import Finding, Judgement, KnownFailure
    from cosem_runtime.catalogue import Catalogue
    from cosem_runtime.companion import CompanionProfile

__all__ = ["CheckItem", "DumpFile", "KnownItem"]

_MOST: Final = 20
"""Findings that the report of one test has."""


class _Asked(NamedTuple):
    """What the options say."""

    dumps: tuple[Path, ...]
    known: tuple[KnownFailure, ...]
    only: tuple[str, ...]
    without: tuple[str, ...]
    package: str
    profile: str | None
    variants: tuple[str, ...]
    strict: bool


_ASKED: Final = pytest.StashKey[_Asked]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options, all of which begin with `--cosem-`."""
    group = parser.getgroup("cosem", "meters judged by the COSEM object model")
    several: Any = {"action": "append", "default": []}
    group.addoption(
        "--cosem-dump",
        **several,
        metavar="FILE",
        help="dump of a meter, in any form that cosemgen takes; may be repeated",
    )
    group.addoption(
        "--cosem-known",
        metavar="FILE",
        help="failures that are expected, one a line; each has to fail",
    )
    group.addoption(
        "--cosem-only",
        **several,
        metavar="CHECK",
        help="this check or family alone, as TY-01 or TY; may be repeated",
    )
    group.addoption(
        "--cosem-without", **several, metavar="CHECK", help="not this check or family"
    )
    group.addoption(
        "--cosem-package",
        default="cosem",
        metavar="NAME",
        help="generated Python package that knows the classes",
    )
    group.addoption(
        "--cosem-profile",
        metavar="NAME|FILE[:NAME]",
        help="companion profile that the meters claim: of the package, or of a specification",
    )
    group.addoption(
        "--cosem-variant",
        **several,
        metavar="NAME",
        help="the meters are of this variant of the profile; may be repeated",
    )
    group.addoption(
        "--cosem-strict",
        action="store_true",
        help="what nobody can tell (INCONCLUSIVE) fails",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Have the dumps collected: alone, unless the command line names tests."""
    option: Any = config.option
    if not option.cosem_dump:
        return
    from cosem_conformance.judge import CHECKS, read_known_file, selected
    from cosem_runtime import CosemError

    if option.cosem_variant and option.cosem_profile is None:
        raise pytest.UsageError("--cosem-variant is of a --cosem-profile")
    folder = config.invocation_params.dir
    file, only, without = option.cosem_known, option.cosem_only, option.cosem_without
    names = option.cosem_dump
    dumps = tuple(dict.fromkeys((folder / name).resolve() for name in names))
    try:
        for path in dumps:
            with open(path, "rb"):
                pass  # whether it can be read is better said at once
        selected(only, without)
        known = () if file is None else read_known_file(folder / file, CHECKS)
    except CosemError as error:
        raise pytest.UsageError(str(error)) from None
    except OSError as error:
        raise pytest.UsageError(f"{error.filename}: {error.strerror}") from None
    config.stash[_ASKED] = _Asked(
        dumps,
        known,
        tuple(only),
        tuple(without),
        option.cosem_package,
        option.cosem_profile,
        tuple(option.cosem_variant),
        option.cosem_strict,
    )
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        config.args = []
    # One test of a dump is named as pytest tells it: meter.jsonl::TY-01[3 Register].
    given = {(folder / each.partition("::")[0]).resolve() for each in config.args}
    config.args += [str(path) for path in dumps if path not in given]


def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> pytest.Collector | None:
    """A dump that an option names."""
    asked = parent.config.stash.get(_ASKED, None)
    if asked is None or file_path.resolve() not in asked.dumps:
        return None
    found: DumpFile = DumpFile.from_parent(parent, path=file_path)
    return found


class DumpFile(pytest.File):
    """A dump. It is judged when its tests are collected, and not kept."""

    def collect(self) -> Iterator[pytest.Item]:
        """The tests; pytest reports CollectError where there is no dump or no package."""
        from cosem_conformance.judge.known import Lines

        asked = self.config.stash[_ASKED]
        judgement, names = self._judged(asked)
        by_class: dict[tuple[str, int | None], list[Finding]] = {}
        expected: dict[int, list[Finding]] = {}
        lines = Lines(asked.known)
        for finding in judgement.findings:
            if not finding.known:
                kind = finding.check, finding.place.class_id
                by_class.setdefault(kind, []).append(finding)
                continue
            for at in lines.of(finding):
                expected.setdefault(at, []).append(finding)
        for (check, class_id), counts in judgement.of_class.items():
            name = check
            if class_id is not None:
                name += f"[{class_id} {names.get(class_id, '')}".rstrip() + "]"
            findings = by_class.get((check, class_id), [])
            yield CheckItem.from_parent(
                self, name=name, counts=counts, findings=findings
            )
        for at, line in enumerate(asked.known):
            if line.check in judgement.counts:
                findings = expected.get(at, [])
                yield KnownItem.from_parent(self, line=line, findings=findings)

    def _judged(self, asked: _Asked) -> tuple[Judgement, dict[int, str]]:
        from cosem_conformance.judge import judge
        from cosem_conformance.processes import catalogue_of
        from cosem_runtime import CosemError

        try:
            catalogue = catalogue_of(("cosem", asked.package))
            judgement = judge(
                catalogue,
                self.path,
                only=asked.only,
                without=asked.without,
                known_failures=asked.known,
                profile=_claimed(catalogue, asked.profile),
                variants=asked.variants,
            )
        except (CosemError, OSError, ImportError) as error:
            raise self.CollectError(str(error)) from None
        classes = {class_id for _, class_id in judgement.of_class}
        names = {each: catalogue.name(each) for each in catalogue if each in classes}
        return judgement, names


def _claimed(catalogue: Catalogue, what: str | None) -> str | CompanionProfile | None:
    """The profile that `--profile` of `cosemgen judge` would take.

    Raises CosemError where there is none, CollectError where the compiler is missing.
    """
    if what is None or any(
        what == each.name for each in catalogue.companion_profiles()
    ):
        return what
    try:
        # The compiler stands above this package, and its libraries may not be there.
        compiler = importlib.import_module("cosemgen.cli.companion")
    except ImportError:
        raise pytest.Collector.CollectError(
            f"--cosem-profile {what}: no package has it, and to read a specification needs "
            'the compiler: python -m pip install "cosem[generator]"'
        ) from None
    profile: CompanionProfile = compiler.claimed_profile(catalogue, what)
    return profile


class _Failed(Exception):
    """Findings that make a test fail."""


class _Item(pytest.Item):
    """What tests of a dump have in common."""

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """The findings alone: nobody looks for them in a trace."""
        if isinstance(excinfo.value, _Failed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The dump, and the name of the test."""
        return self.path, None, self.name


class CheckItem(_Item):
    """What one check made of the objects of a class, or of the meter."""

    def __init__(
        self, *, counts: Counter[str], findings: list[Finding], **given: Any
    ) -> None:
        super().__init__(**given)
        self.counts = counts
        self.findings = findings

    def runtest(self) -> None:
        """Fail, skip with a reason, or pass."""
        from cosem_conformance.judge import INCONCLUSIVE, NOT_APPLICABLE, PASSED

        strict = self.config.stash[_ASKED].strict
        told = [each for each in self.findings if each.verdict != NOT_APPLICABLE]
        unclear = [each for each in told if each.verdict == INCONCLUSIVE]
        failures = [each for each in told if each.is_failure]
        self.user_properties += [
            (verdict, number) for verdict, number in self.counts.items()
        ]
        if failures or (strict and unclear):
            raise _Failed(_text([*failures, *(unclear if strict else [])]))
        if unclear:
            pytest.skip(f"INCONCLUSIVE: {_reasons(unclear)}")
        if not told and not self.counts[PASSED]:
            pytest.skip(f"N/A: {_reasons(self.findings)}")
        if told:
            self.add_report_section("call", "warnings and notes", _text(told))


class KnownItem(_Item):
    """A failure that is expected: it has to come."""

    def __init__(self, *, line: KnownFailure, findings: list[Finding], **given: Any):
        from cosem_runtime.errors import visible_line

        place = visible_line(f"{Path(line.file).name}:{line.line}")
        super().__init__(name=f"{line.check}[{place}]", **given)
        self.findings = findings
        reason = visible_line(line.reason or str(line))
        self.add_marker(pytest.mark.xfail(reason=reason, raises=_Failed, strict=True))

    def runtest(self) -> None:
        """Fail as expected."""
        if self.findings:
            raise _Failed(_text(self.findings))


def _text(findings: list[Finding]) -> str:
    from cosem_conformance.judge.reports import lines_of

    lines = [line for each in findings[:_MOST] for line in lines_of(each)]
    if len(findings) > _MOST:
        lines.append(f"{len(findings) - _MOST} more")
    return "\n".join(lines)


def _reasons(findings: Iterable[Finding]) -> str:
    from cosem_runtime.errors import visible_line

    reasons = dict.fromkeys(visible_line(each.reason) for each in findings)
    return "; ".join(reasons) or "there is nothing to decide"
