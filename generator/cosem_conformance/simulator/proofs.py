"""For each check a fault that it finds: planted in a simulated meter, and not there without it."""

from __future__ import annotations

from typing import Final, NamedTuple

from cosem_runtime import Obis
from cosem_runtime.companion import (
    CompanionProfile,
    ProfileClient,
    ProfileMember,
    ProfileObject,
    ProfileType,
)

__all__ = ["PROFILE", "PROOFS", "Proof"]


class Proof(NamedTuple):
    """A check, a fault, and what is found: how gravely, and where, as `3.2`, in the object or all over.

    `beside` is what else is planted, in the clean meter too. Checks of companion profiles are of
    a meter of `PROFILE`, others of one of the package.
    """

    check: str
    fault: str
    severity: str
    where: str
    beside: tuple[str, ...] = ()


PROFILE: Final = CompanionProfile(
    "proven",
    "A profile to try",
    (
        ProfileObject(
            ("1.0.1.8.0.255",),
            "Active energy import",
            ((3, 0),),
            attributes=(
                ProfileMember(
                    2,
                    "value",
                    types=(ProfileType("double-long-unsigned", 6, 0, 999_999),),
                    rights=(("public", "R"),),
                ),
            ),
            units=("watt_hour",),
        ),
        ProfileObject(
            ("1.0.99.1.0.255",),
            "Load profile",
            ((7, 1),),
            attributes=(ProfileMember(4, "capture_period", values=(900,)),),
        ),
        ProfileObject(("0.0.42.0.0.255",), "Logical device name", ((1, 0),)),
        ProfileObject(("0.0.40.0.0.255",), "Association", ((15, 1),)),
    ),
    clients=(ProfileClient("public", 16),),
)
"""What the checks of companion profiles are tried with."""

_REGISTER: Final = bytes(Obis("1.0.1.8.0.255")).hex()
_OTHER: Final = bytes(Obis("1.0.2.8.0.255")).hex()
_ENTRY: Final = "12 0001 0905 07E80B0F05 1101"
_SCRIPTS: Final = "0906 00000A0000FF"
_ACTION: Final = f"0202 {_SCRIPTS} 120001"
_WEEK: Final = "02 08 0901 57" + "1101" * 7
_SEASON: Final = "090C FFFF0101FFFFFFFFFF8000FF"
_LATER: Final = "0202 090C 07E9020106091E0000FFC400 0600000001"
_EARLIER: Final = "0202 090C 07E802010409000000FFC400 0600000002"

