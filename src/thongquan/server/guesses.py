"""Which tries at a password are let through to be hashed (threat 4).

Three things are counted of a try that nobody signed: the account, where it comes from, and the password itself, for one
password over a thousand accounts is a guess too. A try signed by the account's own certificate is counted apart from
all of them: strangers cannot use up the owner's tries.
"""

import hashlib
import logging
import os
from collections.abc import Callable
from time import monotonic

from thongquan.base.fault import Refusal
from thongquan.base.limits import Limits
from thongquan.server.throttle import Rule, Throttle

LOG = logging.getLogger("thongquan.guesses")


class TooManyTries(Refusal):
    """After so many wrong passwords the next may be tried in so many `seconds`."""

    code = "TOO-MANY-TRIES"


class Try:
    """A try that was let through and has not turned out right: it counts as wrong."""

    def __init__(self, counted: list[tuple[Throttle, str]], *, is_signed: bool) -> None:
        self._counted = counted
        self._is_signed = is_signed

    def was_right(self) -> None:
        """The owner is forgiven the wrong tries before it; a source or a password only this one."""
        for place, (throttle, key) in enumerate(self._counted):
            throttle.was_right(key, all_forgiven=self._is_signed or place == 0)

    def take_back(self) -> None:
        """It was not looked at."""
        for throttle, key in self._counted:
            throttle.was_right(key, all_forgiven=False)


class Guesses:
    def __init__(self, limits: Limits, clock: Callable[[], float] = monotonic) -> None:
        self.alarms = 0
        self._clock = clock
        self._key = os.urandom(32)
        forgotten, most = limits.tries_forgotten_seconds, limits.tries_remembered
        by_account = Rule(limits.account_tries, limits.account_wait_seconds, forgotten, most)
        self._accounts, self._owners = Throttle(by_account), Throttle(by_account)
        self._sources = Throttle(Rule(limits.source_tries, limits.source_wait_seconds, forgotten, most))
        self._passwords = Throttle(Rule(limits.spray_tries, limits.spray_wait_seconds, forgotten, most))

    def begin(self, account: str, source: str, password: str) -> Try:
        """A try that the account's own certificate did not sign.

        Raises:
            TooManyTries: of this account, from there, or with this password.
        """
        counted = [
            (self._accounts, self._hidden("account", account)),
            (self._sources, self._hidden("source", source)),
            (self._passwords, self._hidden("password", password)),
        ]
        return self._begin(counted, is_signed=False)

    def begin_signed(self, account: str) -> Try:
        """A try that came with a good signature of the account's own certificate.

        Raises:
            TooManyTries: of these.
        """
        return self._begin([(self._owners, self._hidden("account", account))], is_signed=True)

    @property
    def slowed(self) -> int:
        """How many tries were told to wait since the start."""
        return sum(one.slowed for one in (self._accounts, self._owners, self._sources, self._passwords))

    def _begin(self, counted: list[tuple[Throttle, str]], *, is_signed: bool) -> Try:
        now = self._clock()
        waits = [throttle.wait(key, now) for throttle, key in counted]
        longest = max(waits)
        if longest > 0.0:
            throttle, key = counted[waits.index(longest)]
            throttle.admit(key, now)
            raise TooManyTries(seconds=int(longest) + 1)
        for throttle, key in counted:
            if throttle.admit(key, now).alarm:
                self._tell(throttle)
        return Try(counted, is_signed=is_signed)

    def _tell(self, throttle: Throttle) -> None:
        """No name: whoever guesses may have typed a password where a name belongs."""
        self.alarms += 1
        names = {
            id(self._accounts): "one account",
            id(self._sources): "one source",
            id(self._passwords): "one password",
        }
        LOG.warning("passwords are being guessed (%s): slowed from now on", names.get(id(throttle), "a signed login"))

    def _hidden(self, kind: str, value: str) -> str:
        """As short as any other, and of no use to who reads the memory of the process."""
        told = value.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(told, key=self._key, person=kind.encode(), digest_size=16).hexdigest()
