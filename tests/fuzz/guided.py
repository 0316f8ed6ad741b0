"""The coverage-guided engine: atheris, where it is installed (`--engine atheris`).

The first two octets of an input pick the target, the rest goes to it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["cosem", "cosem_runtime"]):
    from tests.fuzz.engine import Finding, by_name, read_corpus
    from tests.fuzz.long_run import CORPUS
    from tests.fuzz.targets import targets

    TARGETS = [*by_name(targets()).values()]


def one_input(data: bytes) -> None:
    target = TARGETS[int.from_bytes(data[:2], "big") % len(TARGETS)]
    try:
        target.run(data[2:], len(data) % 4 == 0)
    except Exception as fault:
        finding = Finding(target.name, data[2:], fault)
        path = finding.write(Path.cwd())
        print(f"FINDING {finding}\npython -m tests.fuzz --replay {path}")
        raise


def main() -> None:
    """Arguments go to atheris, see its -help=1."""
    numbers = {target.name: number for number, target in enumerate(TARGETS)}
    with TemporaryDirectory() as folder:
        for name, inputs in read_corpus(CORPUS).items():
            for index, data in enumerate(inputs if name in numbers else ()):
                path = Path(folder, f"{numbers[name]}-{index}")
                path.write_bytes(numbers[name].to_bytes(2, "big") + data)
        atheris.Setup([*sys.argv, folder], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
