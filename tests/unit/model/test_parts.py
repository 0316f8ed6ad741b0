"""The part of a model that files of one class see."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cosemgen.build import registry
from cosemgen.model import Model
from cosemgen.naming import Names
from cosemgen.target import Options
from tests import compiled


def test_files_of_the_same_classes_see_the_same_part() -> None:
    model = compiled.model()
    first, second = sorted(model.classes_by_module)[:2]
    outline, classes, types = model.seen_by(first)
    part = outline.with_classes(classes, types)
    assert outline.with_classes(classes, types) is part
    _of(outline.with_classes(*model.seen_by(second)[1:]), model, second)
    _of(outline.with_classes(classes, types), model, first)


def test_what_is_equal_in_part_is_not_taken_for_it() -> None:
    model = compiled.model()
    stem = next(stem for stem, types in model.class_types_by_module.items() if types)
    outline, classes, types = model.seen_by(stem)
    outline.with_classes(classes, types)
    fewer = outline.with_classes(classes, types[1:])
    assert types[0].id not in fewer.types
    assert outline.with_classes((), types).classes == ()


def test_files_of_classes_see_no_codes() -> None:
    model = compiled.model()
    stem = next(iter(model.classes_by_module))
    outline, *_ = model.seen_by(stem)
    other = replace(model, objects=model.objects[1:], in_use=(), media=model.media[1:])
    assert other.outline != model.outline
    assert other.seen_by(stem)[0] == outline


LENDING = {
    "counter.cosem": """\
/// Counts calls.
class 32768 "Counter" {
  confidence low "one source"

  /// Where it is.
  enumeration place {
    0 here
    1 there
  }

  version 0 {
    /// Where it is.
    attribute 2 place: static place
  }

  version 1 from 0 {
    change enumeration place {
      add 2 elsewhere
    }
  }
}
""",
    "another.cosem": """\
/// Counts otherwise.
class 32769 "Another counter" {
  confidence low "one source"

  version 0 from class 32768 version 1 {}
}
""",
    "third.cosem": """\
/// Counts as that one.
class 32770 "Third counter" {
  confidence low "one source"

  version 0 from class 32769 version 0 {}
}
""",
}


@pytest.mark.parametrize("name", ["conformance", "docs", "json", "python"])
def test_a_version_has_types_of_one_of_another_file(name: str) -> None:
    model = compiled.model_of(LENDING)
    (target,) = registry.load_all(registry.select((name,)), {}).values()
    for file in target.files(model, Options("example")).values():
        assert isinstance(file.text, str)


def test_a_type_of_another_file_is_called_as_it_is_there() -> None:
    model = compiled.model_of(LENDING)
    called = []
    for stem in ("another", "third"):
        outline, classes, types = model.seen_by(stem)
        names = Names(outline.with_classes(classes, types), "example")
        (lent,) = classes[0].versions[0].types
        called.append((names.module(lent)[2], names.type(lent)))
    assert called == [("counter", "Place")] * 2


def _of(part: Model, model: Model, stem: str) -> None:
    assert part.classes == model.classes_by_module[stem]
    assert part.class_types_by_module.get(stem, ()) == model.class_types_by_module.get(
        stem, ()
    )
