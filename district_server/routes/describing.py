"""GET /openapi.json: what this server understands, for whoever writes another client."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from district_server.protocol import protocol_text

PATH = "/openapi.json"


def routes() -> list[Route]:
    """The address."""
    text = protocol_text()

    async def openapi(_request: Request) -> Response:
        return Response(text, media_type="application/json")

    return [Route(PATH, openapi)]
