"""A build that finds what the last one has left gives what a build without it would."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cosemgen.pipeline import Outcome, Request, build
from tests.scratch import written

from .conftest import tree

EDITS = (
    ("dynamic", "static"),
    ("unsigned", "long-unsigned"),
    ("mandatory", "optional"),
    ("/// ", "/// It's edited: "),
    ("confidence medium", "confidence low"),
    ("confidence high", "confidence low"),
)
SHARED = """\
/// How loud an alarm is.
enumeration loudness {
  0 low  "low"
  1 high "high"
}
"""
TAMPER, SIGNED = "tamper_log.cosem", "signed_register.cosem"
KINDS = (
    ("a doc sentence", TAMPER, "/// How many events fit.", "/// How many fit."),
    ("a place", TAMPER, "/// Counts attempts", "\n\n/// Counts attempts"),
    ("a range", TAMPER, "unsigned (1..64) = 64", "unsigned (1..32) = 32"),
    ("a name of a class", SIGNED, '"ACME signed register"', '"ACME sealed register"'),
    (
        "a new attribute",
        TAMPER,
        "\n    methods @0x40",
        "    /// How loud it is.\n    attribute 9 loudness: static loudness\n\n    methods @0x48",
    ),
    ("a renamed type", TAMPER, "tamper_kind", "disturbance"),
    ("a shared type", "shared.cosem", '1 high "high"', '2 high "very high"'),
    ("an object", "codes.cosem", "as 8771", "as 3"),
    ("a removed class", SIGNED, "", None),
)
OF_STANDARD = (
    ("classes/data/register.cosem", "/// A process or", "/// Some process or"),
    ("classes/data/register.cosem", "dynamic value_type", "dynamic long"),
    ("classes/time/clock.cosem", "/// ", "/// It's edited: "),
    ("types/values.cosem", "/// ", "/// It's edited: "),
    ("classes/data/register.cosem", "dynamic long", "dynamic value_type"),
)
SPEC = Path(__file__).parents[3] / "spec"
VENDOR = Path(__file__).parents[2] / "vendor" / "acme"


def made(folder: Path, out: Path) -> Outcome:
    return build(Request((folder,), out, package="acme_edited"))


@pytest.mark.slow
def test_each_kind_of_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, so that each finds what all before it have left."""
    folder, out = tmp_path / "spec", tmp_path / "out"
    spec = {n: text for n, text in tree(VENDOR).items() if n.endswith(".cosem")}
    spec[TAMPER] = f"use loudness from shared\n{spec[TAMPER]}"
    written(folder, spec | {"shared.cosem": SHARED})
    made(folder, out)
    for what, name, old, new in KINDS:
        if new is None:
            (folder / name).unlink()
        else:
            text = (folder / name).read_text(encoding="utf-8")
            assert old in text, what
            written(folder, {name: text.replace(old, new)})
        outcome = made(folder, out)
        assert not outcome.remembered, (what, outcome.diagnostics)
        with monkeypatch.context() as elsewhere:
            elsewhere.setenv("COSEM_CACHE_DIR", str(tmp_path / "cache" / what))
            cold = tmp_path / "cold" / what
            cold.parent.mkdir(exist_ok=True)
            outcome = made(folder, cold)
        assert outcome.changes is not None, (what, outcome.diagnostics)
        assert tree(out) == tree(cold), what


@pytest.mark.slow
def test_edits_of_the_standard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each finds what those before have left; what one leaves wrong stays so to the end."""
    folder, out, cold = tmp_path / "spec", tmp_path / "out", tmp_path / "cold"
    spec = {n: text for n, text in tree(SPEC).items() if n.endswith(".cosem")}
    written(folder, {n: t for n, t in spec.items() if not n.startswith("national/")})
    made(folder, out)
    for name, old, new in OF_STANDARD:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text, name
        written(folder, {name: text.replace(old, new, 1)})
        outcome = made(folder, out)
        assert outcome.changes, (name, outcome.diagnostics)
    monkeypatch.setenv("COSEM_CACHE_DIR", str(tmp_path / "other"))
    made(folder, cold)
    assert tree(out) == tree(cold)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1))
def test_any_edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chosen = random.Random(seed)
    # Without the lock what is released may change.
    spec = {
        name: text for name, text in tree(VENDOR).items() if name.endswith(".cosem")
    }
    folder = tmp_path / "spec"
    written(folder, spec)
    made(folder, tmp_path / "out")
    done = 0
    while done < 4:
        name = chosen.choice(sorted(spec))
        old, new = chosen.choice(EDITS)
        places = [n for n in range(len(spec[name])) if spec[name].startswith(old, n)]
        if not places:
            continue
        at = chosen.choice(places)
        text = f"{spec[name][:at]}{new}{spec[name][at + len(old):]}"
        written(folder, {name: text})
        if made(folder, tmp_path / "out").changes is None:  # no spec any more
            written(folder, {name: spec[name]})
            continue
        spec[name] = text
        done += 1
        cold = tmp_path / f"cold{done}"
        with monkeypatch.context() as elsewhere:
            elsewhere.setenv("COSEM_CACHE_DIR", str(tmp_path / f"cache{done}"))
            made(folder, cold)
        assert tree(tmp_path / "out") == tree(cold)
