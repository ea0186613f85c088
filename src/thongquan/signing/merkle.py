"""Merkle trees of RFC 9162, section 2.1: one root for a list, and for each line a proof that it is in the list."""

from collections.abc import Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Leaves and nodes have different prefixes, so that an inner node never passes as a leaf."""
    return sha256(b"\x00" + data).digest()


class Tree:
    """All levels of one tree, kept so that the paths of many leaves cost one look-up a level."""

    def __init__(self, leaf_hashes: Sequence[bytes]) -> None:
        self._levels = [list(leaf_hashes)]
        while len(self._levels[-1]) > 1:
            self._levels.append(_level_above(self._levels[-1]))

    @property
    def root(self) -> bytes:
        return self._levels[-1][0] if self._levels[-1] else EMPTY_ROOT

    def path(self, index: int) -> list[bytes]:
        """The siblings from the leaf up to the root. Raises IndexError for a leaf that does not exist."""
        if not 0 <= index < len(self._levels[0]):
            raise IndexError(index)
        siblings: list[bytes] = []
        for level in self._levels[:-1]:
            if index ^ 1 < len(level):
                siblings.append(level[index ^ 1])
            index >>= 1
        return siblings


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    level = list(leaf_hashes)
    while len(level) > 1:
        level = _level_above(level)
    return level[0] if level else EMPTY_ROOT


def path(leaf_hashes: Sequence[bytes], index: int) -> list[bytes]:
    """The proof of one leaf; for many leaves of one tree use `Tree`."""
    return Tree(leaf_hashes).path(index)


def root_from_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that the path leads to (RFC 9162, 2.1.3.2), or None when no tree of `size` has such a path."""
    if not 0 <= index < size or any(len(sibling) != 32 for sibling in (leaf, *path)):
        return None
    node, last, current = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            current = sha256(b"\x01" + sibling + current).digest()
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            current = sha256(b"\x01" + current + sibling).digest()
        node, last = node >> 1, last >> 1
    return current if last == 0 else None


def _level_above(level: list[bytes]) -> list[bytes]:
    """Pairs are hashed together; an odd last node rises unchanged, which is the split RFC 9162 asks for."""
    above = [sha256(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
    if len(level) & 1:
        above.append(level[-1])
    return above
