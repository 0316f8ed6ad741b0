"""Columns of a profile, and scalers and units for them, as somebody gives them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from cosemgen.words import aside, did_you_mean, listed

from . import console
from .installed import refused
from .members import asked_attribute
from .octets.given import file_text, inputs
from .which import folded

if TYPE_CHECKING:
    from cosem_runtime import Obis
    from cosem_runtime.catalogue import Catalogue
    from cosem_runtime.profile import ProfileReader
    from cosem_runtime.scaling import ScalerUnitBase

    from .reading import Reader

PROFILE: Final = "7"
CAPTURE_OBJECTS: Final = "3"
_HINT: Final = "--columns"
_SCALER_HINT: Final = "--scaler-units"
_PERIODS: Final = ("day", "month")


def profile_reader(
    catalogue: Catalogue,
    columns: str,
    scaler_units: str | None,
    capture_period: str | None,
    reader: Reader,
) -> ProfileReader:
    """A reader of buffers with these columns. Raises click.ClickException.

    `columns` are capture objects, as octets or a file; `reader` opens what they are in.
    """
    facts = profile_facts(catalogue, columns, scaler_units, capture_period, reader)
    with refused():
        return catalogue.profile_reader(**facts)


def profile_facts(
    catalogue: Catalogue,
    columns: str | None,
    scaler_units: str | None,
    capture_period: str | None,
    reader: Reader,
) -> dict[str, Any]:
    """The same as arguments of `Catalogue.profile_reader`. Raises click.ClickException."""
    captured = columns and _capture_objects(catalogue, columns, reader)
    scales = _scaler_units(catalogue, scaler_units) if scaler_units else None
    return {
        "capture_objects": captured or None,
        "scaler_units": scales,
        "capture_period": _period(capture_period),
    }


def _period(text: str | None) -> int | str:
    if text is None or text in _PERIODS:
        return text or 0
    if not text.isdecimal() or len(text) > 10:
        raise click.BadParameter(
            f"a number of seconds, {listed(_PERIODS)} is expected, found {text!r}",
            param_hint="--capture-period",
        )
    return int(text)


def _capture_objects(catalogue: Catalogue, given: str, reader: Reader) -> Any:
    from .contents import Value
    from .reading import Found, Mistake, read_best

    rows = _table(given, _HINT)
    if rows is not None:
        return [_capture_object(catalogue, row, at) for at, row in enumerate(rows, 1)]
    (octets,) = inputs([given], _HINT)
    best, _ = read_best(octets.readings, reader.read)
    found = best.found[0]
    if isinstance(found, Mistake):
        raise click.BadParameter(f"{found.error}", param_hint=_HINT)
    assert isinstance(found, Found)
    (value,) = found.contents
    assert isinstance(value, Value)
    for told in value.deviations:
        if told.severity == "error":  # columns of other rows than these
            raise click.BadParameter(str(told), param_hint=_HINT)
        console.note(f"note: {_HINT}: {told}")
    return value.value


_MEMBERS: Final = {
    "class_id": ("class_id", "class"),
    "logical_name": ("logical_name", "obis", "code"),
    "attribute_index": ("attribute_index", "attribute"),
    "data_index": ("data_index",),
}
"""The members of a capture object, and what people call them."""
_NUMBER: Final = re.compile(r"-?[0-9]{1,5}")
_SCALED: Final = {
    "logical_name": _MEMBERS["logical_name"],
    "scaler": ("scaler",),
    "unit": ("unit",),
}


def _capture_object(
    catalogue: Catalogue, row: Mapping[str, Any], at: int
) -> tuple[Any, ...]:
    found = _named(row, _MEMBERS, ("attribute_index", "data_index"), at, _HINT)
    index = str(found.get("attribute_index") or "2")
    of_class = str(found["class_id"])
    if _NUMBER.fullmatch(of_class) and _NUMBER.fullmatch(index):
        numbers = int(of_class), int(index)  # also of a class that nobody knows
    else:
        asked = asked_attribute(catalogue, of_class, index, None)
        numbers = asked.owner.CLASS_ID, asked.number
    data_index = str(found.get("data_index") or "0")
    if not data_index.isdecimal() or len(data_index) > 5:
        raise click.BadParameter(
            f"row {at}: data_index {data_index!r} is no number", param_hint=_HINT
        )
    code = _code(found, at, _HINT)
    return numbers[0], code, numbers[1], int(data_index)


def _code(found: Mapping[str, Any], at: int, hint: str) -> Obis:
    """The logical name of a row, as people write it: also `1.8.0`."""
    from cosem_runtime import Obis, ObisError

    try:
        return Obis.parse(str(found["logical_name"]))
    except ObisError as error:
        raise click.BadParameter(f"row {at}: {error}", param_hint=hint) from None


def _scaler_units(catalogue: Catalogue, given: str) -> dict[Obis, ScalerUnitBase]:
    from cosem_runtime.errors import quote

    scaler_unit: Any = catalogue.interface_class(3).attribute("scaler_unit").type
    units: Any = dict(scaler_unit.fields)["unit"]
    rows = _table(given, _SCALER_HINT)
    if rows is None:
        raise click.BadParameter(
            f"{given}: JSON or CSV of {listed(_SCALED, 'and')} is expected",
            param_hint=_SCALER_HINT,
        )
    scales = {}
    for at, row in enumerate(rows, 1):
        found = _named(row, _SCALED, ("unit",), at, _SCALER_HINT)
        text = str(found["scaler"])
        scaler = int(text) if _NUMBER.fullmatch(text) else None
        if scaler is None or not -0x80 <= scaler <= 0x7F:
            raise click.BadParameter(
                f"row {at}: scaler {quote(text)} is no whole number -128..127",
                param_hint=_SCALER_HINT,
            )
        unit = _unit(units.kind, str(found.get("unit") or "255"), at)
        scales[_code(found, at, _SCALER_HINT)] = scaler_unit.kind(scaler, unit)
    return scales


def _unit(units: Any, text: str, at: int) -> Any:
    """A unit by number, name or symbol."""
    if _NUMBER.fullmatch(text) and 0 <= int(text) <= 0xFF:
        return units(int(text))
    known = {each.symbol: each for each in units if each.symbol}
    by_name = {folded(each.name): each for each in units}
    found = known.get(text) or by_name.get(folded(text))
    if found is None:
        hint = aside(did_you_mean(text, [*known, *units.__members__]))
        raise click.BadParameter(
            f"row {at}: there is no unit {text!r}{hint}", param_hint=_SCALER_HINT
        )
    return found


def _named(
    row: Mapping[str, Any],
    members: Mapping[str, Iterable[str]],
    may_lack: Iterable[str],
    at: int,
    hint: str,
) -> dict[str, Any]:
    """The members of a row by their names here."""
    by_folded = {folded(str(name)): value for name, value in row.items()}
    found = {}
    for member, names in members.items():
        for name in names:
            if by_folded.get(folded(name)) not in (None, ""):
                found[member] = by_folded[folded(name)]
                break
        else:
            if member not in may_lack:
                raise click.BadParameter(
                    f"row {at}: no {listed(names)} in it; "
                    f"it has {listed(map(str, row), 'and') or 'nothing'}",
                    param_hint=hint,
                )
    return found


def _table(given: str, hint: str) -> list[Mapping[str, Any]] | None:
    """The rows of a file of JSON or CSV; None for anything else."""
    text = file_text(given)
    if text is None:
        return None
    if text.lstrip()[:1] in ("[", "{") and (rows := _json_rows(text, given, hint)):
        return rows
    first = next(iter(text.splitlines()), "")
    for mark in ",;\t":
        head = [folded(each) for each in first.split(mark)]
        if len(head) > 1 and {"logicalname", "obis", "code"} & set(head):
            lines = csv.DictReader(io.StringIO(text), delimiter=mark)
            try:
                return [
                    {str(k): v for k, v in row.items() if isinstance(v, str)}
                    for row in lines
                ]
            except csv.Error as error:
                raise click.BadParameter(
                    f"{given}: no CSV: {error}", param_hint=hint
                ) from None
    return None


def _json_rows(text: str, given: str, hint: str) -> list[Mapping[str, Any]] | None:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        if text.lstrip()[:2] in ("[{", '{"') or text.lstrip().startswith("[\n"):
            raise click.BadParameter(
                f"{given}: no JSON: {error}", param_hint=hint
            ) from None
        return None
    if isinstance(document, dict):  # of scalers and units, by logical name
        return [
            {"logical_name": name, **_scale(value)} for name, value in document.items()
        ]
    if all(isinstance(each, dict) for each in document):
        return list(document)
    if all(isinstance(each, list) for each in document):
        return [dict(zip(_MEMBERS, each, strict=False)) for each in document]
    return None


def _scale(value: Any) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    pair = value if isinstance(value, list) else [value]
    return dict(zip(("scaler", "unit"), pair, strict=False))
