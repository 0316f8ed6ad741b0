"""Coverage-guided fuzzing of the decoders with atheris.

    pip install atheris
    PYTHONPATH=generator:generated:. python tests/fuzz/fuzz_decoders.py \\
        -max_total_time=300 -max_len=512 -timeout=5 -rss_limit_mb=1024 CORPUS_FOLDER

The first octet of an input picks the entry, the rest goes to it. The corpus folder is
filled with the seeds when it is empty. A finding stops the run, with the input in a
file ``crash-...``; run the script on that file alone to see the traceback again.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["cosem", "cosem_runtime"]):
    from tests.fuzz.entries import entries
    from tests.fuzz.seeds import seeds

    ENTRIES = list(entries().values())
    # The package imports lazily: what is imported later would not be instrumented.
    for run in ENTRIES:
        for seed in seeds():
            run(seed)


def one_input(data: bytes) -> None:
    if data:
        ENTRIES[data[0] % len(ENTRIES)](data[1:])


def fill(folder: Path) -> None:
    """Write every seed for every entry, so that all of them start warm."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        return
    for entry in range(len(ENTRIES)):
        for index, seed in enumerate(seeds()):
            (folder / f"{entry:02}-{index:03}").write_bytes(bytes((entry,)) + seed)


def main() -> None:
    folders = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    if folders and not Path(folders[0]).is_file():
        fill(Path(folders[0]))
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
