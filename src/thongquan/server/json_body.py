"""A request whose JSON is read by msgspec, which tells two mistakes of its sender otherwise than all others."""

from typing import Any

from litestar import Request
from litestar.exceptions import SerializationException


class JsonRequest(Request[Any, Any, Any]):
    async def json(self) -> Any:
        """Raises SerializationException: no JSON, no UTF-8, or nested deeper than anybody reads."""
        try:
            return await super().json()
        except (UnicodeDecodeError, RecursionError) as error:
            raise SerializationException(str(error)) from error
