"""What is read off the steps that a transport took."""

from thongquan.transport.standing import Standing, Taken


def after(*steps: tuple[str, str, str]) -> Standing:
    """Step, state after it, and reason; one each hour."""
    return Standing(
        "0" * 32,
        steps=tuple(Taken(step, f"{hour:02}", "x", state, why) for hour, (step, state, why) in enumerate(steps)),
    )


def test_a_state_lasts_since_the_step_that_led_there() -> None:
    life = [("register", "drafted", ""), ("declare", "declared", ""), ("instruct", "declared", "vì vậy")]
    assert [after(*life[:n]).since for n in (1, 2, 3)] == ["00", "01", "01"]


def test_a_state_that_came_again_lasts_since_then() -> None:
    life = ("approve", "approved", ""), ("depart", "departed", ""), ("take-back-departure", "approved", "vì vậy")
    assert after(*life).since == "02"


def test_an_amended_line_waits_until_it_is_answered_however_often_it_was_amended() -> None:
    life = [
        ("amend", "approved", "04-BKHH 1/1: (9) A"),
        ("amend", "approved", "04-BKHH 1/2: (9) B"),
        ("amend", "approved", "04-BKHH 1/2: (9) C"),
        ("amendment-accept", "approved", "04-BKHH 1/2"),
        ("amendment-turn-down", "approved", "04-BKHH 1/1: vì: vậy"),
    ]
    told = [after(*life[:n]).unanswered for n in range(1, 6)]
    one, two = "04-BKHH 1/1", "04-BKHH 1/2"
    assert told == [{one}, {one, two}, {one, two}, {one}, set()]
