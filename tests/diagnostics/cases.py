"""The bad specs of this folder: files or folders that carry the whole output they must give.

Lines `// expect: ...` are that output, in order, as `cosemgen check` prints it from inside `bad/`.  In a folder they
stand in `expect.txt`.  Lines `// compile: path` name what to compile; else it is the file or folder itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

BAD = Path(__file__).parent / "bad"

_EXPECT = "// expect: "
_COMPILE = "// compile: "


@dataclass(frozen=True)
class Case:
    name: str
    """Path below `bad/`."""
    paths: tuple[str, ...]
    expected: tuple[str, ...]

    @property
    def codes(self) -> frozenset[str]:
        """Codes of the expected findings."""
        return frozenset(line.split(": ")[1].split()[1] for line in self.expected)


def cases() -> list[Case]:
    """Every bad spec, by name."""
    return [_case(path) for path in sorted(BAD.iterdir())]


def _case(path: Path) -> Case:
    told = path / "expect.txt" if path.is_dir() else path
    lines = told.read_text(encoding="utf-8").splitlines()
    names = [line.removeprefix(_COMPILE) for line in lines if line.startswith(_COMPILE)]
    return Case(
        path.name,
        tuple(f"{path.name}/{name}" for name in names) or (path.name,),
        tuple(line.removeprefix(_EXPECT) for line in lines if line.startswith(_EXPECT)),
    )
