"""Every public capture of a push, from its frame to values with names, by the package of its country."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cosem_runtime.catalogue import Catalogue
from cosem_runtime.datetimes import DateTime
from cosem_runtime.errors import UnknownNameError
from cosem_runtime.push import Push, PushItem

Make = Callable[..., Catalogue]

HOME = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("COSEM_CAPTURES", HOME.parent / "shared" / "captures"))
KINDS = ("hdlc-frame", "mbus-frame", "data-notification")
NOT_READ = {
    "dp-mbus_kmswest": "ciphered, and its key was never published",
    "dp-hdlc_landis_gyr_zmf100": "edited by hand, so that its check fails; it is there once more put right",
}

# The country of each, and what reads it: a layout of the country's package, or "- " and the family of a list that says
# itself what its values are.
READ = {
    "fkw9-0": ("austria", "netz_noe"),
    "fkw9-1": ("austria", "netz_noe"),
    "fkw9-2": ("austria", "netz_noe"),
    "dp-mbus_netz_noe_p1": ("austria", "netz_noe"),
    "dp-raw_salzburg_netz": ("austria", "- structures"),
    "dp-hdlc_landis_gyr_e450": ("austria", "energienetze_steiermark"),
    "dp-hdlc_lgz_e450_2": ("austria", "energienetze_steiermark"),
    "dp-hdlc_kamstrup_omnipower": ("denmark", "kamstrup_denmark"),
    "dp-hdlc_kaifa_ma304h3e": ("norway", "kaifa_list_2_three_phase"),
    "dp-hdlc_norway_han_1phase": ("norway", "- structures"),
    "dp-hdlc_norway_han_3phase": ("norway", "- structures"),
    "dp-hdlc_landis_gyr_zmf100-corrected": ("norway", "- structures"),
    "dp-hdlc_iskra550": ("", "- structures"),
    "dp-raw_egd_example": ("", "- descriptors"),
    "dp-raw_sagecom_xt211": ("", "- descriptors"),
    "dp-raw_energomera": ("russia", "- object-list"),
    "amshan-aidon-no_list_1": ("norway", "- structures"),
    "amshan-aidon-no_list_2": ("norway", "- structures"),
    "amshan-aidon-no_list_3": ("norway", "- structures"),
    "amshan-aidon-se_list": ("sweden", "- structures"),
    "amshan-kaifa-no_list_1": ("norway", "kaifa_list_1"),
    "amshan-kaifa-no_list_2": ("norway", "kaifa_list_2_three_phase"),
    "amshan-kaifa-no_list_3": ("norway", "kaifa_list_3_three_phase"),
    "amshan-kaifa-se_list": ("sweden", "kaifa_sweden"),
    "amshan-kamstrup-no_list_1_three_phase": ("norway", "kamstrup_norway"),
    "amshan-kamstrup-no_list_2_single_phase": ("norway", "kamstrup_norway"),
    "amshan-kamstrup-no_list_2_three_phase": ("norway", "kamstrup_norway"),
    "amshan-kamstrup-no_list_1_single_phase_real_sample": ("norway", "kamstrup_norway"),
    "amshan-kamstrup-no_list_2_single_phase_real_sample": ("norway", "kamstrup_norway"),
    "amshan-kamstrup-se_list_real_sample": ("sweden", "kamstrup_sweden"),
    "amshan-hdlc-frame_with_escape_character_in_info": ("norway", "- structures"),
    "amshan-hdlc-frame_with_flag_sequence_character_in_info": (
        "norway",
        "kaifa_list_1",
    ),
    "amshan-frame-0": ("sweden", "kamstrup_sweden"),
    "amshan-frame-1": ("sweden", "kamstrup_sweden"),
}

# Codes that mean nothing to anybody: one maker has energy in medium 0.
NAMELESS = {
    "dp-hdlc_landis_gyr_zmf100-corrected": [
        f"0-0:{quantity}.8.0*255" for quantity in (1, 2, 3, 4)
    ]
}
# Where the source shows the number as sent, and the layout knows the scaler.
AS_SENT = {"dp-hdlc_kamstrup_omnipower"}
# What the source calls a value and is none: a time or name that stands alone.
ALONE = "0.0.0.0.0.0"


def pushes() -> dict[str, dict[str, Any]]:
    return {
        vector["id"]: vector
        for file in sorted(FOLDER.glob("*.json"))
        for vector in json.loads(file.read_text("utf-8"))["vectors"]
        if vector["kind"] in KINDS
    }


PUSHES = pushes()
PARAMETERS = [pytest.param(name, id=name) for name in PUSHES if name not in NOT_READ]
NONE = pytest.param(
    "", marks=pytest.mark.skip(reason=f"no captures: set COSEM_CAPTURES ({FOLDER})")
)


@pytest.mark.skipif(not PUSHES, reason=f"no captures: set COSEM_CAPTURES ({FOLDER})")
def test_none_is_forgotten() -> None:
    assert sorted(PUSHES) == sorted([*READ, *NOT_READ])


@pytest.mark.parametrize("name", PARAMETERS or [NONE])
def test_from_frame_to_values(catalogue: Make, name: str) -> None:
    vector = PUSHES[name]
    country, how = READ[name]
    keys: dict[str, Any] = {}
    if vector["key"]:
        pytest.importorskip("cryptography")
        keys["key"] = bytes.fromhex(vector["key"])
    if vector["auth_key"]:
        keys["authentication_key"] = bytes.fromhex(vector["auth_key"])
    known = catalogue(country) if country else catalogue()
    push = known.read_push(bytes.fromhex(vector["hex"]), **keys)
    layout = push.layout.name if push.layout is not None else f"- {push.family}"
    assert layout == how
    nameless = [str(item.obis) for item in push if not item.name]
    assert nameless == NAMELESS.get(name, [])
    if name == "dp-raw_energomera":
        return  # what its source expects are places, and no values
    assert wrong(push, vector["expected"] or {}, name in AS_SENT) == []


def wrong(push: Push, expected: dict[str, str], as_sent: bool) -> list[str]:
    """What is other than its source says."""
    found = []
    for code, due in expected.items():
        if code == ALONE:
            continue
        try:
            item = push[code]
        except UnknownNameError:
            found.append(f"{code}: expected {due}, found nothing")
            continue
        if not agrees(item, due, as_sent):
            found.append(f"{code}: expected {due}, found {item}")
    return found


def agrees(item: PushItem, due: str, as_sent: bool) -> bool:
    value = item.value
    if isinstance(value, (int, float)):
        told = value if as_sent or item.scaled is None else item.scaled
        return Decimal(str(told)) == Decimal(due.removesuffix("f"))
    if isinstance(value, bytes) and not isinstance(value, DateTime):
        value = value.decode("latin-1")
    return str(value).rstrip("\0 ").startswith(due)
