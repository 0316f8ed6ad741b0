"""Each data type and each meaning, from the text of a spec through every target and back.

Whoever adds one adds nothing here: a place that was forgotten fails by the name of the word.
"""

from __future__ import annotations

import ast
import contextlib
import doctest
import importlib.util
import json
import re
import sys
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final, NamedTuple

import jsonschema
import pytest
from hypothesis import is_hypothesis_test

import cosem
import cosem_runtime
from cosem_runtime import Obis, octets
from cosemgen import model as m
from cosemgen.build.registry import BUILT_IN, load
from cosemgen.compile import compile_text
from cosemgen.diagnostics import render_text
from cosemgen.naming import Names
from cosemgen.target import Files, Options
from cosemgen.targets.docs.samples import Sample, Sampler
from cosemgen.targets.python.packages import PUBLIC
from cosemgen.vocabulary import COMPLEX_TYPES, MEANINGS, OPEN_CHOICES, SIMPLE_TYPES
from tests.scratch import written

COMPLEX: Final = {
    "array": "array of unsigned",
    "structure": "structure",
    "compact-array": "compact-array of long-unsigned",
}
WORDS: Final = (
    *SIMPLE_TYPES,
    *COMPLEX.values(),
    *(f"CHOICE of {which}" for which in OPEN_CHOICES),
    *(f"{base} as {each.name}" for each in MEANINGS.values() for base in each.bases),
    *(
        f"octet-string as {each.name} or empty"
        for each in MEANINGS.values()
        if each.octets is not None
    ),
)
CLASS: Final = 40_000
SPEC: Final = """\
/// Holds one value.
package {package} "Words" {{
  source own "Made for this test"
}}

/// Holds one value.
class {class_id} "Holder" {{
  source own
  version 0 {{
    /// The value.
    attribute 2 held: dynamic {word}
    method 1 give(data: {word}) optional
  }}
}}
"""
every_word = pytest.mark.parametrize("word", WORDS)


class Made(NamedTuple):
    """What a word gives."""

    model: m.Model
    package: str
    files: Mapping[str, Files]
    """By target."""

    def text(self, target: str, path: str) -> str:
        return next(f.text for p, f in self.files[target].items() if str(p) == path)

    @property
    def held(self) -> m.TypeExpression:
        return self.model.classes[0].versions[0].attributes[1].type

    @property
    def sample(self) -> Sample:
        sample = Sampler(self.model, Names(self.model, self.package)).of(self.held)
        if sample is not None:
            return sample
        # The one type that the documentation has no example of.
        assert isinstance(self.held, m.CompactArray)
        return Sample(bytes.fromhex("13 12 02 00 05"), "")


@cache
def made(word: str) -> Made:
    package = f"words_{WORDS.index(word)}"
    class_id = CLASS + WORDS.index(word)
    compilation = compile_text(
        SPEC.format(package=package, class_id=class_id, word=word)
    )
    assert compilation.diagnostics == (), [*map(render_text, compilation.diagnostics)]
    assert compilation.model is not None
    files = {
        name: load(name, reference).files(compilation.model, Options(package))
        for name, reference in BUILT_IN.items()
    }
    return Made(compilation.model, package, files)


@pytest.fixture
def package(word: str, tmp_path: Path) -> Iterator[ModuleType]:
    """The Python package, imported and made known to `cosem`."""
    found = made(word)
    files = found.files["python"]
    written(tmp_path, {str(path): file.text for path, file in files.items()})
    sys.path.insert(0, str(tmp_path))
    try:
        module = importlib.import_module(found.package)
        cosem.register(module)
        yield module
        cosem.unregister(module)
    finally:
        sys.path.remove(str(tmp_path))
        for name in [*sys.modules]:
            if name.partition(".")[0] == found.package:
                del sys.modules[name]


def test_every_common_data_type_is_tried() -> None:
    assert COMPLEX.keys() == COMPLEX_TYPES.keys()


def test_the_vocabulary_has_every_class_of_the_runtime() -> None:
    kinds = [kind for each in MEANINGS.values() for kind in each.bases.values()]
    assert {*octets.__all__} <= {kind.name for kind in kinds}


@pytest.mark.parametrize("meaning", MEANINGS)
def test_classes_of_meanings_are_public(meaning: str) -> None:
    for python in MEANINGS[meaning].bases.values():
        if python.home:
            assert python.name in PUBLIC[python.home]  # of `cosem`
            assert hasattr(cosem_runtime, python.name)


