"""Every filing against its declarations, every checkpoint against its filings and its signature."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

import apsw
import msgspec
from cryptography.exceptions import InvalidTag

from thongquan.base.canonical import canonical
from thongquan.signing import merkle
from thongquan.signing.checkpoint import Checkpoint, filing_leaf
from thongquan.signing.endorsement import is_endorsed
from thongquan.storage.checking_acts import Leaf
from thongquan.storage.findings import Findings
from thongquan.storage.record import answer_place
from thongquan.storage.sealing import Vault

_FILINGS = "SELECT checkpoint, row, id, registered, position, statement, answer FROM filing ORDER BY row"
_CHECKPOINTS = "SELECT number, filings, root, at, signature FROM checkpoint ORDER BY number"
_GAPS = "SELECT first, after FROM gap WHERE what = 'group' ORDER BY first"


class Groups:
    """Follows the filings in their order, beside the leaves in theirs."""

    def __init__(
        self,
        connection: apsw.Connection,
        vault: Vault,
        erased: int,
        authority: Collection[bytes] | None,
        findings: Findings,
    ) -> None:
        self._connection = connection
        self._vault = vault
        self._erased = erased
        self._authority = None if authority is None else list(authority)
        self._found = findings

    def check(self, leaves: Iterable[Leaf]) -> None:
        groups = ((row, [leaf for _, leaf in own]) for row, own in groupby(leaves, key=lambda leaf: leaf[0]))
        rows = self._connection.execute(_FILINGS)
        filings = groupby(self._with_leaves(rows, groups), key=lambda filing: filing[0])
        self._follow(filings)

    def _with_leaves(self, rows: Iterable[Any], groups: Iterator[tuple[int, list[bytes]]]) -> Iterator[Any]:
        """Each filing with its leaves. Leaves of no filing, or in another order than theirs, are told."""
        own = next(groups, None)
        for filing in rows:
            while own is not None and own[0] < filing[1]:
                self._found.add("filing", f"row {own[0]}")
                own = next(groups, None)
            if own is not None and own[0] == filing[1]:
                yield (*filing, own[1])
                own = next(groups, None)
            else:
                yield (*filing, [])
        while own is not None:
            self._found.add("filing", f"row {own[0]}")
            own = next(groups, None)

    def _follow(self, filings: Iterator[tuple[int, Iterator[Any]]]) -> None:
        expected, gaps = 1, self._gaps()
        group = next(filings, None)
        for number, count, root, at, signature in self._connection.execute(_CHECKPOINTS):
            while group is not None and group[0] < number:
                self._orphans(group[1])
                group = next(filings, None)
            own: list[Any] = []
            if group is not None and group[0] == number:
                own = list(group[1])
                group = next(filings, None)
            while expected in gaps:
                expected = gaps[expected]
            if number != expected:
                self._found.add("group", f"checkpoint {expected}")
            expected = number + 1
            leaves = [self._leaf(one, place) for place, one in enumerate(own)]
            if not own or len(own) != count or merkle.root(leaves) != root:
                self._found.add("group", f"checkpoint {number}")
            elif not self._is_signed(self._spelled(own[0][5], number, count, root, at), signature):
                self._found.add("signature", f"checkpoint {number}")
        while group is not None:
            self._orphans(group[1])
            group = next(filings, None)

    def _leaf(self, filing: Any, place: int) -> bytes:
        _, row, batch, registered, position, statement, answer, leaves = filing
        name = str(UUID(bytes=batch))
        if len(leaves) != registered or position != place:
            self._found.add("filing", f"filing {name}")
        if not self._is_kept(row, batch, answer):
            self._found.add("erased" if row <= self._erased else "sealed", f"filing {name}")
        return filing_leaf(name, statement, merkle.root(leaves), registered)

    def _is_kept(self, row: int, batch: bytes, answer: bytes) -> bool:
        """The answer opens, unless its term has passed: then nothing of it is left."""
        if row <= self._erased:
            return not answer
        try:
            return bool(self._vault.open(answer, answer_place(batch)))
        except (InvalidTag, ValueError):
            return False

    def _spelled(self, statement: bytes, number: int, *rest: Any) -> bytes:
        filings, root, at = rest
        return canonical(Checkpoint(msgspec.json.decode(statement)["system"], number, filings, root.hex(), at))

    def _is_signed(self, spelled: bytes, signature: bytes) -> bool:
        if self._authority is None:
            return True
        for place, certificate in enumerate(self._authority):
            if is_endorsed(spelled, signature, certificate):
                self._authority.insert(0, self._authority.pop(place))  # the next was most likely signed with the same
                return True
        return False

    def _orphans(self, filings: Iterable[Any]) -> None:
        for filing in filings:
            self._found.add("group", f"filing {UUID(bytes=filing[2])}")

    def _gaps(self) -> dict[int, int]:
        if self._connection.pragma("user_version") < 2:
            return {}
        return {first: after for first, after in self._connection.execute(_GAPS)}  # noqa: C416 - rows are not pairs
