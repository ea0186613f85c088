"""A process that keeps what it holds to itself: passwords, PINs, keys, and what people declared."""

import sys
from contextlib import suppress

PR_SET_DUMPABLE = 4


def keep_to_itself() -> None:
    """No core file, wherever the kernel would put it, and no look into our memory from a program of the same user."""
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
