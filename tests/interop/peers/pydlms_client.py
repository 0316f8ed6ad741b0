"""Use a server with pydlms-client and print what it said, as JSON; see ``gurux_client.py`` for the form.

Run with the Python of an environment that has ``pydlms-client``; knows nothing of ours:

    python pydlms_client.py HOST PORT CLIENT_SAP [PASSWORD] < requests
"""

from __future__ import annotations

import json
import sys
from typing import Any

from pydlms import DlmsClient, Mechanism
from pydlms.apdu import xdlms
from pydlms.cosem.data import decode_data, encode_data
from pydlms.obis import ObisCode

SECONDS = 60.0
"""For an answer, on a busy machine."""


def get(client: Any, class_id: int, name: Any, number: int, *more: Any) -> Any:
    descriptor = xdlms.AttributeDescriptor(class_id, name, number)
    access = None
    if more:
        parameter = decode_data(bytes.fromhex(more[1]))[0]
        access = xdlms.SelectiveAccess(more[0], parameter)
    invoke_id = client.association.next_invoke_id()
    request = xdlms.GetRequestNormal(invoke_id, descriptor, access)
    apdu = client.association.request(request.to_bytes())
    if apdu[:2] == b"\xc4\x01":
        return {"result": apdu[4]} if apdu[3] else apdu[4:].hex()
    found = client._collect_raw_blocks(invoke_id, xdlms.decode_apdu(apdu), descriptor)
    return bytes(found).hex()


def answer(client: Any, request: list[Any]) -> Any:
    service, class_id, text, number, *more = request
    name = ObisCode(*map(int, text.split(".")))
    if service == "get":
        return get(client, class_id, name, number, *more)
    value = decode_data(bytes.fromhex(more[0]))[0]
    if service == "set":
        client.set(name, class_id, number, value)
        return ""
    found = client.action(name, class_id, number, value)
    return "" if found is None else encode_data(found).hex()


def main(host: str, port: str, sap: str, password: str = "") -> None:
    mechanism = {"mechanism": Mechanism.LLS, "password": password.encode()}
    client = DlmsClient.tcp(
        host,
        port=int(port),
        client_sap=int(sap),
        timeout=SECONDS,
        **(mechanism if password else {}),
    )
    client.connect()
    answers = [answer(client, request) for request in json.load(sys.stdin)]
    client.close()
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
