"""How much is tried: little on a build server, all of it with `THONGQUAN_DRILL=1`."""

import os

DRILL = bool(os.environ.get("THONGQUAN_DRILL"))


def size(small: int, full: int) -> int:
    return full if DRILL else small
