"""One bit flipped in one file, many times: whoever opens it must notice, or get what stood there before."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

HEAD = 100
"""Every fourth flip hits one of so many first bytes: what stands there decides how the rest is read."""


def rot(
    folder: Path, file: str, opened: Callable[[Path], object], noticed: tuple[type[Exception], ...], flips: int
) -> int:
    """How many of `flips` flips in `folder/file` were noticed; the others changed nothing of what was opened.

    `opened` is given a copy of the folder, and gives all that can be told from it, or raises one of `noticed`.
    """
    data, right, chance = (folder / file).read_bytes(), opened(folder), random.Random(file)
    seen = 0
    for number in range(flips):
        at = chance.randrange(len(data)) if number % 4 else chance.randrange(min(HEAD, len(data)))
        flipped, bit = bytearray(data), chance.randrange(8)
        flipped[at] ^= 1 << bit
        copy = folder.with_name(f"{folder.name}-rotten")
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*.sock"))
        (copy / file).write_bytes(flipped)
        try:
            assert opened(copy) == right, f"silent damage: {file}, byte {at}, bit {bit}"
        except noticed:
            seen += 1
        finally:
            shutil.rmtree(copy)
    return seen
