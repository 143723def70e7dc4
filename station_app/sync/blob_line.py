"""Photos over the line: which are missing, a piece up, a piece down; failures in words."""

from dataclasses import dataclass

import httpx
import msgspec

from station_app.errors import Rejected, Unavailable
from station_app.sync import client
from station_app.sync.blobs import (
    CONTENT_TYPE,
    PATH,
    PIECE_TYPE,
    Answer,
    Ask,
    Taken,
    Travelling,
    pack,
    read_answer,
)


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """The line to the district and this PC's token."""

    line: httpx.Client
    token: str

    def ask(self, question: Ask) -> Answer:
        """Which pictures the district lacks and which it has."""
        request = self._request("POST", PATH, content=pack(question), kind=CONTENT_TYPE)
        answer = client.carry(self.line, request)
        client.check(answer, CONTENT_TYPE)
        try:
            return read_answer(answer.content)
        except Rejected as error:
            raise Unavailable("syncing.not_the_server") from error

    def send(self, photo: Travelling, start: int, length: int) -> Taken:
        """Send a piece; the answer says where the next one begins, also if this one was known."""
        values = {
            "start": str(start),
            "size": str(len(photo.content)),
            "digest": photo.digest.hex(),
            "sealed": "1" if photo.sealed else "0",
        }
        path = f"{PATH}/{photo.name}"
        piece = photo.content[start : start + length]
        request = self._request("PUT", path, content=piece, kind=PIECE_TYPE, values=values)
        answer = client.carry(self.line, request)
        client.check(answer, "application/json")
        try:
            return msgspec.json.decode(answer.content, type=Taken)
        except msgspec.DecodeError:
            raise Unavailable("syncing.not_the_server") from None

    def fetch(self, name: str, start: int, length: int) -> bytes:
        """A piece of a picture, from byte `start` on."""
        request = self._request("GET", f"{PATH}/{name}")
        request.headers["range"] = f"bytes={start}-{start + length - 1}"
        answer = client.carry(self.line, request)
        client.check(answer, PIECE_TYPE)
        if answer.status_code != httpx.codes.PARTIAL_CONTENT or not answer.content:
            raise Unavailable("syncing.not_the_server")
        return answer.content

    def _request(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        kind: str = "",
        values: dict[str, str] | None = None,
    ) -> httpx.Request:
        headers = {"authorization": f"Bearer {self.token}"}
        if kind:
            headers["content-type"] = kind
        return self.line.build_request(
            method, path, content=content, headers=headers, params=values
        )
