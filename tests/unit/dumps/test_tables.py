"""Tables of utilities: headings in several spellings, rights for each client, cells at fault."""

from __future__ import annotations

import codecs

import pytest

from cosem_conformance.dumps import DumpError

from .shown import read, shown
from .vectors import TABLE
from .workbook import workbook

ENERGY = {
    "of": "3 1-0:1.8.0*255",
    "version": 0,
    "attributes": {1: "read", 2: "read", 3: "read, write"},
    "values": {1: None, 2: None, 3: None},
}


@pytest.mark.parametrize("between", [";", ",", "\t", "|"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table(between: str, coding: str) -> None:
    if coding == "utf-16":
        octets = codecs.BOM_UTF16_LE + TABLE.encode("utf-16-le")
    else:
        octets = TABLE.replace(";", between).encode(coding)
    if coding == "utf-16" and between != ";":
        return
    (association,) = read(octets, form="csv")
    energy, clock = association.objects
    assert shown(energy) == ENERGY
    assert energy.values[1].type == "double-long-unsigned"
    assert energy.values[1].extra == {"name": "value", "Remark": "billed"}
    assert shown(clock)["attributes"] == {2: "read, write, authenticated request"}


@pytest.mark.parametrize(
    "heading",
    [
        "OBIS,Class,Attr",
        "obis_code,IC,Attribute ID",
        "Logical Name,class_id,attribute index",
        "OBIS-Kennzahl,Klasse,Attribut",
        "LN,Interface class,Att.",
    ],
)
def test_headings_in_several_spellings(heading: str) -> None:
    (association,) = read(f"{heading}\n1.0.1.8.0.255,3,2\n")
    assert shown(association.objects[0]) == {
        "of": "3 1-0:1.8.0*255",
        "attributes": {2: "not known"},
    }


def test_a_column_of_rights_for_each_client() -> None:
    table = "OBIS,Class,Attribute,Public,Reading client,Remark\n1.0.1.8.0.255,3,2,-,R,some\n"
    public, reading = read(table)
    assert (public.name, reading.name) == ("Public", "Reading client")
    assert shown(public.objects[0])["attributes"] == {2: "no access"}
    assert shown(reading.objects[0])["attributes"] == {2: "read"}
    assert reading.objects[0].values[0].extra == {"Remark": "some"}


def test_octets_selectors_methods_and_short_names() -> None:
    table = (
        "OBIS,Class,Version,Short name,Attribute,Method,Raw hex,Selectors,Access\n"
        '1.0.99.1.0.255,7,1,0x03E8,2,,0100,"1, 2",R\n'
        ",,,,,1,,,A\n"
    )
    (association,) = read(table)
    assert shown(association.objects[0]) == {
        "of": "7 1-0:99.1.0*255 at 0x03E8",
        "version": 1,
        "attributes": {2: "read"},
        "methods": {1: "call"},
        "selectors": {2: (1, 2)},
        "values": {2: "0100"},
    }


def test_a_mapping_says_what_columns_are() -> None:
    table = "Kode,Klasse,Nr,Kunde\n1.0.1.8.0.255,3,2,R\n"
    columns = {"kode": "logical_name", "Nr": "attribute", "Kunde": "access:Kunde"}
    with pytest.raises(DumpError, match="in no form that is known"):
        read(table)
    (association,) = read(table, form="csv", columns=columns)
    assert association.name == "Kunde"
    with pytest.raises(DumpError, match="one of logical_name, .*found 'logical'"):
        read(table, form="csv", columns={"Kode": "logical"})


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1-0:1.8;3;0;2;v;t;R;", ""),
        (
            "energy;3;0;2;v;t;R;",
            "3: logical_name: expected an OBIS code, found 'energy'",
        ),
        (
            "1-0:1.8.0;three;0;2;v;t;R;",
            "3: class_id: expected a number 0..65535, found 'three'",
        ),
        ("1-0:1.8.0;;0;2;v;t;R;", "3: class_id: expected a class id, found ''"),
        (
            "1-0:1.8.0;3;300;2;v;t;R;",
            "3: version: expected a number 0..255, found '300'",
        ),
        (
            "1-0:1.8.0;3;0;2.5;v;t;R;",
            "3: attribute: expected a number -128..127, found '2.5'",
        ),
        (
            "1-0:1.8.0;3;0;2-4;v;t;R;",
            "3: attribute: expected a number -128..127, found '2-4'",
        ),
        (
            "1-0:1.8.0;3;0;2;v;t;some;",
            "3: access: expected an access right as R, RW or -",
        ),
    ],
)
def test_a_cell_at_fault_is_told(row: str, message: str) -> None:
    table = "\n".join([*TABLE.splitlines()[:2], row])
    if not message:
        read(table)
        return
    with pytest.raises(DumpError) as caught:
        read(table)
    assert message in str(caught.value)


def test_a_workbook() -> None:
    rows = [[None, "a title"], *([*line.split(";")] for line in TABLE.splitlines()[1:])]
    book = workbook({"Cover": [["About this"]], "Objects": rows})
    (association,) = read(book)
    energy, clock = association.objects
    assert shown(energy) == ENERGY
    assert energy.values[1].extra == {"name": "value", "Remark": "billed"}
    assert str(clock.name) == "8 0-0:1.0.0*255"


def test_numbers_of_a_workbook_and_its_sheets() -> None:
    head = ["OBIS", "Class", "Attribute"]
    book = workbook(
        {"one": [head, ["1.0.1.8.0.255", 3, 2]], "two": [head, ["0.0.1.0.0.255", 8, 2]]}
    )
    assert read(book)[0].objects[0].class_id == 3
    assert read(book, sheet="two")[0].objects[0].class_id == 8
    with pytest.raises(
        DumpError, match="the sheet: expected one of one, two, found 'three'"
    ):
        read(book, sheet="three")


def test_a_workbook_without_a_table() -> None:
    with pytest.raises(
        DumpError, match="Cover: expected a row of headings .*a mapping says"
    ):
        read(workbook({"Cover": [["About this"]]}))
