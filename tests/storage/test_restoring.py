"""Books from a backup give nothing out a second time, and are never put over anything."""

from datetime import timedelta
from pathlib import Path

import pytest

from authority.house import House, a_filing, lines_of
from demo_pki import NOW
from storage.operating import EVENING, backup_of, damage_of, operator_of, restored, rows
from thongquan.base.limits import LIMITS
from thongquan.numbering.declaration_number import LAST
from thongquan.storage.maintaining import Operator
from thongquan.storage.refusals import (
    BooksDamaged,
    TargetNotEmpty,
    TooManySkipped,
)


class TestRestoring:
    def test_is_never_done_over_anything(self, busy: House, tmp_path: Path) -> None:
        operator = operator_of(busy)
        file = backup_of(operator, tmp_path / "b").file
        (tmp_path / "again").mkdir(mode=0o700)
        (tmp_path / "again" / "x").touch()
        with pytest.raises(TargetNotEmpty):
            restored(operator, file, tmp_path / "again")
        (tmp_path / "again" / "x").unlink()
        restored(operator, file, tmp_path / "again")

    def test_refuses_books_that_were_damaged_before_the_backup(self, busy: House, tmp_path: Path) -> None:
        busy.sit(lambda now: now.books.connection.execute("UPDATE act SET leaf = zeroblob(32) WHERE seq = 1"))
        operator = operator_of(busy)
        file = backup_of(operator, tmp_path / "b").file
        with pytest.raises(BooksDamaged):
            restored(operator, file, tmp_path / "again")
        assert not (tmp_path / "again").exists()

    def test_gives_no_number_that_may_have_been_given_after_the_backup(self, busy: House, tmp_path: Path) -> None:
        operator = operator_of(busy)
        file = backup_of(operator, tmp_path / "b").file
        later = busy.file(a_filing(lines_of("A8", "A9")))[0]
        again = self.at_work(busy, operator, file, tmp_path, None)
        after = again.file(a_filing(lines_of("A8", "A9")))[0]
        given = {one["decision"]["number"] for one in later["outcomes"]}
        assert given.isdisjoint(one["decision"]["number"] for one in after["outcomes"])
        assert after["checkpoint"]["group"] > later["checkpoint"]["group"]
        again.close()
        assert damage_of(operator_of(again)) == []

    @pytest.mark.parametrize(
        ("age", "days"), [(timedelta(0), 1), (timedelta(days=1), 1), (timedelta(days=1, seconds=1), 2)]
    )
    def test_leaves_out_more_the_older_the_backup_is(
        self, busy: House, tmp_path: Path, age: timedelta, days: int
    ) -> None:
        file = backup_of(operator_of(busy), tmp_path / "b").file
        skipped = restored(operator_of(busy, EVENING + age), file, tmp_path / "again").skipped
        assert (skipped.numbers, skipped.groups, skipped.companies) == (
            LIMITS.skipped_numbers_a_day * days, LIMITS.skipped_groups_a_day * days,
            LIMITS.skipped_companies_a_day * days,
        )  # fmt: skip

    def test_leaves_out_what_the_operator_says(self, busy: House, tmp_path: Path) -> None:
        operator = operator_of(busy)
        file = backup_of(operator, tmp_path / "b").file
        again = self.at_work(busy, operator, file, tmp_path, 7)
        told = again.file(a_filing(lines_of("A9")))[0]["outcomes"][0]["decision"]["number"]
        assert told == "100000000120"  # four were given, seven left out
        again.close()

    def test_without_a_gap_goes_on_where_the_backup_ends(self, busy: House, tmp_path: Path) -> None:
        operator = operator_of(busy)
        file = backup_of(operator, tmp_path / "b").file
        again = self.at_work(busy, operator, file, tmp_path, 0)
        told = again.file(a_filing(lines_of("A9")))[0]
        assert (told["outcomes"][0]["decision"]["number"], told["checkpoint"]["group"]) == ("100000000050", 2)
        again.close()
        assert damage_of(operator_of(again)) == []

    def test_gives_no_unit_code_that_may_have_been_given(self, busy: House, tmp_path: Path) -> None:
        operator = operator_of(busy)
        file = backup_of(operator, tmp_path / "b").file
        again = self.at_work(busy, operator, file, tmp_path, None)
        assert again.books.companies() == 2 + LIMITS.skipped_companies_a_day
        again.close()

    def test_twice_in_a_row_leaves_two_gaps_that_are_explained(self, busy: House, tmp_path: Path) -> None:
        operator = operator_of(busy)
        again = self.at_work(busy, operator, backup_of(operator, tmp_path / "b").file, tmp_path, 5)
        again.close()
        once_more = operator_of(again)
        third = self.at_work(again, once_more, backup_of(once_more, tmp_path / "c").file, tmp_path / "third", 5)
        third.file(a_filing(lines_of("A9")))
        third.close()
        assert damage_of(operator_of(third)) == []
        assert rows(third.service.data, "SELECT count(*) FROM gap WHERE what = 'import'") == [(2,)]

    def test_that_would_use_up_the_numbers_is_refused(self, busy: House, tmp_path: Path) -> None:
        operator = operator_of(busy)
        file = backup_of(operator, tmp_path / "b").file
        with pytest.raises(TooManySkipped):
            restored(operator, file, tmp_path / "again", LAST - 4)
        restored(operator, file, tmp_path / "again", LAST - 5)

    def test_after_a_gap_that_nobody_told_is_damage(self, busy: House, tmp_path: Path) -> None:
        operator = operator_of(busy)
        again = self.at_work(busy, operator, backup_of(operator, tmp_path / "b").file, tmp_path, 5)
        again.sit(lambda now: now.books.connection.execute("UPDATE gap SET after = after + 1 WHERE what = 'import'"))
        again.sit(lambda now: now.books.connection.execute("UPDATE sequence SET next = next + 1"))
        again.close()
        assert {one.what for one in damage_of(operator_of(again))} >= {"gap"}

    @staticmethod
    def at_work(house: House, operator: Operator, file: Path, folder: Path, skip: int | None) -> House:
        """The restored books, served again with the same keys."""
        again = folder / "restored"
        again.mkdir(parents=True)
        restored(operator, file, again / "data", skip)
        (again / "keys").symlink_to(operator.keys)
        house.close()
        return House(again, now=NOW.replace(hour=16))
