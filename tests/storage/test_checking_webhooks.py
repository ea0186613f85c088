"""Rows 11, 12 and 34: a webhook that no deed brought, or that no deed changed so, is named."""

from pathlib import Path

from msgspec.structs import replace

from authority.accounts import register_admin
from authority.house import House, the_pki
from authority.webhooking import added, changed, webhook_of
from demo_pki import P256_COMPANY
from storage.operating import damage_of, operator_at
from thongquan.storage.database import open_for_writing

TAMPERED = [
    f"UPDATE webhook SET company = '{P256_COMPANY}'",
    "UPDATE webhook SET number = number + 1",
    "UPDATE webhook SET state = 'active'",
    "UPDATE webhook SET address = x'00'",
    "UPDATE webhook SET id = 'WH000000000000'",
    "DELETE FROM webhook",
]


def test_what_no_deed_says_of_a_webhook_is_found(tmp_path: Path) -> None:
    house = House(tmp_path)
    register_admin(house, the_pki().rsa)
    webhook, _ = added(house)
    changed(house, webhook, "renew")
    operator = operator_at(tmp_path)
    stopped = replace(webhook_of(house, webhook), state="stopped")
    house.sit(lambda now: now.books.webhooks.put(stopped))
    assert damage_of(operator) == [], "that it failed too long no deed says"
    changed(house, webhook, "resume")
    changed(house, webhook, "pause")
    house.close()
    assert damage_of(operator) == []
    for sql in TAMPERED:
        connection = open_for_writing(operator.data)
        [row] = connection.execute("SELECT * FROM webhook").fetchall()
        connection.execute(sql)
        connection.close()
        assert {one.what for one in damage_of(operator)} == {"webhook"}, sql
        connection = open_for_writing(operator.data)
        connection.execute("DELETE FROM webhook")
        connection.execute(f"INSERT INTO webhook VALUES ({', '.join('?' * len(row))})", row)
        connection.close()
    assert damage_of(operator) == []
