"""What was approved takes effect when its moment has come, and each day has its draw.

Looked for now and then, and at the start.
"""

import asyncio
import logging
from collections.abc import Awaitable
from functools import partial

from thongquan.authority.application_effect import take_effect
from thongquan.authority.application_ports import BEGINNING
from thongquan.authority.draws import keep_ahead
from thongquan.base.fault import Refusal
from thongquan.server.asking import Ask
from thongquan.server.problem import NotNow

LOG = logging.getLogger("thongquan.taking_effect")


async def take_effects(ask: Ask, seconds: float) -> None:
    """Runs until it is cancelled: whatever hinders it once, it looks again after the pause, from the beginning."""
    while True:
        await _tried(_draws(ask), "the draw")
        await _tried(_once_through(ask), "what was to take effect")
        await asyncio.sleep(seconds)


async def _tried(work: Awaitable[None], what: str) -> None:
    try:
        await work
    except NotNow:
        LOG.warning("%s could not be entered now", what)
    except Refusal as refusal:
        LOG.warning("%s was refused: %s", what, refusal.code)
    except Exception:  # our own mistake: nothing would ever take effect again because of it
        LOG.exception("%s could not be carried out", what)


async def _draws(ask: Ask) -> None:
    await ask(keep_ahead)


async def _once_through(ask: Ask) -> None:
    """A round after another, so that filings come in between; behind what cannot be entered it goes on."""
    behind = BEGINNING
    while True:
        entered, behind = await ask(partial(take_effect, behind=behind))
        if entered:
            LOG.info("%d applications took effect", entered)
        if behind == BEGINNING:
            return
