"""Public meters, where the folder that holds them is at hand: what is found of each, and whose fault it is.

Looked at once, finding by finding: `meter` is what the meter says of itself, `source` what the document or
tool made of it that the dump is from. None is ours: who adds a check that finds more looks at it first.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest

import cosem
from cosem_conformance.judge import ERROR, FAILED, NOTE, WARNING, as_json

FOLDER: Final = "COSEM_DUMPS"
"""Environment variable that names the folder."""
FILES: Final = sorted(Path(os.environ.get(FOLDER) or os.devnull).glob("*.json"))

_METER: Final = "meter"
_SOURCE: Final = "source"

_UNITS: Final = (
    _METER,
    "maximum demands in var-hours and watt-hours, ampere-squared hours in pulses",
)
_TIME_OUT: Final = (
    _METER,
    "an inactivity time-out of 0, which the standard has no place for",
)
_SIGNATURE: Final = (_METER, "a checksum of 32 bits as signature of the firmware")
_COLUMNS: Final = (_METER, "columns of objects that the client does not see")
_OTHER_METHODS: Final = (_METER, "methods of Association SN that other versions have")
_WRITABLE: Final = (_METER, "rights to write whatever an object has")
_THRESHOLD: Final = (_METER, "a threshold of the power factor in VA")
_SETUP: Final = (
    _METER,
    "associations whose security setup is the logical name of the clock",
)
_NUMBERED: Final = (_SOURCE, "some of several instances, which it has in use")
_PARTIAL: Final = (_SOURCE, "a list of some objects of a device")

REVIEWED: Final[dict[str, dict[tuple[str, str], tuple[str, str]]]] = {
    "101_09054d324d5f31_1_3_9": {
        ("TY-05", WARNING): _TIME_OUT,
        ("AR-03", WARNING): (
            _SOURCE,
            "rights that are all there are to each attribute",
        ),
        ("XR-01", WARNING): _COLUMNS,
        ("XR-03", ERROR): _SETUP,
        ("OB-03", ERROR): _UNITS,
    },
    "KPZ_09054d324d5f33_1_4_10": {
        ("TY-05", WARNING): _TIME_OUT,
        ("XR-01", WARNING): _COLUMNS,
        ("XR-03", ERROR): _SETUP,
        ("OB-03", ERROR): _UNITS,
    },
    "KPZ_09054d324d5f33_1_4_22": {
        ("TY-05", WARNING): _TIME_OUT,
        ("XR-01", WARNING): _COLUMNS,
        ("OB-03", ERROR): _UNITS,
    },
    "KPZ_09054d324d5f33_1_5_7": {
        ("TY-05", WARNING): _TIME_OUT,
        ("TY-10", ERROR): _SIGNATURE,
        ("CL-09", ERROR): (
            _METER,
            "a season of a week DEFAULT, and a week without name",
        ),
        ("XR-01", WARNING): _COLUMNS,
        ("OB-03", ERROR): _UNITS,
    },
    "KPZ_09054d324d5f33_1_6_2": {
        ("TY-05", WARNING): _TIME_OUT,
        ("TY-10", ERROR): _SIGNATURE,
        ("XR-01", WARNING): _COLUMNS,
        ("XR-02", ERROR): (_METER, "days that run scripts 2 to 4 of a table with one"),
        ("OB-03", ERROR): _UNITS,
    },
    "Kamstrup_382Jx3_low": {},
    "Landis_Gyr_E350_WRAPPER_Management": {
        ("OL-06", WARNING): _OTHER_METHODS,
        ("AR-03", WARNING): _WRITABLE,
        ("OB-03", WARNING): _THRESHOLD,
    },
    "Landis_Gyr_E570_WRAPPER_Low": {
        ("OL-06", WARNING): _OTHER_METHODS,
        ("AR-03", WARNING): _WRITABLE,
        ("OB-03", WARNING): _THRESHOLD,
    },
    "Landis_Gyr_E650_ZMD310AT41_0007_S3_DataCollection": {},
    "Landis_Gyr_E650_ZMD405CT41_0437_S4_DataCollection": {},
    "Larsen_Toubro_Regor_WRAPPER_MR": {("XR-01", WARNING): _COLUMNS},
    "MetCom_MCS301_LLS_Management": {
        ("OL-03", WARNING): (_METER, "a script table and a schedule of one name"),
        ("AR-03", WARNING): (_METER, "the status of Auto answer can be written"),
        ("OB-02", WARNING): (_METER, "an Image transfer with B = 1"),
    },
    "MetCom_MCS301_Public": {},
    "dlmsprofile-dsmr422": {("DV-01", WARNING): _PARTIAL},
    "dlmsprofile-smr500": {("DV-01", WARNING): _PARTIAL},
    "dlmsprofile-smr52": {("OB-04", NOTE): _NUMBERED, ("DV-01", WARNING): _PARTIAL},
    "gbcs_great_britain": {
        ("ID-05", ERROR): (_SOURCE, "objects of several devices in one list"),
        ("OB-04", NOTE): _NUMBERED,
        ("OB-02", WARNING): (_SOURCE, "codes of its own among those of the standard"),
        ("DV-01", WARNING): _PARTIAL,
    },
    "stoen_poland_object_model": {
        ("OL-03", ERROR): (_SOURCE, "objects that its tables have twice"),
        ("OL-05", ERROR): (_SOURCE, "an attribute 9 of Association LN version 0"),
        ("OL-06", ERROR): (
            _SOURCE,
            "methods of classes that have none of these numbers",
        ),
        ("AR-02", ERROR): (_SOURCE, "rights to logical names that no meter has"),
        ("OB-01", ERROR): (
            _SOURCE,
            "NTP setup as Data, and others of SLIPS in the crosschecks",
        ),
        ("OB-02", WARNING): (_SOURCE, "codes that no table has, of SLIPS too"),
    },
    "whatwatt_landis_gyr_switzerland": {
        ("OB-04", NOTE): _NUMBERED,
        ("DV-01", WARNING): _PARTIAL,
    },
}


@pytest.mark.skipif(not FILES, reason=f"{FOLDER} names no folder with dumps")
@pytest.mark.parametrize("path", FILES or [Path()], ids=lambda path: path.stem)
def test_what_is_found_was_looked_at(path: Path) -> None:
    reviewed = REVIEWED.get(path.stem)
    if reviewed is None:
        pytest.skip(f"nobody has looked at {path.stem}")
    judgement = cosem.judge(path)
    found = {
        (each.check, each.severity)
        for each in judgement.findings
        if each.verdict == FAILED
    }
    assert found == reviewed.keys()
    assert as_json(judgement)["judged_by"]
