"""What was registered, judged anew filing by filing."""

from typing import Any

from building import DAY, a_mic
from thongquan.authority.authority import desk_for
from thongquan.authority.judging_again import Again, Judge
from thongquan.declaration.codec import encode_line

DESK = desk_for("import", DAY, b"a secret of the test")


def again(*changes: dict[str, Any]) -> list[Again]:
    lines = [encode_line(a_mic(house_bill=f"SEL0000000{n}VN", **one)) for n, one in enumerate(changes)]
    return Judge().judge([(line, f"house {n}".encode()) for n, line in enumerate(lines)], DESK)


def test_what_passes_has_a_channel_and_its_value() -> None:
    [one] = again({"customs_value": 400_000})
    assert (one.faults, one.customs_value, one.channel in {"1", "2", "3"}) == ([], 400_000, True)


def test_what_does_not_pass_has_its_faults_and_no_channel() -> None:
    [one] = again({"origin": ""})
    assert (one.faults, one.channel) == (["MIC-OR-EMPTY"], "")


def test_houses_of_one_owner_count_together_as_they_did() -> None:
    found = again(
        {"customs_value": 600_000}, {"customs_value": 600_000}, {"customs_value": 900_000, "master_bill": "1"}
    )
    assert [one.faults for one in found] == [["AGGREGATION"], ["AGGREGATION"], []]


def test_a_line_that_cannot_be_read_any_more_stands_in_nobody_s_way() -> None:
    found = Judge().judge([(b'{"form":"MIC","gone":"1"}', b"a"), (encode_line(a_mic()), b"b")], DESK)
    assert [one.faults for one in found] == [["LINE-NOT-NORMAL"], []]


def test_houses_of_one_owner_count_together_over_filings() -> None:
    judge = Judge()
    first, second = (
        judge.judge([(encode_line(a_mic(house_bill=number, customs_value=600_000)), number.encode())], DESK)
        for number in ("SEL00000001VN", "SEL00000002VN")
    )
    assert [one.faults for one in (*first, *second)] == [[], ["AGGREGATION-REGISTERED"]]
