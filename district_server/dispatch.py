"""Which district a request is for: the first word of its path."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send


@dataclass(frozen=True, slots=True)
class ByDistrict:
    """Hands a request to the application of its district, which then stands at that root path."""

    apps: Mapping[str, ASGIApp]
    otherwise: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand over; what names no district is for the server itself, which knows or says 404."""
        name = _first_word(scope) if scope["type"] in ("http", "websocket") else ""
        if name not in self.apps:
            await self.otherwise(scope, receive, send)
            return
        root = f"{scope.get('root_path', '')}/{name}"
        await self.apps[name]({**scope, "root_path": root}, receive, send)


def _first_word(scope: Scope) -> str:
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    return path[1:].partition("/")[0]
