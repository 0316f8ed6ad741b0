"""What dlms-cosem makes of A-XDR values and of whole attributes, as JSON.

Run with the Python of an environment that has ``dlms-cosem``:

    python dlms_cosem_decode.py < questions.json > answers.json

See ``normal.py`` for the questions, the answers and the normal form of values.
"""

from __future__ import annotations

import datetime
import json
import signal
import sys
from typing import Any

from dlms_cosem import cosem, enumerations, parsers, security, time, utils
from dlms_cosem.hdlc import address, frames
from dlms_cosem.protocol import xdlms

SECONDS_PER_QUESTION = 5
"""Of the processor."""


def octets(value: bytes | bytearray) -> dict[str, str]:
    return {"octets": bytes(value).hex()}


def date_time(moment: datetime.datetime, status: time.ClockStatus) -> object:
    """Fields of a date-time; the offset is east of UTC.

    This peer has no wildcards (it raises, or reads 0) and no offset of zero.
    """
    offset = moment.utcoffset()
    return {
        "date_time": [
            moment.year,
            moment.month,
            moment.day,
            moment.hour,
            moment.minute,
            moment.second,
            moment.microsecond // 10000,
        ],
        "offset": None if offset is None else int(offset.total_seconds()) // 60,
        "status": status.to_bytes()[0],
    }


def normal(value: object) -> object:
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, (bytes, bytearray)):
        return octets(value)
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, tuple):
        return date_time(*value)
    if isinstance(value, datetime.date):
        return {"date": [value.year, value.month, value.day]}
    if isinstance(value, datetime.time):
        hundredths = value.microsecond // 10000
        return {"time": [value.hour, value.minute, value.second, hundredths]}
    if isinstance(value, list):
        return [normal(item) for item in value]
    raise TypeError(f"no normal form for {type(value).__name__}")


def answer_data(question: dict[str, Any]) -> object:
    return normal(utils.parse_as_dlms_data(bytes.fromhex(question["hex"])))


def answer_clock(question: dict[str, Any]) -> object:
    value = utils.parse_as_dlms_data(bytes.fromhex(question["hex"]))
    return date_time(*time.datetime_from_bytes(bytes(value)))


def answer_profile(question: dict[str, Any]) -> object:
    """Rows of the buffer parser, whose clock column loses its status."""
    parser = parsers.ProfileGenericBufferParser(
        capture_objects=[
            cosem.CosemAttribute(
                enumerations.CosemInterface(class_id),
                cosem.Obis.from_string(name),
                attribute,
            )
            for class_id, name, attribute, _ in question["columns"]
        ],
        capture_period=question["capture_period"] // 60,
    )
    rows = parser.parse_bytes(bytes.fromhex(question["hex"]))
    return [
        [
            (
                date_time(cell.value, time.ClockStatus())
                if isinstance(cell.value, datetime.datetime)
                else normal(cell.value)
            )
            for cell in row
        ]
        for row in rows
    ]


def answer_object_list(question: dict[str, Any]) -> object:
    """Entries with the attribute numbers they list, which this peer keeps as sent."""
    entries = parsers.AssociationObjectListParser.parse_bytes(
        bytes.fromhex(question["hex"])
    )
    return [
        [
            int(entry.interface),
            entry.version,
            entry.logical_name.to_string("."),
            sorted(entry.attribute_access_rights),
            sorted(entry.method_access_rights),
        ]
        for entry in entries
    ]


def answer_telegram(question: dict[str, Any]) -> object:
    """An HDLC frame that this peer makes of an APDU, ciphered by itself."""
    title, key, authentication_key, apdu = (
        bytes.fromhex(question[name])
        for name in ("system_title", "key", "authentication_key", "apdu")
    )
    control = security.SecurityControlField.from_bytes(
        bytes([question["security_control"]])
    )
    counter = question["invocation_counter"]
    sealed = security.encrypt(control, title, counter, key, apdu, authentication_key)
    frame = frames.UnnumberedInformationFrame(
        address.HdlcAddress(logical_address=16, address_type="client"),
        address.HdlcAddress(
            logical_address=1, physical_address=17, address_type="server"
        ),
        b"\xe6\xe7\x00"
        + xdlms.GeneralGlobalCipher(title, control, counter, sealed).to_bytes(),
    )
    return octets(frame.to_bytes())


ANSWERS = {
    "data": answer_data,
    "clock": answer_clock,
    "profile": answer_profile,
    "object_list": answer_object_list,
    "telegram": answer_telegram,
}


def out_of_time(*_: object) -> None:
    raise TimeoutError("no answer in time")


def main() -> None:
    # This peer's decoder does not return on truncated input.
    signal.signal(signal.SIGVTALRM, out_of_time)
    answers: dict[str, object] = {}
    for question in json.load(sys.stdin):
        ask = ANSWERS.get(question["ask"])
        if ask is None:
            continue
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS_PER_QUESTION)
        try:
            answers[question["id"]] = {"value": ask(question)}
        except Exception as error:
            answers[question["id"]] = {"error": f"{type(error).__name__}: {error}"}
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
