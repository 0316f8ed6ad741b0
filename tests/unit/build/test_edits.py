"""A build that finds what the last one has left gives what a build without it would."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from cosemgen.pipeline import Outcome, Request, build

from .conftest import tree

EDITS = (
    ("dynamic", "static"),
    ("unsigned", "long-unsigned"),
    ("mandatory", "optional"),
    ("/// ", "/// It's edited: "),
    ("confidence medium", "confidence low"),
    ("confidence high", "confidence low"),
)
VENDOR = Path(__file__).parents[2] / "vendor" / "acme"


def write(folder: Path, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def made(folder: Path, out: Path) -> Outcome:
    return build(Request((folder,), out, package="acme_edited"))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_any_edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chosen = random.Random(seed)
    # Without the lock what is released may change.
    spec = {
        name: text for name, text in tree(VENDOR).items() if name.endswith(".cosem")
    }
    folder = tmp_path / "spec"
    write(folder, spec)
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
        write(folder, {name: text})
        if made(folder, tmp_path / "out").changes is None:  # no spec any more
            write(folder, {name: spec[name]})
            continue
        spec[name] = text
        done += 1
        monkeypatch.setenv("COSEM_CACHE_DIR", str(tmp_path / f"cache{done}"))
        cold = tmp_path / f"cold{done}"
        made(folder, cold)
        assert tree(tmp_path / "out") == tree(cold)
