"""The process in which a courier's file is read. `apart` starts it, with the file as its standard input.

It loads what this kind of file needs, gives up whatever it could do harm with, and only then reads.
"""

import codecs
import gc
import os
import resource
import sys
from contextlib import suppress

import msgspec

from thongquan.base import limits

_NOBODY = 65_534
_CODECS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258", "cp1252", "cp437")
"""Python loads them at first use, and then it would be too late. The last one is for the names in an archive."""


def main(*, document: bool = False) -> None:
    """`reader CPU_SECONDS LIMITS PATH…`: the answer goes to standard output."""
    gc.disable()
    limits.LIMITS = msgspec.json.decode(sys.argv[2], type=limits.Limits)
    from thongquan.manifest import document as documents  # noqa: PLC0415 - as the next
    from thongquan.manifest import opening  # noqa: PLC0415 - whatever is loaded from here on has the limits as given

    for codec in _CODECS:
        codecs.lookup(codec)
    reader_for = documents.reader_for if document else opening.reader_for
    read = reader_for(os.pread(0, opening.HEAD_BYTES, 0))
    seal(int(sys.argv[1]))
    with open(0, "rb", closefd=False) as file:
        answer = memoryview(opening.answer_of(file, read))
    while answer:
        answer = answer[os.write(1, answer) :]
    os._exit(0)


def seal(cpu_seconds: int) -> None:
    """From here on: compute, and write to what is open. Root becomes nobody first, since some limits do not bind it."""
    if os.geteuid() == 0:
        with suppress(OSError):  # a container may know no such user
            os.setgroups([])
            os.setgid(_NOBODY)
            os.setuid(_NOBODY)
    for what, most in (
        (resource.RLIMIT_AS, limits.LIMITS.reader_memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        # At the soft limit of CPU the process is told so and ends; at the hard one it would end without a reason.
        resource.setrlimit(what, (most, most + (what == resource.RLIMIT_CPU)))
