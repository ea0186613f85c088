"""Guessing passwords: one account, one password over many accounts, and an owner who is not kept out (threat 4)."""

import logging

import pytest

from faults.size import size
from thongquan.base.limits import LIMITS
from thongquan.server.guesses import Guesses, TooManyTries

TEN_MINUTES = 600.0


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def guesses(clock: Clock) -> Guesses:
    return Guesses(LIMITS, clock)


def passes(guesses: Guesses, account: str, source: str, password: str) -> bool:
    try:
        guesses.begin(account, source, password)
    except TooManyTries:
        return False
    return True


def test_of_10_000_guesses_at_one_account_in_ten_minutes_at_most_100_are_hashed(guesses: Guesses, clock: Clock) -> None:
    """From as many places and with as many passwords as there are guesses."""
    hashed = 0
    for n in range(10_000):
        clock.now += TEN_MINUTES / 10_000
        hashed += passes(guesses, "9901234560", f"source {n}", f"password {n}")
    assert hashed <= 25


def test_of_10_000_guesses_with_the_owners_own_token_as_few_are_hashed(guesses: Guesses, clock: Clock) -> None:
    hashed = 0
    for _ in range(10_000):
        clock.now += TEN_MINUTES / 10_000
        try:
            guesses.begin_signed("9901234560")
        except TooManyTries:
            continue
        hashed += 1
    assert hashed <= 25


def test_one_password_over_1_000_accounts_from_one_source_is_slowed(guesses: Guesses, clock: Clock) -> None:
    hashed = 0
    for n in range(1_000):
        clock.now += 0.1
        hashed += passes(guesses, f"account {n}", "one source", "Mua thu 2026")
    assert hashed <= 25


def test_and_from_1_000_sources_too(guesses: Guesses, clock: Clock) -> None:
    hashed = 0
    for n in range(1_000):
        clock.now += 0.1
        hashed += passes(guesses, f"account {n}", f"source {n}", "Mua thu 2026")
    assert hashed <= 25


def test_1_000_passwords_over_1_000_accounts_from_one_source_are_slowed(guesses: Guesses, clock: Clock) -> None:
    hashed = 0
    for n in range(1_000):
        clock.now += 0.1
        hashed += passes(guesses, f"account {n}", "one source", f"password {n}")
    assert hashed <= 35


def test_strangers_cannot_use_up_the_tries_of_an_owner_who_signs(guesses: Guesses, clock: Clock) -> None:
    for n in range(size(2_000, 100_000)):
        clock.now += 0.01
        passes(guesses, "9901234560", f"source {n % 50}", f"password {n}")
    guesses.begin_signed("9901234560").was_right()


def test_an_owner_who_mistypes_and_then_logs_in_begins_anew(guesses: Guesses) -> None:
    for _ in range(20):
        for _ in range(LIMITS.account_tries - 1):
            guesses.begin_signed("9901234560")
        guesses.begin_signed("9901234560").was_right()


def test_logging_in_as_oneself_does_not_free_the_source(guesses: Guesses, clock: Clock) -> None:
    hashed = 0
    for n in range(1_000):
        clock.now += 0.1
        hashed += passes(guesses, f"account {n}", "one source", f"password {n}")
        try:
            guesses.begin("own account", "one source", "own password").was_right()
        except TooManyTries:
            continue
    assert hashed <= 40


def test_the_refusal_says_when_to_come_back_and_keeps_its_word(guesses: Guesses, clock: Clock) -> None:
    for _ in range(LIMITS.account_tries + 3):
        while not passes(guesses, "a", "s", "p"):
            clock.now += 1
    with pytest.raises(TooManyTries) as refused:
        guesses.begin("a", "s", "p")
    clock.now += int(str(refused.value.facts["seconds"]))
    guesses.begin("a", "s", "p")


def test_a_try_that_must_wait_counts_for_nothing_else(guesses: Guesses) -> None:
    """One account slowed: the source that keeps asking for it may still log in to another."""
    for n in range(LIMITS.account_tries):
        guesses.begin("a", f"s{n}", f"p{n}")
    for n in range(1_000):
        assert not passes(guesses, "a", "one source", f"q{n}")
    assert passes(guesses, "b", "one source", "p")


def test_an_unknown_account_is_slowed_like_a_known_one(guesses: Guesses) -> None:
    """It is not asked which accounts there are, so that the waits cannot tell."""
    told = [[passes(guesses, name, f"s{n} {name}", f"p{n} {name}") for n in range(10)] for name in ("known", "\ud800")]
    assert told[0] == told[1]


def test_the_alarm_is_logged_without_a_name(guesses: Guesses, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for n in range(LIMITS.account_tries):
            guesses.begin("0012KXY7", f"s{n}", f"p{n}")
    assert [record.getMessage() for record in caplog.records] == [
        "passwords are being guessed (one account): slowed from now on"
    ]
    assert guesses.alarms == 1


def test_what_is_slowed_is_counted(guesses: Guesses) -> None:
    for _ in range(LIMITS.account_tries + 7):
        passes(guesses, "a", "s", "p")
    assert guesses.slowed == 7


COUNTED = {
    "account": (LIMITS.account_tries, LIMITS.account_wait_seconds, lambda n: ("a", f"s{n}", f"p{n}")),
    "source": (LIMITS.source_tries, LIMITS.source_wait_seconds, lambda n: (f"a{n}", "s", f"p{n}")),
    "password": (LIMITS.spray_tries, LIMITS.spray_wait_seconds, lambda n: (f"a{n}", f"s{n}", "p")),
}
"""What is counted: free tries, the longest wait, and the nth try that has nothing else in common with the others."""


@pytest.mark.parametrize("what", COUNTED)
class TestALimitOfGuesses:
    def free(self, guesses: Guesses, what: str) -> int:
        """How many pass at one moment."""
        tries, _, nth = COUNTED[what]
        return sum(passes(guesses, *nth(n)) for n in range(tries + 3))

    def slowest(self, guesses: Guesses, clock: Clock, what: str) -> None:
        """As many as it takes until the wait is the longest."""
        for n in range(COUNTED[what][0] + 10):
            while not passes(guesses, *COUNTED[what][2](n)):
                clock.now += 1

    def test_so_many_are_free_and_the_next_waits(self, guesses: Guesses, what: str) -> None:
        assert self.free(guesses, what) == COUNTED[what][0]

    def test_the_longest_wait_is_so_long(self, guesses: Guesses, clock: Clock, what: str) -> None:
        self.slowest(guesses, clock, what)
        clock.now += COUNTED[what][1] - 1
        assert not passes(guesses, *COUNTED[what][2](100))
        clock.now += 1
        assert passes(guesses, *COUNTED[what][2](100))

    @pytest.mark.parametrize("less", [1, 0])
    def test_it_is_forgotten_after_so_long(self, guesses: Guesses, clock: Clock, what: str, less: int) -> None:
        self.slowest(guesses, clock, what)
        clock.now += LIMITS.tries_forgotten_seconds - less
        assert self.free(guesses, what) == (1 if less else COUNTED[what][0])
