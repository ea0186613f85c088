"""The books against themselves: every leaf from its sealed bytes, the present state from the acts, every group's root.

What is found is listed, not mended. `declaration` is only a view of the acts: `derived` makes it again from them.
"""

from collections.abc import Iterator
from itertools import groupby
from uuid import UUID

import apsw
import msgspec
from cryptography.exceptions import InvalidTag

from thongquan.authority.judging import normalised_house
from thongquan.declaration.codec import decode_line
from thongquan.declaration.model import Decision
from thongquan.signing import merkle
from thongquan.signing.checkpoint import filing_leaf, receipt_leaf
from thongquan.storage.record import Record, place_of, unpack
from thongquan.storage.sealing import Vault

DIRECTION = {"MIC": "import", "MEC": "export"}

_ACTS = "SELECT seq, number, kind, leaf, sealed FROM act ORDER BY number, seq"
_STATE = """
SELECT number, office, direction, line, house, state, channel, customs_value, registered_at, registered, latest
FROM declaration ORDER BY number"""
_GROUPS = "SELECT checkpoint, id, registered, row, statement FROM filing ORDER BY checkpoint, position"
_LEAVES = """
SELECT d.filing, a.leaf FROM declaration d JOIN act a ON a.seq = d.registered ORDER BY d.filing, d.line"""


class Damage(msgspec.Struct, frozen=True):
    """One thing that is not as it must be, and where."""

    what: str
    where: str


class State(msgspec.Struct, frozen=True):
    """A row of `declaration`, as far as the acts decide it."""

    number: int
    office: str
    direction: str
    line: int
    house: bytes
    state: str
    channel: str
    customs_value: int
    registered_at: str
    registered: int
    latest: int


def check(connection: apsw.Connection, vault: Vault) -> list[Damage]:
    """Everything that is wrong with the books. Reads every page; empty means sound."""
    damage: list[Damage] = []
    for part in (_check_pages, _check_acts, _check_groups, _check_sequences):
        try:
            damage += part(connection, vault)
        except apsw.Error as error:  # a page whose checksum is wrong is not given out at all
            damage.append(Damage("page", f"{part.__name__.removeprefix('_')}: {error}"))
    return damage


def _check_pages(connection: apsw.Connection, _: Vault) -> list[Damage]:
    return [Damage("page", str(row[0])) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]


def derived(connection: apsw.Connection, vault: Vault) -> Iterator[State]:
    """The present state of every declaration, made from its acts alone."""
    for number, acts in groupby(connection.execute(_ACTS), key=lambda row: row[1]):
        opened = [(seq, _open(vault, number, seq, sealed)) for seq, _, _, _, sealed in acts]
        yield _state(vault, number, opened)


def _state(vault: Vault, number: int, acts: list[tuple[int, Record]]) -> State:
    (first, registered), (last, latest) = acts[0], acts[-1]
    declaration = decode_line(registered.signed)
    decision = msgspec.json.decode(latest.decision, type=Decision)
    direction = DIRECTION[decision.form]
    return State(
        number=number,
        office=decision.office.code,
        direction=direction,
        line=decision.line,
        house=vault.house_key(direction, normalised_house(declaration.house_bill)),
        state=decision.state,
        channel=decision.channel,
        customs_value=decision.customs_value,
        registered_at=decision.registered_at,
        registered=first,
        latest=last,
    )


def _check_acts(connection: apsw.Connection, vault: Vault) -> list[Damage]:
    """Each leaf binds its own bytes; the row of each declaration says what its acts say."""
    damage = []
    rows = {row[0]: State(*row) for row in connection.execute(_STATE)}
    for number, acts in groupby(connection.execute(_ACTS), key=lambda row: row[1]):
        opened: list[tuple[int, Record]] = []
        for seq, _, _, leaf, sealed in acts:
            try:
                record = _open(vault, number, seq, sealed)
            except (InvalidTag, msgspec.MsgspecError):
                damage.append(Damage("sealed", f"act {seq}"))
                break
            opened.append((seq, record))
            if receipt_leaf(record.salt, opened[0][1].signed, record.decision) != leaf:
                damage.append(Damage("leaf", f"act {seq}"))
        else:
            if rows.pop(number, None) != _state(vault, number, opened):
                damage.append(Damage("state", f"declaration {number}"))
            continue
        rows.pop(number, None)
    return damage + [Damage("state", f"declaration {number}") for number in rows]


def _check_groups(connection: apsw.Connection, _: Vault) -> list[Damage]:
    """Each checkpoint's root is that of its filings, and each filing's that of its declarations."""
    damage = []
    roots = dict(connection.execute("SELECT number, root FROM checkpoint"))
    entered: dict[int, tuple[int, bytes]] = {}
    for row, leaves in groupby(connection.execute(_LEAVES), key=lambda found: found[0]):
        own = [leaf for _, leaf in leaves]
        entered[row] = (len(own), merkle.root(own))
    for number, filings in groupby(connection.execute(_GROUPS), key=lambda found: found[0]):
        group = []
        for _, batch, registered, row, statement in filings:
            count, root = entered.pop(row, (0, merkle.EMPTY_ROOT))
            if count != registered:
                damage.append(Damage("filing", f"filing {UUID(bytes=batch)}"))
            group.append(filing_leaf(str(UUID(bytes=batch)), statement, root, registered))
        if roots.pop(number, None) != merkle.root(group):
            damage.append(Damage("group", f"checkpoint {number}"))
    damage += [Damage("filing", f"row {row}") for row in entered]
    return damage + [Damage("group", f"checkpoint {number}") for number in roots]


def _check_sequences(connection: apsw.Connection, _: Vault) -> list[Damage]:
    """As many numbers were used as declarations stand in the books: no gap, and none to come twice."""
    sql = """SELECT direction FROM sequence s
             WHERE next - 1 <> (SELECT count(*) FROM declaration d WHERE d.direction = s.direction)"""
    return [Damage("sequence", direction) for (direction,) in connection.execute(sql)]


def _open(vault: Vault, number: int, seq: int, sealed: bytes) -> Record:
    return unpack(vault.open(sealed, place_of(number, seq)))