@every_word
def test_values_there_and_back(word: str, package: ModuleType) -> None:
    encoded, shown = made(word).sample
    holder = package.classes.Holder("0.0.128.0.0.255")
    value = holder.decode_attribute("held", encoded)
    assert shown in ("", repr(value))
    assert holder.encode_attribute(2) == encoded
    given = package.classes.Holder(Obis("0.0.128.0.0.255"), held=value)
    assert given.encode_attribute(2) == encoded
    assert package.classes.Holder.method("give").encode_parameter(value) == encoded


@every_word
def test_values_are_of_the_type_that_checkers_are_told(
    word: str, package: ModuleType
) -> None:
    text = made(word).text
    body = ast.parse(text("python", f"{package.__name__}/classes/example.py"))
    stub = ast.parse(text("python", f"{package.__name__}/classes/_example.pyi"))
    (told,) = (
        node.annotation
        for node in ast.walk(body)
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "held"
    )
    returned = [
        ast.unparse(node.returns)
        for node in ast.walk(stub)
        if isinstance(node, ast.FunctionDef)
        and node.returns is not None
        and "'held'" in ast.unparse(node.args)
    ]
    assert returned == [f"AttributeSpec[{ast.unparse(told)}]", ast.unparse(told)]
    home = package.classes.Holder.__module__
    value = package.classes.Holder("0.0.128.0.0.255").decode_attribute(
        2, made(word).sample.octets
    )
    for module in (body, stub):
        assert fits(value, eval(ast.unparse(told), imported(module, home)))


def imported(tree: ast.AST, module: str) -> dict[str, Any]:
    """What a module imports, also for checkers alone."""
    found: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module != "__future__":
            relative = "." * node.level + (node.module or "")
            name = importlib.util.resolve_name(relative, module.rpartition(".")[0])
            if name.rpartition(".")[2].startswith("_"):
                continue  # a stub, which no program imports
            home = importlib.import_module(name)
            for each in node.names:
                # Aliases are for checkers alone: `Octets`, `AnyData`.
                alias = name == "cosem_runtime.values" and "Data" in each.name
                kind = (
                    Any if alias or each.name == "Octets" else getattr(home, each.name)
                )
                found[each.asname or each.name] = kind
    return found


def fits(value: Any, annotation: Any) -> bool:
    """Whether a value is of the type that an annotation names."""
    if typing.get_origin(annotation) in (list, tuple):
        element = typing.get_args(annotation)[0]
        return isinstance(value, typing.get_origin(annotation)) and all(
            fits(each, element) for each in value
        )
    return annotation is Any or isinstance(value, annotation or type(None))


@every_word
def test_descriptions_name_it(word: str, package: ModuleType) -> None:
    described = cosem.describe(package.classes.Holder)
    assert f"2 held: {package.classes.Holder.attribute(2).type} [" in str(described)


@every_word
def test_json_there_and_back(word: str, package: ModuleType) -> None:
    holder = package.classes.Holder("0.0.128.0.0.255")
    holder.decode_attribute(2, made(word).sample.octets)
    document = json.loads(json.dumps(cosem.to_json(holder)))
    back = cosem.from_json(document)
    assert type(back) is type(holder)
    assert back.encode_attribute(2) == made(word).sample.octets
    schema = json.loads(made(word).text("json", "model/schemas/example.json"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    validator.validate(document)
    if isinstance(holder.held, octets.MeaningfulOctets):  # as people write it
        assert document["attributes"]["held"] == str(holder.held) != holder.held.hex()
    wrong = {**document, "attributes": {"held": {"words": []}}}
    assert not validator.is_valid(wrong)
    with pytest.raises(cosem.JsonError):
        cosem.from_json(wrong)


@every_word
def test_documentation_shows_a_value(word: str, package: ModuleType) -> None:
    page = made(word).text("docs", "docs/classes/example.md")
    (example,) = re.findall("```pycon\n(.*?)```", page, re.DOTALL)
    session = doctest.DocTestParser().get_doctest(example, {}, word, None, None)
    assert doctest.DocTestRunner().run(session) == (0, 4)
    if not isinstance(made(word).held, m.CompactArray):
        assert 'decode_attribute("held", ' in example


@every_word
def test_conformance(word: str, package: ModuleType) -> None:
    """The generated tests pass; without pytest, which could not run inside of itself."""
    tests: dict[str, Any] = {}
    exec(made(word).text("conformance", "conformance/test_example.py"), tests)
    ran = 0
    for name, test in tests.items():
        # Its bounds tell as much of a word as random values do, and sooner.
        if name.startswith("test_") and not is_hypothesis_test(test):
            (parameter,) = (
                mark.args for mark in test.pytestmark if mark.name == "parametrize"
            )
            for value in parameter[1]:
                with contextlib.suppress(pytest.skip.Exception):
                    test(**{parameter[0]: value})
                    ran += 1
    assert ran
