"""What a new password must satisfy, each rule with a case that passes and one that does not."""

import pytest
from msgspec.structs import replace

from thongquan import law
from thongquan.base.limits import LIMITS
from thongquan.registration.password_rules import EASY, Known, faults_of_password, faults_of_wire_password

KNOWN = Known(ids=["0012KXY7"], names=["Công ty TNHH Chuyển phát nhanh Sao Mai", "Đặng Thị Thu Hà"])
ADMIN = Known(ids=["9901234560", "thuha@saomai.example"], names=KNOWN.names)
GOOD_ON_THE_WIRE = "q7Vd2#Rk"
GOOD = "bốn con trâu uống sông"


def wire(new: str, old: str = "") -> list[str]:
    return [fault.code for fault in faults_of_wire_password(new, "new_password", KNOWN, old)]


def codes(new: str, old: str = "") -> list[str]:
    return [fault.code for fault in faults_of_password(new, "new_password", ADMIN, old)]


class TestThePasswordOfAUserId:
    def test_eight_characters_at_random_pass(self) -> None:
        assert wire(GOOD_ON_THE_WIRE) == []

    @pytest.mark.parametrize("new", [GOOD_ON_THE_WIRE[:7], GOOD_ON_THE_WIRE + "x"])
    def test_it_has_exactly_eight(self, new: str) -> None:
        assert "PASSWORD-LENGTH" in wire(new)

    @pytest.mark.parametrize("sign", sorted(set(map(chr, range(0x21, 0x7F))) - {"$"}))
    def test_every_sign_of_the_wire_is_allowed(self, sign: str) -> None:
        assert "PASSWORD-CHARACTERS" not in wire("q7Vd2#R" + sign)

    @pytest.mark.parametrize("sign", ["$", " ", "\t", "\x7f", "é", "đ", "ａ", "\n"])
    def test_what_the_wire_cannot_carry_is_not(self, sign: str) -> None:
        assert "PASSWORD-CHARACTERS" in wire("q7Vd2#R" + sign)

    def test_the_password_of_the_tutorial_is_refused_with_its_own_sentence(self) -> None:
        assert wire("12345678") == ["PASSWORD-FROM-THE-TUTORIAL"]

    @pytest.mark.parametrize("new", ["password", "PassWord", "sunshine", "qwertyui", "matkhau1", "haiquan1"])
    def test_what_is_in_the_lists_or_close_to_them_is_refused(self, new: str) -> None:
        assert {"PASSWORD-LISTED", "PASSWORD-EASY"} & set(wire(new))

    @pytest.mark.parametrize("new", ["0012KXY7", "0012kq7v", "q7saoV2k".replace("sao", "0012K")[:8], "q7ChuyenX"[:8]])
    def test_nothing_of_the_user_id_or_the_names_stands_in_it(self, new: str) -> None:
        assert "PASSWORD-TELLS-WHO" in wire(new)

    def test_short_words_of_a_name_may(self) -> None:
        assert "PASSWORD-TELLS-WHO" not in wire("q7#saoV2")

    def test_the_old_one_is_no_new_one(self) -> None:
        assert wire(GOOD_ON_THE_WIRE, old=GOOD_ON_THE_WIRE) == ["PASSWORD-UNCHANGED"]


class TestThePasswordOfAnAdministratorOrOfficer:
    @pytest.mark.parametrize("new", [GOOD, "correct horse battery staple", "9vK#w2Lq!tRz"])
    def test_some_words_or_a_dozen_random_characters_pass(self, new: str) -> None:
        assert codes(new) == []

    def test_it_has_twelve_characters(self) -> None:
        assert LIMITS.password_characters_least == 12
        assert codes("9vK#w2Lq!tRz") == []
        assert codes("9vK#w2Lq!tR") == ["PASSWORD-SHORT"]

    def test_it_has_no_more_than_the_limit(self) -> None:
        longest = (GOOD * 10)[: LIMITS.password_characters]
        assert codes(longest) == []
        assert codes(longest + "x") == ["PASSWORD-LONG"]

    @pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\x00", "\ue000", "\ud800", "\u0378", "\u2028"])
    def test_what_is_not_seen_or_has_no_fixed_form_is_refused(self, sign: str) -> None:
        assert codes(GOOD + sign) == ["PASSWORD-UNSEEN-CHARACTERS"]

    @pytest.mark.parametrize("new", ["trâu 9901234560 sông", "trâu thuha uống sông", "trâu SaoMai.example sông"])
    def test_no_account_and_no_address_stands_in_it(self, new: str) -> None:
        assert codes(new) == ["PASSWORD-TELLS-WHO"]

    def test_no_whole_name_stands_in_it_with_or_without_marks(self) -> None:
        assert "PASSWORD-TELLS-WHO" in codes("dang thi thu ha 95 #k")
        assert "PASSWORD-TELLS-WHO" in codes("Đặng Thị Thu Hà 95 #k")

    @pytest.mark.parametrize(
        ("new", "why"),
        [
            ("passwordpassword", "repeat"),
            ("zaqxswcdevfr", "keys"),
            ("abcdefghijklm", "sequence"),
            ("sunshine1988", "word"),
            ("31.12.1990aa", "date"),
        ],
    )
    def test_an_easy_one_is_refused_with_what_makes_it_so(self, new: str, why: str) -> None:
        assert {"PASSWORD-EASY", EASY[why]} <= set(codes(new))  # type: ignore[index]  # a parameter is not a literal

    @pytest.mark.parametrize(("new", "score"), [("coldriverking", 3), ("kitchenwindow", 2)])
    def test_it_is_as_hard_to_guess_as_the_limit_says(self, new: str, score: int) -> None:
        for least in (score, score + 1):
            limits = replace(LIMITS, password_score=least)
            faults = {fault.code for fault in faults_of_password(new, "new_password", ADMIN, limits=limits)}
            assert ("PASSWORD-EASY" in faults) is (least > score)
        assert ("PASSWORD-EASY" in codes(new)) is (score < LIMITS.password_score)

    def test_vietnamese_marks_do_not_make_a_listed_word_strong(self) -> None:
        assert "PASSWORD-EASY" in codes("mật khẩu mật khẩu".replace(" ", ""))

    def test_letters_in_signs_clothing_are_seen_through(self) -> None:
        assert "PASSWORD-EASY" in codes("p@55w0rd2024")


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert set(wire("0012K$")) >= {"PASSWORD-LENGTH", "PASSWORD-CHARACTERS", "PASSWORD-TELLS-WHO"}


def test_a_fault_points_at_its_field_and_never_tells_the_password() -> None:
    faults = faults_of_wire_password("0012K$", "new_password", KNOWN)
    assert {fault.at for fault in faults} == {"new_password"}
    assert not any("0012K" in str(fact) for fault in faults for fact in fault.facts.values())


@pytest.mark.parametrize("language", law.LANGUAGES)
def test_the_kind_sentence_names_what_is_refused(language: str) -> None:
    assert "12345678" in law.wording(language).text("PASSWORD-FROM-THE-TUTORIAL")
