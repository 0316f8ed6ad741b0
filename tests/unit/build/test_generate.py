"""What targets may give, and how they are found."""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from cosemgen.build import generate as module
from cosemgen.build import registry
from cosemgen.build.errors import BuildError
from cosemgen.build.generate import Generated, generate
from cosemgen.build.manifest import Manifest
from cosemgen.build.progress import Progress
from cosemgen.model import Model
from cosemgen.target import Files, Options, OutputFile, Target

from .conftest import HEADER, MODEL, Texts

ROOT = Path(__file__).parents[3]


def run(**texts: dict[str, str]) -> Generated:
    targets = {name: Texts(own, name) for name, own in texts.items()}
    return generate(MODEL, targets, Options(), Manifest())


@pytest.mark.parametrize("path", ["/etc/x", "../x", "a/../../x", ".", "C:/x", "..\\x"])
def test_no_target_writes_outside_the_output(path: str) -> None:
    with pytest.raises(BuildError, match="outside the output folder"):
        run(bad={path: HEADER})


@pytest.mark.parametrize("path", [".cosemgen-stage/journal.json", ".CoseMgen-lock"])
def test_no_target_writes_what_a_build_keeps_for_itself(path: str) -> None:
    with pytest.raises(BuildError, match="where cosemgen keeps its own"):
        run(bad={path: HEADER})


@pytest.mark.parametrize("path", ["a\0b", "x" * 256, "\ud800"])
def test_a_path_has_to_be_one(path: str) -> None:
    with pytest.raises(BuildError, match="target 'bad' writes "):
        run(bad={path: HEADER})


def test_two_targets_cannot_have_one_place() -> None:
    with pytest.raises(
        BuildError, match=r"'b' writes x/y\.py, but that is the place of"
    ):
        run(a={"x/y.py": HEADER}, b={"x/y.py": HEADER})


def test_names_differ_by_more_than_case() -> None:
    with pytest.raises(BuildError, match=r"writes Clock\.md, but that is the place of"):
        run(a={"clock.md": HEADER, "Clock.md": HEADER})


def test_the_manifest_is_the_engines_own() -> None:
    with pytest.raises(BuildError, match=r"place of MANIFEST\.json"):
        run(a={"manifest.json": "{}"})


def test_pyproject_registers_the_built_in_targets_as_others_do() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["entry-points"][registry.GROUP] == registry.BUILT_IN


def test_every_built_in_target_loads_under_its_name() -> None:
    for name, reference in registry.select(()).items():
        assert registry.load(name, reference).name == name


def test_an_unknown_target_names_those_that_there_are() -> None:
    with pytest.raises(BuildError, match="no target 'pyton'; there are python, docs,"):
        registry.select(["pyton"])


@pytest.mark.parametrize("path", ["a/b.txt", "A/b/c.txt"])
def test_a_file_cannot_be_a_folder_as_well(path: str) -> None:
    with pytest.raises(BuildError, match=f"'y' writes {path}, but a is a file"):
        run(x={"a": HEADER}, y={path: HEADER})


# ---------------------------------------------------------------- what is known

UGLY = "x = {  'a':1 }\n"


def test_python_of_any_target_is_laid_out_by_black() -> None:
    given = {"m.py": UGLY, "m.pyi": "def f() :\n    ...\n", "as_is.txt": UGLY}
    found = run(any=given).octets
    assert {str(path): text.decode() for path, text in found.items()} == {
        "m.py": 'x = {"a": 1}\n',
        "m.pyi": "def f(): ...\n",
        "as_is.txt": UGLY,
    }


def test_what_does_not_fit_into_memory_goes_to_a_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {f"{number}.txt": f"{number}\n" * 9 for number in range(9)}
    whole = run(any=given)
    monkeypatch.setattr(module, "_IN_MEMORY", 40)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert run(any=given) == whole
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(BuildError, match=r"cannot be kept in .*nowhere: No such file"):
        run(any=given)


def test_black_is_run_on_what_is_not_known_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = {"a.py": "x = 1\n", "b.py": "x = 2\n", "c.py": UGLY}
    target = {"any": Texts(texts)}
    first = generate(MODEL, target, Options(), Manifest())
    formatted: list[str] = []

    def record(name: str, text: str) -> str:
        formatted.append(name)
        return text if text != UGLY else first.octets[PurePosixPath(name)].decode()

    monkeypatch.setattr(module, "formatted", record)
    again = generate(MODEL, target, Options(), Manifest(first.entries))
    # What black has to change is never known as the target gives it.
    assert formatted == ["c.py"]
    assert again == first
    target["any"] = Texts({**texts, "a.py": "x = 3\n", "d.py": "x = 1\n"})
    formatted.clear()
    generate(MODEL, target, Options(), Manifest(first.entries))
    assert formatted == ["a.py", "c.py", "d.py"]


def test_what_is_new_is_judged() -> None:
    judged: list[str] = []

    class Judged:
        name = "judged"

        def files(self, model: Model, options: Options) -> Files:
            return {PurePosixPath("a.json"): OutputFile("{}\n", judge=judged.append)}

    found = generate(MODEL, {"judged": Judged()}, Options(), Manifest())
    assert judged == ["{}\n"]
    generate(MODEL, {"judged": Judged()}, Options(), Manifest(found.entries))
    assert judged == ["{}\n"]


# ---------------------------------------------------------------- targets of others

PREAMBLE = """
from pathlib import PurePosixPath as P
from cosemgen.target import OutputFile as F
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Target]:
    """Install the distribution `cosem-rust` with the target `rust`, and load that."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "rust_cosem", raising=False)

    def load(text: str | None, name: str = "rust_cosem:TARGET") -> Target:
        info = tmp_path / "cosem_rust-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Name: cosem-rust\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[{registry.GROUP}]\nrust = {name}\n")
        if text is not None:
            (tmp_path / "rust_cosem.py").write_text(PREAMBLE + text)
        return registry.load("rust", registry.select(["rust"])["rust"])

    return load


