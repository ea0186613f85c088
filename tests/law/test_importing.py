"""Newer official lists laid over the built-in tables."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from law.copying import Copy
from thongquan.law.book import Law
from thongquan.law.importing import import_codes
from thongquan.law.reading import LawBroken

JULY = date(2026, 7, 1)
HEADER = "code\tname_vi\tname_en\n"
KINDS = HEADER + "A\tTrị giá chưa có cước\tWithout freight\nC\tHỗn hợp\tMixed\nE\tLoại mới\tNew kind\n"


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    path = tmp_path / "price_kinds.tsv"
    path.write_text(KINDS, encoding="utf-8")
    return path


def codes(folder: Path, day: date) -> set[str]:
    return set(Law(overlay=folder).codes("price_kinds").on(day))


def test_the_report_says_what_was_added_changed_and_ended(newer: Path, tmp_path: Path) -> None:
    report = import_codes(newer, tmp_path / "own", since=JULY)
    assert (report.added, report.changed, report.ended, report.unchanged) == (["E"], ["A", "C"], ["B", "D"], 0)


def test_old_codes_hold_until_the_day_before(newer: Path, tmp_path: Path) -> None:
    import_codes(newer, tmp_path / "own", since=JULY)
    assert codes(tmp_path / "own", date(2026, 6, 30)) == set("ABCD")


def test_new_codes_hold_from_their_day(newer: Path, tmp_path: Path) -> None:
    import_codes(newer, tmp_path / "own", since=JULY)
    assert codes(tmp_path / "own", JULY) == set("ACE")


def test_a_changed_name_keeps_its_old_row_for_old_days(newer: Path, tmp_path: Path) -> None:
    import_codes(newer, tmp_path / "own", since=JULY)
    table = Law(overlay=tmp_path / "own").codes("price_kinds")
    assert table.on(date(2026, 6, 30))["C"]["name_en"].startswith("Mixed: partly")
    assert table.on(JULY)["C"]["name_en"] == "Mixed"


def test_the_same_list_twice_changes_nothing(newer: Path, tmp_path: Path) -> None:
    first = Path(import_codes(newer, tmp_path / "own", since=JULY).file)
    before = first.read_bytes()
    again = import_codes(newer, tmp_path / "own", since=JULY)
    assert (again.added, again.changed, again.ended, again.unchanged) == ([], [], [], 3)
    assert first.read_bytes() == before


def test_a_partial_list_ends_nothing(newer: Path, tmp_path: Path) -> None:
    report = import_codes(newer, tmp_path / "own", since=JULY, partial=True)
    assert report.ended == []
    assert codes(tmp_path / "own", JULY) == set("ABCDE")


def test_the_built_in_table_stays_as_it_is(newer: Path, tmp_path: Path) -> None:
    import_codes(newer, tmp_path / "own", since=JULY)
    assert set(Law().codes("price_kinds").on(JULY)) == set("ABCD")


def test_semicolons_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("\ufeffcode;name_en\nUSD;US dollar\n", encoding="utf-8")
    report = import_codes(path, tmp_path / "own", since=JULY, table="currencies", partial=True)
    assert report.changed == ["USD"]


def test_columns_the_list_lacks_keep_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "currencies.csv"
    path.write_text("code,name_en\nUSD,US dollar\n", encoding="utf-8")
    import_codes(path, tmp_path / "own", since=JULY, partial=True)
    assert Law(overlay=tmp_path / "own").codes("currencies").on(JULY)["USD"]["decimals"] == "2"


class TestARegisterThatIsBuiltInEmpty:
    """What nobody publishes, an operator brings: the columns are the table's, the codes of several lengths."""

    ROWS = "code,name,phone\n9901234560,Công ty A,0901\n9901234560001,Chi nhánh A,\n048080916671,Hộ kinh doanh B,0902\n"

    def imported(self, folder: Path, text: str) -> Law:
        path = folder / "traders.csv"
        path.write_text(text, encoding="utf-8")
        import_codes(path, folder / "own", since=JULY)
        return Law(overlay=folder / "own")

    def test_is_filled_and_read_again(self, tmp_path: Path) -> None:
        rows = self.imported(tmp_path, self.ROWS).codes("traders").on(JULY)
        assert len(rows) == 3
        assert (rows["9901234560"]["name"], rows["9901234560"]["status"]) == ("Công ty A", "")

    def test_may_stay_empty(self, tmp_path: Path) -> None:
        assert self.imported(tmp_path, "code,name\n").codes("traders").on(JULY) == {}

    def test_takes_codes_of_lengths_that_no_row_has_yet(self, tmp_path: Path) -> None:
        self.imported(tmp_path, "code,name\n9901234560,A\n")
        assert len(self.imported(tmp_path, self.ROWS).codes("traders").on(JULY)) == 3

    def test_holds_names_in_one_spelling(self, tmp_path: Path) -> None:
        text = "code,name\n9901234560,Công ty Sao\n"
        name = (
            self.imported(tmp_path, unicodedata.normalize("NFD", text)).codes("traders").on(JULY)["9901234560"]["name"]
        )
        assert name == "Công ty Sao"

    def test_knows_the_codes_of_all_times(self, tmp_path: Path) -> None:
        self.imported(tmp_path, "code,valid_to\n9901234560,2026-07-31\n")
        table = Law(overlay=tmp_path / "own").codes("traders")
        assert ("9901234560" in table.ever(), "9901234560" in table.on(date(2026, 8, 1))) == (True, False)


