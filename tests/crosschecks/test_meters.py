"""(class_id, logical name) of meters in public repositories, held against the OBIS tables.

Of the object lists of the repositories below, all that the tables could not explain at
one time, and what they still do not.
"""

from __future__ import annotations

import pytest

import cosem

from .listed import code_complaints

AMI = "Gurux/Gurux.DLMS.AMI4"
SPODES = "youserj/DlmsSPODES-project"
OSGP = "OSGP/open-smart-grid-platform"
STOEN = "UtilitechAS/amsreader-firmware, doc/Poland/Stoen"
GBCS = "HenryGiraldo/gbcs-parser-js"

# Repository and meter, class, codes
EXPLAINED = [
    # Thresholds are registers; Register monitors may carry the same names
    # (Blue Book Ed. 13, 6.3.9 and 6.3.10).
    (f"{SPODES}: KPZ", 3, "1.0.12.31.0.255 1.0.12.35.0.255 1.0.12.39.0.255"),
    (f"{AMI}: Landis+Gyr E350", 3, "1.0.12.31.1.255 1.0.12.35.1.255 1.0.13.39.0.255"),
    (f"{AMI}: MetCom MCS301", 3, "1.0.12.31.2.255 1.0.12.35.3.255 1.0.14.35.0.255"),
    (f"{OSGP}: SMR 5.2", 3, "1.0.11.35.124.255"),
    (GBCS, 1, "1.0.32.31.0.4 1.0.52.35.0.4"),
    # So may those of demands.
    (
        f"{AMI}: Landis+Gyr E570",
        21,
        "1.0.16.4.0.255 1.0.31.4.0.255 1.0.51.4.0.255 1.0.71.4.0.255",
    ),
    # Constants of pulse inputs (Blue Book Ed. 13, 6.3.4).
    (f"{AMI}: MetCom MCS301", 1, "1.2.0.7.0.255 1.3.0.7.0.255"),
    # Sags, and the second threshold of a meter, which a class of dips has too.
    (f"{OSGP}: DSMR 4.2.2", 1, "1.0.32.32.0.255 1.0.52.32.0.255 1.0.72.32.0.255"),
    (GBCS, 3, "1.0.32.32.0.4"),
    (STOEN, 1, "1.0.12.32.2.255"),
    # What is left to manufacturers may be of any class.
    (STOEN, 9, "0.0.96.50.25.255 0.0.96.57.128.255"),
    (STOEN, 10000, "0.0.96.57.70.255"),
]

# Repository and meter, class, codes, what is the meter's own
SLIPS = [
    (
        f"{AMI}: MetCom MCS301",
        18,
        "0.1.44.0.0.255",
        "B is 0 for Image transfer, and E numbers them (Blue Book Ed. 13, 6.2.35)",
    ),
    (
        f"{AMI}: EDMI Mk7MI",
        1,
        "0.0.96.5.96.255 0.0.96.5.97.255",
        "status words have E up to 4 (6.2.47)",
    ),
    (
        f"{AMI}: Meter Italia EG4 EVO",
        1,
        "0.0.1.1.0.101 0.0.96.10.2.101 7.0.0.1.0.101 7.0.96.5.1.101 7.1.96.5.1.101"
        " 7.2.96.5.1.101",
        "ends of billing periods as the list of Italy has them, UNI/TS 11291",
    ),
    (
        f"{AMI}: Meter Italia EG4 EVO",
        3,
        "7.0.13.2.0.101",
        "an end of a billing period as the list of Italy has it, UNI/TS 11291",
    ),
    (
        f"{AMI}: Meter Italia EG4 EVO",
        1,
        "0.1.25.2.0.255",
        "MAC address setup as Data",
    ),
    (STOEN, 1, "0.0.96.10.12.255", "status registers have E up to 10 (6.2.52)"),
    (
        STOEN,
        1,
        "1.3.0.2.9.255",
        "no entry of the programs has E = 9 (7.5.5.1)",
    ),
    (
        STOEN,
        3,
        "1.0.12.25.124.255 1.0.32.25.124.255",
        "E = 124 is a distortion, and numbers rates behind D = 25",
    ),
    (STOEN, 4, "1.0.12.26.124.255", "the same behind D = 26"),
    (STOEN, 1, "0.63.25.10.0.255 0.64.25.10.0.255", "NTP setup as Data"),
    (
        GBCS,
        21,
        "0.0.16.1.11.255 0.0.16.1.12.255 0.0.16.1.13.255 0.0.16.1.14.255"
        " 0.0.16.1.15.255 0.0.16.1.16.255 0.0.16.1.17.255 0.0.16.1.18.255",
        "alarm monitors have E up to 9 (6.2.13)",
    ),
    (
        GBCS,
        9000,
        "0.0.63.1.1.255 0.0.96.13.0.255 0.0.96.13.1.255",
        "a class of its own, where the standard has Data or nothing",
    ),
]


@pytest.mark.parametrize(("meter", "class_id", "codes"), EXPLAINED)
def test_what_meters_have_is_allowed(meter: str, class_id: int, codes: str) -> None:
    for code in codes.split():
        assert not [*code_complaints(cosem.Obis(code), class_id)], meter
        found = cosem.describe(code)
        assert not found.classes or class_id in dict(found.classes), meter
        if class_id != 21:
            assert not found.name.startswith("Register monitor"), meter


@pytest.mark.parametrize(("meter", "class_id", "codes", "reason"), SLIPS)
def test_what_is_a_slip_of_the_meter_still_is(
    meter: str, class_id: int, codes: str, reason: str
) -> None:
    """Who mends one of these by a fact of the standard takes it off the list."""
    for code in codes.split():
        assert [*code_complaints(cosem.Obis(code), class_id)], (meter, reason)
