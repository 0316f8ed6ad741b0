"""What our targets give is final: black has nothing left to change."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cosemgen.build.format import formatted
from cosemgen.build.generate import PYTHON
from cosemgen.build.registry import BUILT_IN, load
from cosemgen.model import Model
from cosemgen.syntax.literals import write_string
from cosemgen.target import Options
from tests.compiled import NATIONAL, SPEC, model, model_of


def judge(found: Model, package: str) -> None:
    for name, reference in BUILT_IN.items():
        for path, file in load(name, reference).files(found, Options(package)).items():
            if path.suffix in PYTHON and not _is_committed(path, file.text):
                assert formatted(str(path), file.text) == file.text, path


def _is_committed(path: PurePosixPath, text: str) -> bool:
    """Whether the text is in `generated/`, which `.ci/run` has black check as it is."""
    committed = SPEC.parent / "generated" / path
    return committed.is_file() and committed.read_text(encoding="utf-8") == text


@pytest.mark.slow
@pytest.mark.parametrize(
    "folder",
    [SPEC, *sorted(each.parent for each in NATIONAL.glob("*/package.cosem"))],
    ids=lambda folder: folder.name,
)
def test_the_catalogue(folder: Path) -> None:
    found = model(folder)
    judge(found, found.package.name)


LONGEST = 45
"""Letters of a name: longer ones obey rules that `layout` does not have."""
SIMPLE = (
    *("unsigned", "long64-unsigned", "octet-string[6]", "visible-string", "date-time"),
    *("boolean", "octet-string as mac-address", "octet-string as date-time or empty"),
    *("bit-string", "unsigned (1..9)", "octet-string as logical-name"),
    *("structure", "compact-array of long-unsigned", "CHOICE of any"),
)
DISTINCT = (
    *("unsigned", "bit-string", "octet-string as mac-address", "visible-string"),
    *("date-time", "structure", "long-unsigned", "null-data", "float32", "boolean"),
)


@st.composite
def specs(draw: st.DrawFn) -> str:
    """A package with types of every kind that are of one another, and classes that use them."""
    number = iter(range(1000))

    def name() -> str:
        length = draw(st.sampled_from((4, 6, 9, 14, 20, 24, 28, 33, 38, LONGEST)))
        words = f"{'word_' * 9}"[: length - 4].strip("_") or "x"
        return f"{words}_{next(number)}"

    def text() -> str:
        return write_string(f"x{draw(st.text(letters, max_size=70))}")

    letters = "aé'\\\"{ "
    named: list[str] = []

    def type_(depth: int = 2) -> str:
        kind = draw(st.sampled_from(("simple", "named", "array", "choice")))
        if kind == "named" and named:
            return draw(st.sampled_from(named))
        if kind == "array" and depth:
            inner = type_(depth - 1)
            return f"array of {inner}"
        if kind == "choice" and depth:
            several = st.lists(st.sampled_from(DISTINCT), min_size=1, unique=True)
            parts = [*draw(several), f"array of {type_(depth - 1)}"]
            return f"CHOICE {{ {', '.join(parts)} }}"
        return draw(st.sampled_from(SIMPLE))

    lines = [f"package acme {text()} {{", '  source maker "m"', "}"]
    for _ in range(draw(st.integers(0, 5))):
        own = name()
        kind = draw(st.sampled_from(("structure", "enumeration", "bits", "type")))
        if kind == "type":
            lines.append(f"type {own} = {type_()}")
        elif kind == "structure":
            fields = [f"  {name()}: {type_()}" for _ in range(draw(st.integers(1, 6)))]
            lines += [f"structure {own} {{", *fields, "}"]
        elif kind == "bits":
            rows = [f"  {n} {name()} {text()}" for n in range(draw(st.integers(1, 8)))]
            lines += [f"bits {own}: bit-string[8] {{", *rows, "}"]
        else:
            rows = [f"  {n} {name()} {text()}" for n in range(draw(st.integers(1, 4)))]
            lines += [f"enumeration {own} {{", *rows, "}"]
        named.append(own)
    title = name().replace("_", " ")
    lines += [
        f'class 32800 "{title}" {{',
        "  source maker",
        "  version 0 {",
        "    confidence low",
    ]
    for at in range(2, 2 + draw(st.integers(1, 5))):
        lines += [
            f"    /// {text()}",
            f"    attribute {at} {name()}: dynamic {type_()}",
        ]
        if draw(st.booleans()):
            lines += ["    {", f"      selector 1 {name()}: {type_()}", "    }"]
    for at in range(1, 1 + draw(st.integers(0, 3))):
        lines.append(
            f"    method {at} {name()}(data: {type_()}) returns {type_()} optional"
        )
    lines.append("  }")
    for at in range(1, draw(st.integers(1, 3))):
        lines += [f"  version {at} from {at - 1} {{", "    confidence low", "  }"]
    return "\n".join([*lines, "}", ""])


@given(specs(), st.sampled_from(("acme", "acme_of_a_long_name")))
@settings(max_examples=settings().max_examples // 5)  # black takes long
def test_any_model(spec: str, package: str) -> None:
    judge(model_of(spec), package)