def test_new_rates_of_a_week_end_the_old_ones(tmp_path: Path) -> None:
    path = tmp_path / "exchange_rates.tsv"
    path.write_text("code\tvnd_per_unit\tsource\nUSD\t26000\tofficial\n", encoding="utf-8")
    import_codes(path, tmp_path / "own", since=date(2026, 9, 8), partial=True)
    rates = Law(overlay=tmp_path / "own").codes("exchange_rates")
    days = (date(2026, 9, 7), date(2026, 9, 8))
    assert [rates.on(day)["USD"]["vnd_per_unit"] for day in days] == ["25880.00", "26000"]


@pytest.mark.parametrize(
    ("text", "code", "key"),
    [
        ("name_vi\tcode\nx\tA\n", "LAW-HEADER", "name_vi\tcode"),
        ("code\tcolour\nA\tred\n", "LAW-HEADER", "code\tcolour"),
        ("code\tcode\nA\tA\n", "LAW-HEADER", "code\tcode"),
        ("", "LAW-HEADER", ""),
        (HEADER + "A\tx\n", "LAW-ROW", "line 2"),
        (HEADER + "AAA\tx\ty\n", "LAW-CODE", "line 2"),
        (HEADER + "a\tx\ty\n", "LAW-CODE", "line 2"),
        (HEADER + "\tx\ty\n", "LAW-CODE", "line 2"),
        (HEADER + "A\tx\u202ey\tz\n", "LAW-HIDDEN", "line 2"),
        ("code\tvalid_from\nE\t2026-13-01\n", "LAW-DATE", "E.valid_from"),
        ("code\tvalid_from\tvalid_to\nE\t2026-08-01\t2026-07-01\n", "LAW-DATE", "E"),
        ("code\tvalid_from\nE\t2026-08-01\nE\t2026-09-01\n", "LAW-OVERLAP", "E"),
    ],
)
def test_a_list_with_a_mistake_is_refused(tmp_path: Path, text: str, code: str, key: str) -> None:
    path = tmp_path / "price_kinds.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LawBroken) as broken:
        import_codes(path, tmp_path / "own", since=JULY)
    assert (broken.value.code, broken.value.facts["key"]) == (code, key)


def test_a_refused_list_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "price_kinds.tsv"
    path.write_text(HEADER + "A\tx\n", encoding="utf-8")
    with pytest.raises(LawBroken):
        import_codes(path, tmp_path / "own", since=JULY)
    assert not (tmp_path / "own").exists()


def test_a_list_for_no_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "moons.tsv"
    path.write_text("code\nA\n", encoding="utf-8")
    with pytest.raises(LawBroken) as broken:
        import_codes(path, tmp_path / "own", since=JULY)
    assert broken.value.code == "LAW-UNKNOWN-TABLE"


def test_an_empty_overlay_folder_changes_nothing(copy: Copy, tmp_path: Path) -> None:
    assert Law(copy.folder, tmp_path / "none").codes_path("tariff") == copy.folder / "codes" / "tariff.tsv"
