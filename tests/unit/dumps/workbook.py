"""Workbooks as spreadsheets write them: zips of XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

Rows = Sequence[Sequence[str | int | None]]


def workbook(sheets: Mapping[str, Rows], **parts: str) -> bytes:
    """A workbook of these sheets; `parts` take the place of parts of it, by their names."""
    texts: list[str] = []
    found = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": "<workbook xmlns:r='r'><sheets>"
        + "".join(
            f'<sheet name="{escape(name)}" sheetId="{at}" r:id="rId{at}"/>'
            for at, name in enumerate(sheets, 1)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        + "".join(
            f'<Relationship Id="rId{at}" Target="worksheets/sheet{at}.xml"/>'
            for at in range(1, len(sheets) + 1)
        )
        + "</Relationships>",
        **{
            f"xl/worksheets/sheet{at}.xml": _sheet(rows, texts)
            for at, rows in enumerate(sheets.values(), 1)
        },
    }
    found["xl/sharedStrings.xml"] = "<sst>" + "".join(texts) + "</sst>"
    found.update(
        {name.replace("__", "/") + ".xml": text for name, text in parts.items()}
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in found.items():
            archive.writestr(name, text)
    return file.getvalue()


def _sheet(rows: Rows, texts: list[str]) -> str:
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for at, cell in enumerate(row):
            place = f"{chr(ord('A') + at)}{number}"
            if isinstance(cell, int):
                cells.append(f'<c r="{place}"><v>{cell}</v></c>')
            elif cell is not None and at == 0:
                inside = f"<is><t>{escape(cell)}</t></is>"
                cells.append(f'<c r="{place}" t="inlineStr">{inside}</c>')
            elif cell is not None:
                # In pieces, and with how it is read aloud, which is not part of it.
                half = len(cell) // 2
                first, second = escape(cell[:half]), escape(cell[half:])
                aloud = "<rPh><t>aloud</t></rPh>"
                texts.append(
                    f"<si><r><t>{first}</t></r><r><t>{second}</t></r>{aloud}</si>"
                )
                cells.append(f'<c r="{place}" t="s"><v>{len(texts) - 1}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return f"<worksheet><sheetData>{''.join(lines)}</sheetData></worksheet>"
