"""Telling a patient caller how far a filing is, line by line, and the answer in the last line."""

import asyncio

import msgspec

from thongquan.base.fault import Refusal
from thongquan.server.asgi import NDJSON, SAFE, Send, refuse
from thongquan.server.problem import problem

Steps = asyncio.Queue[tuple[int, int] | None]


async def stream(filing: asyncio.Future[bytes], steps: Steps, send: Send, request: str) -> int:
    """Progress as it comes. Outcomes stand only in the last line, which leaves after the commit.

    A filing refused before any progress gets an ordinary problem; a later one a last line with `problem`.
    """
    filing.add_done_callback(lambda _: steps.put_nowait(None))
    begun = False
    while (step := await steps.get()) is not None:
        if not begun:
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", NDJSON), *SAFE]})
            begun = True
        line = msgspec.json.encode({"progress": {"checked": step[0], "of": step[1]}}) + b"\n"
        await send({"type": "http.response.body", "body": line, "more_body": True})
    try:
        last = b'{"answer":' + filing.result() + b"}\n"
    except Refusal as refusal:
        if not begun:
            return await refuse(send, refusal, request)
        last = b'{"problem":' + problem(refusal, request) + b"}\n"
    if not begun:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", NDJSON), *SAFE]})
    await send({"type": "http.response.body", "body": last})
    return 200
