"""What was approved takes effect when its moment has come: looked for now and then, and at the start."""

import asyncio
import logging

from thongquan.authority.application_effect import take_effect
from thongquan.server.asking import Ask
from thongquan.server.problem import NotNow

LOG = logging.getLogger("thongquan.taking_effect")


async def take_effects(ask: Ask, seconds: float) -> None:
    """Runs until it is cancelled."""
    while True:
        try:
            if count := await ask(take_effect):
                LOG.info("%d applications took effect", count)
                continue
        except NotNow:
            LOG.warning("what was to take effect could not be entered now")
        await asyncio.sleep(seconds)
