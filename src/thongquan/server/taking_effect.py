"""What was approved takes effect when its moment has come: looked for now and then, and at the start."""

import asyncio
import logging
from functools import partial

from thongquan.authority.application_effect import take_effect
from thongquan.authority.application_ports import BEGINNING
from thongquan.base.fault import Refusal
from thongquan.server.asking import Ask
from thongquan.server.problem import NotNow

LOG = logging.getLogger("thongquan.taking_effect")


async def take_effects(ask: Ask, seconds: float) -> None:
    """Runs until it is cancelled: whatever hinders it once, it looks again after the pause, from the beginning."""
    while True:
        try:
            await _once_through(ask)
        except NotNow:
            LOG.warning("what was to take effect could not be entered now")
        except Refusal as refusal:
            LOG.warning("what was to take effect was refused: %s", refusal.code)
        except Exception:  # our own mistake: nothing would ever take effect again because of it
            LOG.exception("what was to take effect could not be carried out")
        await asyncio.sleep(seconds)


async def _once_through(ask: Ask) -> None:
    """A round after another, so that filings come in between; behind what cannot be entered it goes on."""
    behind = BEGINNING
    while True:
        entered, behind = await ask(partial(take_effect, behind=behind))
        if entered:
            LOG.info("%d applications took effect", entered)
        if behind == BEGINNING:
            return
