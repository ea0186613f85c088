"""What a disk may hold when the power goes: all that was synced, and any part of the rest, torn at its sectors.

A name is on the disk once its folder was synced, bytes once their file was. After a sync that failed the kernel takes
the bytes for written: it shows them to whoever reads, and never writes them.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from faults.recording import Step

SECTORS = (512, 4096)
Images = dict[str, bytes]


class File:
    def __init__(self, held: bytes = b"", *, named: bool = False) -> None:
        self.held, self.named, self.removed = bytearray(held), named, False
        self.waiting: list[Step] = []

    def synced(self) -> None:
        for step in self.waiting:
            apply(self.held, step.what, step.offset, step.data)
        self.waiting = []

    def after_a_cut(self, chance: random.Random) -> bytes | None:
        """Its bytes, or None where its name was not kept."""
        if (not self.named or self.removed) and chance.random() < 0.5:
            return None
        held, kept = bytearray(self.held), chance.choice([0, 1, chance.random()])
        for step in self.waiting:
            sector = chance.choice(SECTORS)
            for start in range(0, max(len(step.data), 1), sector):
                if chance.random() < kept:
                    apply(held, step.what, step.offset + start, step.data[start : start + sector])
        return bytes(held)


def apply(held: bytearray, what: str, offset: int, data: bytes) -> None:
    if len(held) < offset:
        held.extend(bytes(offset - len(held)))
    if what == "cut":
        del held[offset:]
    else:
        held[offset : offset + len(data)] = data


class Disk:
    """A folder as the disk has it, step after step."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self.files = {str(path): File(path.read_bytes(), named=True) for path in folder.iterdir() if path.is_file()}

    def take(self, step: Step) -> None:
        if step.file == self.folder:
            if step.what == "sync":
                self._names_synced()
            return
        if step.what == "create" and (step.file not in self.files or self.files[step.file].removed):
            self.files[step.file] = File()
        file = self.files.get(step.file)
        if file is None:
            return
        if step.what in ("write", "cut"):
            file.waiting.append(step)
        elif step.what == "sync":
            file.synced()
        elif step.what == "lost":
            file.waiting = []
        elif step.what == "remove":
            file.removed = True

    def _names_synced(self) -> None:
        self.files = {name: file for name, file in self.files.items() if not file.removed}
        for file in self.files.values():
            file.named = True

    def after_a_cut(self, chance: random.Random) -> Images:
        left = {Path(name).name: file.after_a_cut(chance) for name, file in self.files.items()}
        return {name: data for name, data in left.items() if data is not None}


def cuts(disk: Disk, steps: Sequence[Step], count: int, chance: random.Random) -> Iterator[tuple[float, Images]]:
    """So many power cuts: the moment of the first step that did not happen any more, and what is left."""
    at = 0
    for moment in sorted(chance.randrange(len(steps)) for _ in range(count)):
        for step in steps[at:moment]:
            disk.take(step)
        at = max(at, moment)
        yield steps[moment].at, disk.after_a_cut(chance)
