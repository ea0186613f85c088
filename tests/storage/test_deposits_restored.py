"""Accounts after a restoring: what was moved is there, and no tax receipt is given twice."""

from pathlib import Path

from authority.depositing import figures, open_account
from authority.house import House, lines_of
from authority.test_charging import filed
from storage.operating import backup_of, damage_of, operator_of
from storage.test_restoring import TestRestoring


def test_receipts_given_after_the_backup_are_not_given_again(house: House, tmp_path: Path) -> None:
    open_account(house, 1_000_000)
    filed(house, *lines_of("A1"))
    operator = operator_of(house)
    file = backup_of(operator, tmp_path / "b").file
    later = filed(house, *lines_of("A2"))[0]["receipt"]
    again = TestRestoring.at_work(house, operator, file, tmp_path, 500)
    assert figures(again).available == 1_000_000 - 84_110
    assert filed(again, *lines_of("A2"))[0]["receipt"] == later + 500
    again.close()
    assert damage_of(operator_of(again)) == []
