"""Black is run once per text, in one place, and changes layout only."""

from __future__ import annotations

import importlib.metadata
import tomllib
from pathlib import Path, PurePosixPath

import pytest

from cosemgen.build import format as module
from cosemgen.build.cache import Cache
from cosemgen.build.errors import BuildError
from cosemgen.build.files import OutputFile
from cosemgen.build.format import BLACK_VERSION, FEW, formatted

ROOT = Path(__file__).parents[3]


def python(*texts: str) -> dict[PurePosixPath, OutputFile]:
    return {
        PurePosixPath(f"m{number}.py"): OutputFile(text, None, "black")
        for number, text in enumerate(texts)
    }


def test_only_files_that_ask_for_it_are_formatted(tmp_path: Path) -> None:
    ugly = "x = {  'a':1 }\n"
    files = {**python(ugly), PurePosixPath("as_is.txt"): OutputFile(ugly)}
    assert list(formatted(files, Cache(tmp_path)).items()) == [
        (PurePosixPath("m0.py"), 'x = {"a": 1}\n'),
        (PurePosixPath("as_is.txt"), ugly),
    ]


def test_workers_give_the_same_as_one_process() -> None:
    texts = [f"x = [ {number} ]\n" for number in range(FEW + 3)]
    together = formatted(python(*texts), Cache(None))
    alone = [formatted(python(text), Cache(None)) for text in texts]
    assert list(together.values()) == [next(iter(one.values())) for one in alone]


def test_black_is_not_run_twice_on_a_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path)
    first = formatted(python("x = ( 1 )\n", "y = [ ]\n"), cache)
    monkeypatch.setattr(module, "_format_all", lambda texts: pytest.fail("black runs"))
    assert formatted(python("x = ( 1 )\n", "y = [ ]\n"), cache) == first


@pytest.mark.parametrize(
    "other", ["x = 1\nimport os\n", "x = 2\n", "x = 1  # more\n", "", "x = -1\n"]
)
def test_the_cache_brings_in_no_other_code(tmp_path: Path, other: str) -> None:
    files = python("x=( 1 )\n")
    ((path, file),) = files.items()
    key = module._key(path, file.text)
    cache = Cache(tmp_path)
    cache.put("format", key, other)
    assert list(formatted(files, cache).values()) == ["x = 1\n"]
    assert cache.get("format", key) == "x = 1\n", "and is put right"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        pytest.param(
            "# print(1)\nx = 1\n", "#\nprint(1)\nx = 1\n", id="comment as code"
        ),
        pytest.param("x = 1  # a\ny = 2\n", "x = 1  # a y = 2\n", id="code as comment"),
        pytest.param("'''A: b # c.'''\n", "'\\''\nA: b # c.'''\n", id="string as code"),
        pytest.param('x = "a \\"b\\" c"\n', 'x = "a " b " c"\n', id="string in pieces"),
        pytest.param(
            'x = "a" + b + "c"\n', 'x = "a\\" + b + \\"c"\n', id="code as string"
        ),
    ],
)
def test_nor_do_comments_and_strings_become_code(
    tmp_path: Path, text: str, other: str
) -> None:
    cache = Cache(tmp_path)
    right = formatted(python(text), Cache(None))
    cache.put("format", module._key(PurePosixPath("m0.py"), text), other)
    assert formatted(python(text), cache) == right


def test_what_black_does_is_no_other_code() -> None:
    text = """def f( a , b ) :
  "It's one."
  return ('a\\'b', "c", [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25])
"""
    (result,) = formatted(python(text), Cache(None)).values()
    assert result != text
    assert module._substance(result) == module._substance(text)


def test_another_version_of_black_is_another_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path)
    formatted(python("x = ( 1 )\n"), cache)
    monkeypatch.setattr(module, "BLACK_VERSION", "0.0.1")
    with pytest.raises(BuildError, match=r"laid out by black 0\.0\.1, found 2"):
        formatted(python("x = ( 1 )\n"), cache)


def test_text_that_is_not_python_is_named() -> None:
    with pytest.raises(BuildError, match=r"m0\.py: generated text is not Python"):
        formatted(python("def f(:\n"), Cache(None))


def test_errors_come_back_from_workers() -> None:
    with pytest.raises(BuildError, match=r"m7\.py: generated text is not Python"):
        formatted(python(*["x = 1\n"] * 7, "def f(:\n", "x = 2\n"), Cache(None))


def test_black_may_not_change_the_meaning() -> None:
    # Black strips what stands behind the lines of a docstring.
    with pytest.raises(
        BuildError, match=r"m0\.py: black would change more than the layout"
    ):
        formatted(python('def f():\n    """One.  \n    Two.\n    """\n'), Cache(None))


def test_the_version_is_pinned_in_one_way_only() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert f"black=={BLACK_VERSION}" in project["optional-dependencies"]["generator"]
    assert importlib.metadata.version("black") == BLACK_VERSION
