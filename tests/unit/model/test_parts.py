"""The part of a model that files of one class see."""

from __future__ import annotations

from dataclasses import replace

from cosemgen.model import Model
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


def _of(part: Model, model: Model, stem: str) -> None:
    assert part.classes == model.classes_by_module[stem]
    assert part.class_types_by_module.get(stem, ()) == model.class_types_by_module.get(
        stem, ()
    )
