"""What was approved takes effect when its moment has come: looked for now and then, and at the start."""

import asyncio
import logging

from thongquan.authority.application_effect import take_effect
from thongquan.base.fault import Refusal
from thongquan.server.asking import Ask
from thongquan.server.problem import NotNow

LOG = logging.getLogger("thongquan.taking_effect")


async def take_effects(ask: Ask, seconds: float) -> None:
    """Runs until it is cancelled: whatever hinders it once, it looks again after the pause."""
    while True:
        try:
            if count := await ask(take_effect):
                LOG.info("%d applications took effect", count)
                continue
        except NotNow:
            LOG.warning("what was to take effect could not be entered now")
        except Refusal as refusal:
            LOG.warning("what was to take effect was refused: %s", refusal.code)
        except Exception:  # our own mistake: nothing would ever take effect again because of it
            LOG.exception("what was to take effect could not be carried out")
        await asyncio.sleep(seconds)
