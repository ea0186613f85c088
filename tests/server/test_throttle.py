"""Who guesses waits, and nobody else does (threat 4). The clock is a number that the test moves."""

from hypothesis import given
from hypothesis import strategies as st

from thongquan.server.throttle import FIRST_WAIT, Admission, Rule, Throttle

RULE = Rule(tries=5, longest_wait=60.0, forgotten_after=3_600.0, remembered=100)
GO_ON = Admission(0.0, alarm=False)

steps = st.lists(st.tuples(st.floats(0, 120), st.sampled_from("abc")), max_size=200)
"""Seconds since the step before, and who tries."""


def guessed(throttle: Throttle, key: str, tries: int, now: float = 0.0) -> float:
    """So many wrong tries, each as soon as it may be; the moment of the last."""
    for _ in range(tries):
        now += throttle.wait(key, now)
        assert throttle.admit(key, now).wait == 0.0
    return now


class TestWaits:
    def test_the_first_wrong_tries_cost_no_wait(self) -> None:
        assert guessed(Throttle(RULE), "a", RULE.tries) == 0.0

    def test_then_each_costs_twice_the_one_before(self) -> None:
        throttle = Throttle(RULE)
        guessed(throttle, "a", RULE.tries)
        now, waits = 0.0, []
        for _ in range(4):
            waits.append(throttle.wait("a", now))
            now += waits[-1]
            throttle.admit("a", now)
        assert waits == [FIRST_WAIT, 2.0, 4.0, 8.0]

    def test_no_wait_is_longer_than_the_longest(self) -> None:
        throttle = Throttle(RULE)
        now = guessed(throttle, "a", 500)
        assert throttle.wait("a", now) == RULE.longest_wait

    def test_a_try_that_comes_too_early_is_told_when_and_does_not_lengthen_the_wait(self) -> None:
        throttle = Throttle(RULE)
        guessed(throttle, "a", RULE.tries)
        assert [throttle.admit("a", 0.25).wait for _ in range(50)] == [0.75] * 50
        assert throttle.admit("a", FIRST_WAIT).wait == 0.0

    def test_a_hundred_at_once_do_not_slip_through(self) -> None:
        throttle = Throttle(RULE)
        assert sum(throttle.admit("a", 1.0).wait == 0.0 for _ in range(100)) == RULE.tries

    def test_the_alarm_sounds_once_where_the_waits_begin(self) -> None:
        throttle = Throttle(RULE)
        now, alarms = 0.0, []
        for _ in range(20):
            now += throttle.wait("a", now)
            alarms.append(throttle.admit("a", now).alarm)
        assert alarms == [place == RULE.tries - 1 for place in range(20)]

    def test_after_a_quiet_time_all_is_forgotten(self) -> None:
        throttle = Throttle(RULE)
        now = guessed(throttle, "a", 20)
        assert guessed(throttle, "a", RULE.tries, now + RULE.forgotten_after) == now + RULE.forgotten_after

    def test_a_second_less_is_not_enough(self) -> None:
        throttle = Throttle(RULE)
        now = guessed(throttle, "a", 20) + RULE.forgotten_after - 1
        throttle.admit("a", now)
        assert throttle.wait("a", now) == RULE.longest_wait


class TestARightOne:
    def test_the_owner_is_forgiven_all(self) -> None:
        throttle = Throttle(RULE)
        now = guessed(throttle, "a", 20)
        throttle.was_right("a", all_forgiven=True)
        assert len(throttle) == 0
        assert throttle.wait("a", now) == 0.0

    def test_a_source_is_forgiven_this_one_only(self) -> None:
        """Who logs in as himself between two guesses guesses no faster."""
        throttle, now = Throttle(RULE), 0.0
        for _ in range(20):
            now = guessed(throttle, "a", 1, now)
            now = guessed(throttle, "a", 1, now)
            throttle.was_right("a", all_forgiven=False)
        assert now > RULE.longest_wait * 5

    def test_many_right_ones_in_a_row_never_wait(self) -> None:
        throttle = Throttle(RULE)
        for _ in range(100):
            assert throttle.admit("a", 1.0) == GO_ON
            throttle.was_right("a", all_forgiven=False)

    def test_one_that_nobody_counted_changes_nothing(self) -> None:
        throttle = Throttle(RULE)
        throttle.was_right("a", all_forgiven=True)
        assert len(throttle) == 0


class TestMemory:
    def test_it_holds_so_many_and_no_more(self) -> None:
        throttle = Throttle(RULE)
        for n in range(RULE.remembered):
            throttle.admit(str(n), 0.0)
        assert len(throttle) == RULE.remembered
        throttle.admit("one more", 0.0)
        assert len(throttle) == RULE.remembered

    def test_a_flood_of_names_does_not_wash_a_guesser_away(self) -> None:
        throttle = Throttle(RULE)
        guessed(throttle, "guesser", 20)
        for n in range(RULE.remembered * 20):
            throttle.admit(f"invented {n}", 200.0)
        assert throttle.wait("guesser", 200.0) > 0.0

    def test_where_all_are_guessers_the_least_of_some_goes(self) -> None:
        throttle = Throttle(RULE._replace(remembered=8))
        for n in range(8):
            guessed(throttle, str(n), 6 if n == 3 else 20)
        throttle.admit("one more", 400.0)
        assert throttle.wait("3", 0.0) == 0.0
        assert len(throttle) == 8


@given(steps)
def test_what_it_promises_it_keeps(taken: list[tuple[float, str]]) -> None:
    """Who is told to wait so long is let through then, whatever the others do."""
    throttle, now = Throttle(RULE), 0.0
    for passed, key in taken:
        now += passed
        wait = throttle.admit(key, now).wait
        assert 0.0 <= wait < RULE.longest_wait + 1e-6  # a moment less another one is rounded
        if wait:
            now += wait
            assert throttle.admit(key, now).wait == 0.0


@given(steps)
def test_one_does_not_wait_because_of_another(taken: list[tuple[float, str]]) -> None:
    together, alone, now = Throttle(RULE), {key: Throttle(RULE) for key in "abc"}, 0.0
    for passed, key in taken:
        now += passed
        assert together.admit(key, now) == alone[key].admit(key, now)


@given(st.lists(st.floats(0, 10), min_size=1, max_size=600))
def test_whenever_they_come_no_more_pass_than_the_waits_allow(gaps: list[float]) -> None:
    """After the free tries the waits are 1, 2, 4 … 32, then 60 seconds."""
    throttle, now, let_through = Throttle(RULE), 0.0, 0
    for gap in gaps:
        now += gap
        let_through += throttle.admit("a", now).wait == 0.0
    assert let_through <= RULE.tries + 6 + now / RULE.longest_wait
