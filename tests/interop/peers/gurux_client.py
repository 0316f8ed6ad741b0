"""Use a server with gurux-dlms' own client and print what it said, as JSON.

Run with the Python of an environment that has ``gurux-dlms``; knows nothing of ours:

    python gurux_client.py HOST PORT CLIENT_SAP [PASSWORD] < requests

Requests are a JSON list of ``["get", class_id, logical_name, attribute]``, the same with a selector and its
parameter behind it, ``["set", class_id, logical_name, attribute, octets]`` and
``["action", class_id, logical_name, method, octets]``, octets in hexadecimal. The answers are a list of octets
in hexadecimal, or of ``{"result": number}``.
"""

from __future__ import annotations

import json
import socket
import sys
from typing import Any

from gurux_dlms import GXByteBuffer, GXReplyData
from gurux_dlms.enums import Authentication, Command, InterfaceType
from gurux_dlms.GXDLMS import GXDLMS
from gurux_dlms.GXDLMSLNParameters import GXDLMSLNParameters
from gurux_dlms.secure import GXDLMSSecureClient

SERVER_SAP = 1
SECONDS = 60
"""For an answer, on a busy machine."""


class Refused(Exception):
    """The server answered with a result."""


class Dialogue:
    """One association; requests and replies are framed by the library."""

    def __init__(self, host: str, port: int, sap: int, password: bytes | None) -> None:
        authentication = Authentication.LOW if password else Authentication.NONE
        self._client = GXDLMSSecureClient(
            *(True, sap, SERVER_SAP, authentication, password),
            InterfaceType.WRAPPER,
        )
        self._socket = socket.create_connection((host, port), SECONDS)
        reply = GXReplyData()
        self._send(self._client.aarqRequest(), reply)
        self._client.parseAareResponse(reply.data)

    def _send(self, frames: Any, reply: Any) -> None:
        for frame in frames if isinstance(frames, list) else [frames]:
            self._exchange(frame, reply)
            while reply.isMoreData():
                self._exchange(self._client.receiverReady(reply), reply)

    def _exchange(self, frame: Any, reply: Any) -> None:
        if not frame:
            return
        self._socket.sendall(bytes(frame))
        received = GXByteBuffer()
        while True:
            received.set(self._socket.recv(65536))
            if self._client.getData(received, reply, None):
                break
        if reply.error:
            raise Refused(int(reply.error))

    def ask(self, command: Any, head: bytes, data: bytes) -> bytes:
        settings = self._client.settings
        settings.resetBlockIndex()
        settings.setInvokeID((settings.invokeId + 1) & 0xF)
        body = GXByteBuffer(data) if data else None
        asked = GXDLMSLNParameters(
            *(settings, 0, command, 1, GXByteBuffer(head), body, 0xFF)
        )
        if command == Command.SET_REQUEST:
            asked.blockIndex = settings.blockIndex
            asked.blockNumberAck = settings.blockNumberAck
            asked.streaming = False
        reply = GXReplyData()
        self._send(GXDLMS.getLnMessages(asked), reply)
        return bytes(reply.data.array()[reply.data.position :])

    def close(self) -> None:
        self._send(self._client.releaseRequest(), GXReplyData())
        self._socket.close()


def answer(dialogue: Dialogue, request: list[Any]) -> Any:
    service, class_id, name, number, *more = request
    head = class_id.to_bytes(2, "big") + bytes(map(int, name.split(".")))
    head += bytes((number,))
    try:
        if service == "get" and more:
            data = bytes((more[0],)) + bytes.fromhex(more[1])
            return dialogue.ask(Command.GET_REQUEST, head + b"\x01", data).hex()
        if service == "get":
            return dialogue.ask(Command.GET_REQUEST, head + b"\x00", b"").hex()
        data = bytes.fromhex(more[0])
        if service == "set":
            return dialogue.ask(Command.SET_REQUEST, head + b"\x00", data).hex()
        return dialogue.ask(Command.METHOD_REQUEST, head + b"\x01", data).hex()
    except Refused as refused:
        return {"result": refused.args[0]}


def main(host: str, port: str, sap: str, password: str = "") -> None:
    dialogue = Dialogue(host, int(port), int(sap), password.encode() or None)
    answers = [answer(dialogue, request) for request in json.load(sys.stdin)]
    dialogue.close()
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
