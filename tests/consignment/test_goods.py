"""What name and tariff code of goods betray."""

from datetime import date

import pytest

from building import DAY, a_person
from thongquan.consignment.goods import look_at_goods
from thongquan.consignment.party import is_company, look_at_party


@pytest.mark.parametrize(
    ("goods_vi", "goods_en", "hs_code", "effect"),
    [
        ("Kem dưỡng da mặt 50 ml", "Face cream 50 ml", "33049930", "warning"),
        ("Áo thun nam bằng cotton", "Men's cotton T-shirt", "61091010", ""),
        ("Thiết bị bay không người lái có camera", "Camera drone", "88062200", "ordinary"),
        ("", "", "88062200", "ordinary"),
        ("Dung dịch thuốc lá điện tử 30 ml", "E-cigarette liquid 30 ml", "24041210", "prohibited"),
        ("DUNG DICH THUOC LA DIEN TU", "", "", "prohibited"),
    ],
)
def test_controls_are_found_by_code_and_by_words(goods_vi: str, goods_en: str, hs_code: str, effect: str) -> None:
    seen = look_at_goods(goods_vi, goods_en, hs_code, DAY)
    assert seen.effect == effect
    assert (seen.fault is not None) == (effect in ("ordinary", "prohibited"))


@pytest.mark.parametrize("words", ["GIFT", "quà tặng", "N/A", "personal effects", "as per invoice", "PARTS"])
def test_a_description_of_nothing_but_vague_words_is_named(words: str) -> None:
    assert [w.code for w in look_at_goods("", words, "", DAY).warnings] == ["GOODS-VAGUE"]


@pytest.mark.parametrize("words", ["Gift box of chocolate", "Car spare parts", "Medical instrument, sample"])
def test_a_vague_word_among_others_is_not_vague(words: str) -> None:
    assert "GOODS-VAGUE" not in [w.code for w in look_at_goods("", words, "", DAY).warnings]


@pytest.mark.parametrize(("hs_code", "code"), [("330499", "HS-SHORT"), ("33049999", "HS-UNKNOWN")])
def test_a_tariff_code_is_eight_digits_of_the_tariff(hs_code: str, code: str) -> None:
    assert code in [w.code for w in look_at_goods("Áo thun", "", hs_code, DAY).warnings]


def test_documents_are_known_by_their_words() -> None:
    assert look_at_goods("Tài liệu, chứng từ", "Documents", "", DAY).is_documents
    assert look_at_goods("", "DOCUMENTS", "", DAY).is_documents


@pytest.mark.parametrize(
    "goods", ["Ví đựng hộ chiếu", "Máy thu thanh", "Khung bằng khen", "Letter opener", "Document camera", "Cổng van"]
)
def test_goods_whose_name_holds_such_a_word_are_no_documents(goods: str) -> None:
    assert not look_at_goods(goods, "", "", DAY).is_documents


class TestTheVietnameseParty:
    def test_with_a_citizen_number_and_a_new_address_gives_no_warning(self) -> None:
        assert look_at_party(a_person(), "receiver", DAY) == []

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"code": ""}, "PARTY-NO-CODE"),
            ({"code": "07918500012"}, "PARTY-ODD-CODE"),
            ({"code": "9901234560"}, "PARTY-SHORT-CODE"),
            ({"address": "12 Lê Lợi, Quận 1, TP. Hồ Chí Minh"}, "ADDRESS-OLD"),
        ],
    )
    def test_is_warned_about_one_oddity(self, change: dict[str, str], code: str) -> None:
        assert [w.code for w in look_at_party(a_person(**change), "receiver", DAY)] == [code]

    @pytest.mark.parametrize(("day", "old"), [(date(2025, 6, 30), False), (date(2025, 7, 1), True)])
    def test_a_district_is_old_from_the_day_of_the_two_levels(self, day: date, old: bool) -> None:
        party = a_person(address="12 Lê Lợi, Quận 1, TP. Hồ Chí Minh")
        assert ("ADDRESS-OLD" in [w.code for w in look_at_party(party, "receiver", day)]) is old


def test_companies_are_known_by_their_words() -> None:
    assert is_company("CTY TNHH TM DV XNK Nam Phương")
    assert not is_company("Nguyễn Thị Công")