PROOFS: Final = (
    Proof("OL-01", "extra-octets:15.2", "error", "15.2"),
    Proof("OL-02", "wrong-member:15.2", "warning", "15.2"),
    Proof("OL-03", "duplicate:3", "error", ""),
    Proof("OL-04", "unlisted:15", "error", "15.2"),
    Proof("OL-05", "access:3.4=1", "error", "3.4"),
    Proof("OL-05", "missing-attribute:3.2", "error", "3"),
    Proof("OL-06", "method-access:3.2=1", "error", "3.2"),
    Proof("OL-07", "selector:7.2=9", "error", "7.2"),
    Proof("OL-08", "any-selector:15.2", "error", "15.2"),
    Proof("ID-01", "wrong-class:3=2", "error", "2"),
    Proof("ID-02", "wrong-version:3=9", "error", "3"),
    Proof("ID-03", "wrong-name:3=1.0.2.8.0.255", "error", "3.1"),
    Proof("ID-04", "value:40.7=12 0000", "warning", "40.7"),
    Proof("ID-05", "wrong-class:3=17", "warning", ""),
    Proof("ID-06", "wrong-version:64#1=0", "error", ""),
    Proof("AT-01", "undefined:3.2", "error", "3.2"),
    Proof("AT-01", "refused:3.2", "error", "3.2"),
    Proof("AT-02", "open:3.2", "error", "3.2"),
    Proof("AT-03", "broken:3.2", "error", "3.2"),
    Proof("AT-03", "silent:3.2", "error", "3.2"),
    Proof("AT-04", "value:3.4=00", "error", "3.4"),
    Proof("AT-05", "any-class:3", "error", "3"),
    Proof("AT-06", "wrong-type:3.0", "error", "3.0"),
    Proof("AT-07", "other-in-list:1.2", "error", "1.2"),
    Proof("AT-08", "other-in-blocks:15.2", "error", "15.2"),
    Proof("TY-01", "wrong-type:3.3", "error", "3.3"),
    Proof("TY-02", "cut-short:3.2", "error", "3.2"),
    Proof("TY-03", "value:3.2=0101 0600000001", "warning", "3.2"),
    Proof("TY-04", "wrong-enum:70.4", "error", "70.4"),
    Proof("TY-05", "out-of-range:8.7", "warning", "8.7"),
    Proof("TY-06", "wrong-size:64.5", "warning", "64.5"),
    Proof("TY-07", "wrong-size:112.7", "error", "112.7"),
    Proof("TY-08", "wrong-time:8.2", "error", "8.2"),
    Proof("TY-09", "long-length:3.3", "note", "3.3"),
    Proof("TY-10", "value:1.2=0600000001", "error", "1.2"),
    Proof("AR-01", "access:3.3=7", "error", "3.3"),
    Proof("AR-02", "access:3.1=3", "error", "3.1"),
    Proof("AR-03", "access:8.4=3", "warning", "8.4"),
    Proof("AR-04", "access:15.7=3", "error", "15.7"),
    Proof("AR-05", "write-open:3.2", "error", "3.2"),
    Proof("CL-01", "value:7.2=0101 0201 0600000000", "error", "7.2"),
    Proof(
        "CL-02",
        f"value:7.6=0204 120003 0906{_OTHER} 0F02 120000",
        "error",
        "7.6",
        ("value:7.5=1603", f"value:7.6=0204 120003 0906{_REGISTER} 0F02 120000"),
    ),
    Proof("CL-03", "value:7.7=0600000063", "error", "7.7"),
    Proof("CL-04", "any-selector:7.2", "error", "7.2"),
    Proof("CL-05", "any-selector:7.2", "error", "7.2"),
    Proof("CL-06", f"value:7.2=0102 {_LATER} {_EARLIER}", "warning", "7.2"),
    Proof("CL-07", "value:3.3=0202 0FE2 161E", "warning", "3.3"),
    Proof("CL-08", "value:8.3=100078", "warning", "8.2"),
    Proof(
        "CL-09",
        f"value:20.3=0101 0203 090153 {_SEASON} 090158",
        "error",
        "20.3",
        (
            f"value:20.3=0101 0203 090153 {_SEASON} 090157",
            f"value:20.4=0101 {_WEEK}",
            "value:20.5=0101 0202 1101 0100",
        ),
    ),
    Proof(
        "CL-10",
        "value:21.2=0102 120064 0600000064",
        "error",
        "21.2",
        (
            f"value:21.3=0203 120003 0906{_REGISTER} 0F02",
            "value:21.2=0102 0600000064 0600000064",
            f"value:21.4=0102 0202 {_ACTION} {_ACTION} 0202 {_ACTION} {_ACTION}",
        ),
    ),
    Proof("CL-11", "value:15.8=1600", "error", "15.8"),
    Proof(
        "CL-12",
        "value:18.4=0600000003",
        "error",
        "18.4",
        ("value:18.3=0404C0", "value:18.4=0600000002"),
    ),
    Proof("CL-13", "value:64.2=1601", "error", "64.2"),
    Proof(
        "CL-14",
        f"value:11.2=0102 0203 {_ENTRY} 0203 {_ENTRY}",
        "error",
        "11.2",
        (f"value:11.2=0101 0203 {_ENTRY}",),
    ),
    Proof("XR-01", "dangling:7.3", "warning", "7.3"),
    Proof(
        "XR-02",
        f"value:7.3=0101 0204 120003 0906{_REGISTER} 0F09 120000",
        "error",
        "7.3",
    ),
    Proof(
        "XR-03",
        "value:22.2=0202 0906 0000010000FF 120001",
        "error",
        "22.2",
        (f"value:22.2=0202 {_SCRIPTS} 120001",),
    ),
    Proof("OB-01", "wrong-name:20=1.0.1.8.0.255", "error", "20"),
    Proof("OB-02", "wrong-name:18=0.1.44.0.0.255", "warning", "18"),
    Proof("OB-03", "value:3.3=0202 0F00 161B", "error", "3.3"),
    Proof("OB-04", "wrong-name:22=0.3.15.0.0.255", "note", ""),
    Proof("DV-01", "hidden:1", "warning", ""),
    Proof("DV-02", "value:1.2=0905 6163003031", "error", "1.2"),
    Proof("DV-03", "value:17.2=0101 0202 120001 0907 53494D46464646", "error", "17.2"),
    Proof("PF-01", "hidden:3", "error", "3"),
    Proof("PF-02", "wrong-version:7=0", "error", "7"),
    Proof("PF-03", "missing-attribute:7.4", "error", "7.4"),
    Proof("PF-04", "access:3.2=0", "error", "3.2"),
    Proof("PF-05", "value:3.2=12 0001", "error", "3.2"),
    Proof("PF-06", "value:7.4=0600000E10", "error", "7.4"),
    Proof("PF-07", "value:3.3=0202 0F00 161B", "error", "3.3"),
    Proof("PF-08", "wrong-name:7=1.0.99.2.0.255", "note", "7"),
    Proof("SV-01", "any-selector:3.2", "error", "3.2"),
    Proof("WR-01", "write-refused:8.3", "error", "8.3"),
    Proof("WR-03", "write-any:8.3", "error", "8.3"),
    Proof("WR-04", "write-any:8.9", "error", "8.9"),
    Proof("ME-01", "call-open:8.1", "error", "8.1", ("method-access:8.1=0",)),
    Proof("ME-02", "call-any:8.6", "error", "8.6"),
    Proof("ME-03", "returns:42.3=020100", "error", "42.3"),
)
"""Every check, with a fault of each kind."""
