"""Row 24: sessions get a new name when they may do more, end in time, and can be ended by their owner."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from authority.house import House
from demo_pki import NOW
from portal.visiting import A_USER, Visitor
from thongquan.base.limits import LIMITS
from thongquan.portal.cookies import SESSION, cookies_in
from thongquan.portal.sessions import Session, Sessions
from thongquan.portal.visit import Visit

SECOND = timedelta(seconds=1)
OTHER_USER = replace(A_USER, account="ZZ99X009")


@pytest.fixture
def sessions() -> Sessions:
    return Sessions()


def a_visit(visitor: Visitor) -> Visit:
    return Visit(
        visitor.counter, visitor.sessions, "r", "POST", "/", "", visitor.source, "vi", name="planted-by-a-thief"
    )


def test_the_name_after_login_is_new(visitor: Visitor) -> None:
    visit = a_visit(visitor)
    visit.log_in(A_USER)
    assert visit.name != "planted-by-a-thief"
    assert visitor.sessions.find("planted-by-a-thief", NOW) is None


def test_login_ends_the_session_that_the_browser_had(visitor: Visitor) -> None:
    visit = a_visit(visitor)
    visit.log_in(A_USER)
    old = visit.name
    visit.log_in(OTHER_USER)
    assert visitor.sessions.find(old, visitor.house.clock()) is None


def test_a_step_up_has_a_new_name_and_kills_old_name_and_old_forms(visitor: Visitor) -> None:
    visit = a_visit(visitor)
    before = visit.log_in(A_USER)
    old = visit.name
    visit.step_up(acts_for="9907654321")
    assert visit.session is not None
    assert (visit.session.who.acts_for, visit.session.handle) == ("9907654321", before.handle)
    assert visit.session.form_token != before.form_token
    assert visitor.sessions.find(old, visitor.house.clock()) is None
    assert visitor.sessions.find(visit.name, visitor.house.clock()) is not None


def test_the_old_name_is_dead_after_logging_out(visitor: Visitor) -> None:
    visitor.log_in()
    old = visitor.cookies[SESSION]
    assert visitor.get("/sessions").status_code == 200
    assert visitor.post("/logout").status_code == 303
    visitor.cookies[SESSION] = old
    assert visitor.get("/sessions").headers["location"] == "/login?next=%2Fsessions"


def test_an_account_that_is_closed_is_out_within_a_second(house: House) -> None:
    closed: set[str] = set()

    async def still_open(session: Session) -> bool:
        return session.who.certificate not in closed

    visitor = Visitor(house, still_open)
    visitor.log_in()
    assert visitor.get("/sessions").status_code == 200
    closed.add(A_USER.certificate)
    house.clock.now += timedelta(seconds=LIMITS.session_checked_seconds)
    assert visitor.get("/sessions").status_code == 303
    assert SESSION not in visitor.cookies
    assert len(visitor.sessions) == 0


def test_the_books_are_not_asked_again_within_the_second(house: House) -> None:
    asked: list[str] = []

    async def still_open(session: Session) -> bool:
        asked.append(session.handle)
        return True

    visitor = Visitor(house, still_open)
    visitor.log_in()
    for _ in range(3):
        visitor.get("/sessions")
    assert asked == []
    house.clock.now += timedelta(seconds=LIMITS.session_checked_seconds)
    for _ in range(3):
        visitor.get("/sessions")
    assert len(asked) == 1


def test_a_session_ends_by_idling(sessions: Sessions) -> None:
    name, _ = sessions.open(A_USER, NOW, "")
    idle = timedelta(seconds=LIMITS.session_idle_seconds)
    assert sessions.find(name, NOW + idle) is not None
    assert sessions.find(name, NOW + 2 * idle) is not None  # it was used in between
    assert sessions.find(name, NOW + 3 * idle + SECOND) is None


def test_a_session_ends_by_age_however_it_is_used(sessions: Sessions) -> None:
    name, _ = sessions.open(A_USER, NOW, "")
    whole, step = timedelta(seconds=LIMITS.session_seconds), timedelta(seconds=LIMITS.session_idle_seconds)
    moment = NOW
    while moment + step < NOW + whole:
        moment += step
        assert sessions.find(name, moment) is not None
    assert sessions.find(name, NOW + whole) is not None
    assert sessions.find(name, NOW + whole + SECOND) is None


def test_a_clock_that_goes_back_leaves_no_session_longer(sessions: Sessions) -> None:
    name, _ = sessions.open(A_USER, NOW, "")
    found = sessions.find(name, NOW - timedelta(hours=1))
    assert found is not None
    assert found.last_used == NOW


def test_of_one_account_only_so_many_are_open_and_the_least_used_goes(sessions: Sessions) -> None:
    names = [sessions.open(A_USER, NOW, "")[0] for _ in range(LIMITS.sessions_of_one_account)]
    sessions.find(names[0], NOW)
    newest, _ = sessions.open(A_USER, NOW, "")
    alive = [name for name in [*names, newest] if sessions.find(name, NOW)]
    assert alive == [names[0], *names[2:], newest]


def test_all_together_are_bounded() -> None:
    sessions = Sessions(replace(LIMITS, sessions=3))
    names = [sessions.open(replace(A_USER, account=f"U{number}"), NOW, "")[0] for number in range(4)]
    assert len(sessions) == 3
    assert sessions.find(names[0], NOW) is None
    assert sessions.find(names[3], NOW) is not None


def test_no_name_is_kept_in_clear(sessions: Sessions) -> None:
    name, _ = sessions.open(A_USER, NOW, "")
    assert len(name) == 43
    assert name not in repr(vars(sessions))


def test_one_sees_and_ends_ones_own_sessions_only(house: House) -> None:
    mine, other = Visitor(house), Visitor(house)
    other.sessions = mine.sessions
    other.app = mine.app
    mine.log_in()
    second, _ = mine.sessions.open(A_USER, house.clock(), "198.51.100.9")
    foreign = other.log_in(OTHER_USER)
    shown = mine.get("/sessions").text
    assert "198.51.100.9" in shown
    assert foreign.handle not in shown
    handles = {one.handle for one in mine.sessions.of_account(A_USER.account, house.clock())}
    for handle in (*handles - {mine.sessions.find(mine.cookies[SESSION], house.clock()).handle}, foreign.handle):
        assert mine.post("/sessions/end", {"handle": handle}).status_code == 303
    assert mine.sessions.find(second, house.clock()) is None
    assert other.get("/sessions").status_code == 200


def test_the_cookie_is_for_this_host_alone_and_no_script_reads_it(visitor: Visitor) -> None:
    visit = a_visit(visitor)
    visit.log_in(A_USER)
    [cookie] = [one.decode() for one in visit.cookies if one.startswith(b"__Host-thongquan=")]
    assert cookie.partition("; ")[2] == "Path=/; Secure; HttpOnly; SameSite=Strict"


def test_a_cookie_that_is_sent_twice_is_none() -> None:
    sent = [(b"cookie", b"a=1; __Host-thongquan=x"), (b"cookie", b"__Host-thongquan=y; b=2; nonsense")]
    assert cookies_in(sent) == {"a": "1", "b": "2"}
