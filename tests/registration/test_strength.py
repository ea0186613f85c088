"""zxcvbn's judgement, asked so that no password keeps the server busy and no user's name reaches another's question."""

import random
import time

import pytest
from zxcvbn.matching import RANKED_DICTIONARIES

from thongquan.registration.strength import PIECE, PIECES, folded, is_listed, strength

SLOW_SECONDS = 1.0
"""zxcvbn alone takes 4.6 s for the first of these, and more for longer ones."""


@pytest.mark.parametrize(
    "password",
    [
        "4@8({[<369|!17$5+%20" * 8,
        "".join(random.Random(n).choice("4@8({[<369|!10$5+7%2") for n in range(160)),
        "a" * 128,
        "p4ssw0rd1!$" * 12,
        "01021990" * 16,
        "()" * 64,
        "4a@4a@4a@4a@4a@4a@4a" * 6,
    ],
)
def test_no_password_keeps_the_server_busy(password: str) -> None:
    began = time.thread_time()
    strength(password)
    assert time.thread_time() - began < SLOW_SECONDS


def test_a_password_is_as_good_as_its_best_piece() -> None:
    assert strength("a" * PIECE + "9vK#w2Lq!tRz").score == 4


def test_so_many_pieces_are_looked_at_and_no_more() -> None:
    assert strength("a" * PIECE * (PIECES - 1) + "9vK#w2Lq!tRz").score == 4
    assert strength("a" * PIECE * PIECES + "9vK#w2Lq!tRz").score == 0


def test_what_is_known_of_the_user_is_easily_guessed() -> None:
    assert strength("vijaykhanna").score > strength("vijaykhanna", ["Vijay Khanna", "vijaykhanna"]).score


def test_what_is_known_of_one_user_is_not_known_of_the_next() -> None:
    strength("xkqzvwpt", ["xkqzvwpt"])
    assert "user_inputs" not in RANKED_DICTIONARIES
    assert strength("xkqzvwpt").score > 0


def test_words_of_the_trade_are_known_of_everybody() -> None:
    assert strength("thongquan").score < strength("thxngquqn").score


@pytest.mark.parametrize(("text", "bare"), [("Đặng Thị Hà", "dang thi ha"), ("ABC", "abc"), ("", "")])
def test_marks_fall_off(text: str, bare: str) -> None:
    assert folded(text) == bare


def test_the_lists_are_searched_in_small_letters() -> None:
    assert is_listed("MatKhau")
    assert not is_listed("q7Vd2#Rk")
