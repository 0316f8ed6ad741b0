"""The run of the judge over public dumps, which the page of what it found is made from.

    python -m cosemgen.targets.docs.found_run DUMP...

judges these dumps anew and writes `found.json`: other dumps in it stay as they are, and so do the reviews. A
finding that nobody has looked at is named, and the exit code is then 1: say in the file whose it is, and why.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from cosem_conformance.dumps import Dump, load
from cosem_conformance.judge import FAILED, PASSED, SEVERITIES, Finding, judge
from cosem_conformance.judge.reports import lines_of
from cosem_runtime.catalogue import Catalogue

from ...cli.installed import STANDARD, generated_catalogue
from .found import FAULTS, RUN, Run

__all__ = ["judged", "main", "not_looked_at", "renewed"]

_EVIDENCE: Final = 8
"""Findings of one check that are kept with their places and octets."""


def judged(catalogue: Catalogue, name: str, dump: Dump) -> dict[str, Any]:
    """What is kept of a dump: where it is from, and what was found. Nobody has looked at it yet."""
    judgement = judge(catalogue, dump)
    groups: dict[tuple[str, str], list[Finding]] = {}
    for each in judgement.findings:
        if each.verdict == FAILED:
            groups.setdefault((each.check, each.severity), []).append(each)
    source = dump.source
    facts = {
        "repository": source.repository,
        "commit": source.commit,
        "file": source.file if source.repository else "",
        "licence": source.licence,
        "note": source.note,
    }
    objects = [each for _, each in dump.objects()]
    return {
        "name": name,
        "meter": _name(dump) or judgement.meter,
        "source": {word: told for word, told in facts.items() if told},
        "objects": len(objects),
        "values": sum(value.size > 0 for each in objects for value in each.values),
        "passed": sum(counts[PASSED] for counts in judgement.counts.values()),
        "findings": [
            {
                "check": check,
                "severity": severity,
                "count": len(found),
                "fault": "",
                "review": "",
                "evidence": [[*lines_of(each)] for each in found[:_EVIDENCE]],
            }
            for (check, severity), found in sorted(
                groups.items(), key=lambda group: -SEVERITIES.index(group[0][1])
            )
        ],
    }


def _name(dump: Dump) -> str:
    meter = dump.meter
    words = ("" if meter.maker == "any" else meter.maker, meter.model, meter.firmware)
    return " ".join(filter(None, words))


def renewed(run: Run, by: Mapping[str, str], dumps: Iterable[Run]) -> dict[str, Any]:
    """The run with these dumps anew, and with what was said of their findings."""
    kept = {dump["name"]: dump for dump in run.get("dumps", ())}
    for dump in dumps:
        said = {
            (each["check"], each["severity"]): (each["fault"], each["review"])
            for each in kept.get(dump["name"], {}).get("findings", ())
        }
        for each in dump["findings"]:
            known = said.get((each["check"], each["severity"]), ("", ""))
            each["fault"], each["review"] = known
        kept[dump["name"]] = dump
    return {"judged_by": dict(by), "dumps": [kept[name] for name in sorted(kept)]}


def not_looked_at(run: Run) -> list[str]:
    """The findings of which nobody has said whose they are, by dump, check and severity."""
    return [
        f"{dump['name']}: {each['check']} {each['severity']}"
        for dump in run["dumps"]
        for each in dump["findings"]
        if each["fault"] not in FAULTS or not each["review"]
    ]


def main(paths: Sequence[str]) -> int:
    """Judge dumps, and write the run."""
    if not paths:
        print(
            "usage: python -m cosemgen.targets.docs.found_run DUMP...", file=sys.stderr
        )
        return 2
    catalogue = generated_catalogue(STANDARD)
    run = json.loads(RUN.read_text(encoding="utf-8")) if RUN.exists() else {}
    dumps = [
        judged(catalogue, Path(path).name.partition(".")[0], load(path))
        for path in paths
    ]
    found = renewed(run, judge(catalogue, Dump()).versions, dumps)
    written = json.dumps(found, ensure_ascii=False, indent=1)
    RUN.write_text(f"{written}\n", encoding="utf-8")
    left = not_looked_at(found)
    for each in left:
        print(f"{RUN.name}: nobody has looked at {each}", file=sys.stderr)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
