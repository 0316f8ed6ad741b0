"""Files made to harm: an error, soon and in little memory, whatever the form."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
import zipfile

import pytest

from cosem_conformance.dumps import DumpError, load, read_dump
from cosem_conformance.dumps.readers import csvtable, jsontext, markup, xlsx

from .shown import read
from .workbook import workbook

LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
"""
OUTSIDE = '<!DOCTYPE a SYSTEM "http://192.0.2.1/none.dtd">\n'
STARTS = {
    "gxc": "<ArrayOfGXDLMSDevice><GXDLMSDevice><Name>&b;</Name>",
    "gurux-objects": "<Objects><GXDLMSData><LN>&b;</LN>",
    "translator": "<GetRequest><GetRequestNormal>&b;",
}


@pytest.mark.parametrize("form", STARTS)
@pytest.mark.parametrize("before", [LAUGHS, OUTSIDE])
def test_no_document_type_and_so_no_entity(form: str, before: str) -> None:
    with pytest.raises(
        DumpError, match="XML without a document type, found <!DOCTYPE a|XML"
    ):
        read(before + STARTS[form])
    with pytest.raises(DumpError, match="expected XML, found undefined entity"):
        read(STARTS[form])


def test_nor_in_a_workbook() -> None:
    head = ["OBIS", "Class", "Attribute"]
    book = workbook(
        {"one": [head]}, xl__sharedStrings=LAUGHS + "<sst><si><t>&b;</t></si></sst>"
    )
    with pytest.raises(DumpError) as caught:
        read(book)
    assert "xl/sharedStrings.xml" in str(caught.value)
    assert "XML without a document type" in str(caught.value)


@pytest.mark.parametrize("form", STARTS)
def test_no_nesting_without_end(form: str) -> None:
    start = STARTS[form].replace("&b;", "")
    with pytest.raises(DumpError, match="at most 64 levels of elements"):
        read(start + "<a>" * 100)


def test_no_object_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    start = "<GXDLMSDevice><Objects2><GXDLMSObject>"
    monkeypatch.setattr(markup, "ELEMENTS", 100)
    with pytest.raises(DumpError, match="at most 100 elements at once"):
        read(start + "<a/>" * 200)
    monkeypatch.setattr(markup, "TEXT", 1000)
    for text in ("x" * 2000, f"<a b='{'x' * 2000}'/>"):
        with pytest.raises(DumpError, match="at most 1000 characters at once"):
            read(start + text)


def test_many_objects_take_the_memory_of_one() -> None:
    one = (
        '<GXDLMSObject xmlns:x="x" x:type="GXDLMSRegister"><LogicalName>1.0.1.8.0.255'
        "</LogicalName>" + f"<a>{'x' * 2000}</a>" * 10 + "</GXDLMSObject>"
    )
    many = 300
    text = f"<A><GXDLMSDevice><Objects2>{one * many}</Objects2></GXDLMSDevice></A>"
    packed = gzip.compress(text.encode())
    tracemalloc.start()
    try:
        found = sum(1 for _ in read_dump(io.BytesIO(packed)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == 2 + 2 * many + 1
    assert peak < len(text) / 2


def test_no_more_is_unpacked_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = gzip.compress(b'{"source":{},"rows":[{"logical_name":"' + bytes(10_000))
    monkeypatch.setattr(jsontext, "LIMIT", 5_000)
    with pytest.raises(DumpError, match="expected at most 5000 octets, found more"):
        read(rows)
    monkeypatch.setattr(csvtable, "LIMIT", 5_000)
    table = gzip.compress(b"OBIS,Class,Attribute\n" + b"x,y\n" * 10_000)
    with pytest.raises(DumpError, match="expected at most 5000 octets, found more"):
        read(table)


def test_no_zip_that_grows_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a>" + bytes(2_000_000))
    monkeypatch.setattr(xlsx, "LIMIT", 1_000_000)
    with pytest.raises(DumpError, match="expected at most 1000000 octets unpacked"):
        read(file.getvalue())


def test_a_zip_that_lies_of_its_size_gives_no_more() -> None:
    book = bytearray(workbook({"one": [["OBIS", "Class", "Attribute"]]}))
    # The sizes of each part, in the directory at the end, become 4.
    at = book.find(b"PK\x01\x02")
    while at >= 0:
        book[at + 24 : at + 28] = (4).to_bytes(4, "little")
        at = book.find(b"PK\x01\x02", at + 4)
    with pytest.raises(DumpError):
        read(bytes(book))


def test_no_json_without_end() -> None:
    start = b'{"source":{"meter":{}},"rows":[{"logical_name":'
    for deep in (b"[" * 100_000, b'{"a":' * 100_000):
        with pytest.raises(DumpError, match="one nested without end|Expecting"):
            read(start + deep)
    for number in (b"1" * 10_000, b"1e400", b"NaN"):
        with pytest.raises(DumpError):
            read(start + number + b"}]}")
    with pytest.raises(DumpError, match="at most 12 levels of JSON"):
        read(start + b"[" * 20 + b"]" * 20 + b"}]}")


def test_a_number_of_many_digits_is_cut() -> None:
    row = {"class_id": "9" * 5000, "logical_name": "1.0.1.8.0.255", "attribute": 2}
    with pytest.raises(DumpError) as caught:
        read(json.dumps({"source": {"meter": {}}, "rows": [row]}))
    assert len(str(caught.value)) < 300


def test_a_log_that_claims_much_has_little(monkeypatch: pytest.MonkeyPatch) -> None:
    many = "C0 03 C1 84 FF FF FF FF 00 03 01 00 01 08 00 FF 02 00"
    dump = load(io.BytesIO(f"{many}\n".encode()))
    assert dump.extra == {"passed_over": {"APDUs that cannot be read": 1}}
    deep = "C4 01 C1 00" + " 01 01" * 500
    ask = "C0 01 C1 00 03 01 00 01 08 00 FF 02 00"
    (association,) = read(f"{ask}\n{deep}\n")
    # It is kept as it came: whoever decodes it finds what is wrong.
    assert len(association.objects[0].values[0].octets or b"") == 1000
    with pytest.raises(DumpError, match="lines of at most"):
        read(f"{ask}\n" + "00 " * 400_000)


@pytest.mark.parametrize(
    "octets", [b"", b"\n", b"\0" * 100, b"<a/>", b"{}", b"PK\x03\x04xl/"]
)
def test_what_is_nothing_is_refused(octets: bytes) -> None:
    with pytest.raises(DumpError):
        read(octets)


def test_errors_say_which_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "odd.bin"
    path.write_bytes(b"nothing that anybody knows")
    with pytest.raises(DumpError, match=r"odd\.bin: it is in no form that is known"):
        load(path)
    with pytest.raises(DumpError, match="no form 'gxd'; did you mean \"gxc\"?"):
        load(path, form="gxd")
