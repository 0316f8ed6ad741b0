"""Values made by hand, for what captures and targets do not hold."""

from __future__ import annotations

# A-XDR values at the edges of their types, in hex.
VALUES = {
    "null": "00",
    "true": "0301",
    "true as FF": "03ff",
    "false": "0300",
    "empty bit-string": "0400",
    "nine bits": "0409a580",
    "smallest double-long": "0580000000",
    "largest double-long-unsigned": "06ffffffff",
    "empty octet-string": "0900",
    "octet-string of 127": "097f" + "5a" * 127,
    "octet-string of 128": "098180" + "5a" * 128,
    "octet-string of 300": "0982012c" + "a5" * 300,
    "text": "0a076d657465722d37",
    "nuls": "0a0461620000",
    "utf8": "0c03c3a441",
    "smallest integer": "0f80",
    "smallest long": "108000",
    "largest unsigned": "11ff",
    "largest long-unsigned": "12ffff",
    "smallest long64": "148000000000000000",
    "largest long64-unsigned": "15ffffffffffffffff",
    "largest enum": "16ff",
    "float32": "173dcccccd",
    "float64": "183fb999999999999a",
    "date": "1a07e8060f06",
    "time": "1b0d2d1e32",
    "date-time": "1907e8060f060d2d1e00ff8880",
    "empty array": "0100",
    "array of 200": "0181c8" + "1107" * 200,
    "nested": "02020102020111010201110202031201000f ff1600".replace(" ", ""),
}

_DAY = "090c07e8060f060d2d1e"
# Clock times: 2024-06-15 13:45:30 and what meters make of the fields.
CLOCKS = {
    "summer time": _DAY + "00ff8880",
    "west of Greenwich": _DAY + "00012c00",
    "UTC": _DAY + "00000000",
    "no deviation": _DAY + "00800000",
    "hundredths": _DAY + "32ffc400",
    "no hundredths": _DAY + "ffffc400",
    "every status bit": _DAY + "00ffc48f",
    "no status": _DAY + "00ffc4ff",
    "no day of the week": "090c07e8060fff0d2d1e00ffc400",
    "no year": "090cffff060fff0d2d1e00ffc400",
    "no second": "090c07e8060fff0d2dff00ffc400",
    "last day of the month": "090c07e806feff0d2d1e00ffc400",
    "daylight saving begins": "090cfffffefe07020000ff800000",
    "nothing": "090cffffffffffffffffff8000ff",
}