SHOWN = r"target 'rust' \(rust_cosem:TARGET of cosem-rust 1\.0\) "
FILES = "class TARGET:\n    def files(self, model, options):\n        {}\n"


def test_somebody_elses_target_is_found(install: Callable[..., Target]) -> None:
    target = install(FILES.format("return {P('a.rs'): F('// a')}"))
    assert target.name == "rust"
    assert target.files(MODEL, Options()) == {PurePosixPath("a.rs"): OutputFile("// a")}
    assert "rust" not in registry.select(()), "but only built when it is asked for"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "ModuleNotFoundError: No module named 'rust_cosem'"),
        ("(", r"SyntaxError: .* \(.*rust_cosem\.py:4\)"),
        (
            "import no_such_thing",
            r"ModuleNotFoundError: No module named 'no_such_thing' \(.*rust_cosem\.py:4\)",
        ),
        (
            "raise ValueError('x' * 1000)",
            r"ValueError: x{297}\.\.\. \(.*rust_cosem\.py:4\)",
        ),
        ("raise SystemExit(9)", r"SystemExit: 9 \(.*rust_cosem\.py:4\)"),
        ("", "AttributeError: module 'rust_cosem' has no attribute 'TARGET'"),
        (
            "class TARGET:\n    def __init__(self, x): pass",
            "TypeError: .* missing 1 required positional argument",
        ),
    ],
)
def test_a_target_that_cannot_be_loaded_is_told_as_that(
    install: Callable[..., Target], text: str | None, why: str
) -> None:
    with pytest.raises(BuildError, match=f"^{SHOWN}cannot be loaded: {why}"):
        install(text)


@pytest.mark.parametrize("value", ["TARGET = 5", "class TARGET: files = None"])
def test_a_target_has_files(install: Callable[..., Target], value: str) -> None:
    with pytest.raises(
        BuildError, match=f"^{SHOWN}is no target: it has no method 'files'"
    ):
        install(value)


@pytest.mark.parametrize("name", ["rust_cosem", "rust cosem:", "rust_cosem:a.b"])
def test_an_odd_entry_point_is_told_as_that(
    install: Callable[..., Target], name: str
) -> None:
    with pytest.raises(
        BuildError, match="^target 'rust' .*(no target|cannot be loaded)"
    ):
        install("", name)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("raise KeyError('k')", r"failed: KeyError: 'k' \(.*rust_cosem\.py:6\)"),
        ("raise SystemExit(0)", r"failed: SystemExit: 0 \(.*rust_cosem\.py:6\)"),
        ("return None", "gives no files: expected a mapping, found NoneType"),
        ("return [1]", "gives no files: expected a mapping, found list"),
        (
            "return {'a': F('x')}",
            "gives no files: expected a PurePosixPath, found str 'a'",
        ),
        (
            "return {P('a'): 'b'}",
            "gives no files: 'a': expected an OutputFile, found str",
        ),
        (
            "return {P('a'): F(b'x')}",
            "gives no files: 'a': expected a text, found bytes",
        ),
        (
            "return {P('a'): F('x', 5)}",
            "gives no files: 'a': expected a source or None",
        ),
        (
            "return {P('a'): F('x', None, 'ruff')}",
            "gives no files: 'a': expected a function that",
        ),
        (
            r"return {P('a'): F('\ud800')}",
            "gives no files: 'a': .* cannot be written as UTF-8",
        ),
    ],
)
def test_what_a_target_does_wrong_is_told_as_its_mistake(
    install: Callable[..., Target], body: str, why: str
) -> None:
    target = install(FILES.format(body))
    with pytest.raises(BuildError, match=f"^{SHOWN}{why}"):
        generate(MODEL, {"rust": target}, Options(), Manifest())


def test_entry_points_that_cannot_be_read_are_in_nobodys_way(
    install: Callable[..., Target], tmp_path: Path
) -> None:
    broken = tmp_path / "broken-1.0.dist-info"
    broken.mkdir()
    (broken / "METADATA").write_bytes(b"\xff\xfe")
    (broken / "entry_points.txt").write_bytes(b"\xff\xfe[cosemgen.targets\n=")
    assert registry.select(["python"]) == {"python": registry.BUILT_IN["python"]}
    assert install(FILES.format("return {}")).files(MODEL, Options()) == {}
    with pytest.raises(BuildError, match="no target 'c'; .*entry points of .* be read"):
        registry.select(["c"])


def test_built_in_names_cannot_be_taken(
    install: Callable[..., Target], tmp_path: Path
) -> None:
    install(FILES.format("return {}"))
    points = tmp_path / "cosem_rust-1.0.dist-info" / "entry_points.txt"
    points.write_text(f"[{registry.GROUP}]\njson = evil:T\nrust = rust_cosem:TARGET\n")
    found = registry.references()
    assert found["rust"] == "rust_cosem:TARGET"
    assert found["json"] == registry.BUILT_IN["json"]


def test_each_file_is_a_step() -> None:
    steps: list[tuple[int, int]] = []
    texts = {"a.py": "a=1\n", "b.md": "b\n", "c.md": "c\n"}
    progress = Progress(step=lambda *step: steps.append(step))
    generate(MODEL, {"texts": Texts(texts)}, Options(), Manifest(), progress)
    made, laid_out = [(1, 3), (2, 3), (3, 3)], [(1, 1)]
    assert steps == [*made, *laid_out]
