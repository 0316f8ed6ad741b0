"""Writes the Python package of a spec, unformatted: `write_package.py SPEC OUT`, run with the generator under test."""

from __future__ import annotations

import sys
from pathlib import Path

from cosemgen.compile import compile_packages
from cosemgen.target import Options
from cosemgen.targets.python.target import PythonTarget


def main(spec: str, out: str) -> None:
    compilation = compile_packages([Path(spec)])
    if compilation.model is None:
        sys.exit("\n".join(str(found) for found in compilation.diagnostics))
    for path, file in PythonTarget().files(compilation.model, Options("cosem")).items():
        target = Path(out, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file.text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
