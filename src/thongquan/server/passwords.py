"""Passwords beside deeds, found out before the books are opened: guesses are slowed, hashing is bounded.

A deed comes here only after its signature was found good. So whoever guesses holds the account's own certificate;
strangers do not get as far as a hash, but what they try is counted and told (threats 4 and 5).
"""

import msgspec

from thongquan.authority.deed_work import require_still_right
from thongquan.authority.drawing import passwords_to_draw
from thongquan.authority.password_work import (
    NEW,
    PRESENT,
    PasswordsAsked,
    PasswordWrong,
    faults_of_new,
    kept_anew,
    passwords_asked,
)
from thongquan.authority.procedures import DrawnPassword, Procedure, Secrets, Signed
from thongquan.authority.refusals import FormFaulty, SecretMissing
from thongquan.authority.sitting import Sitting
from thongquan.base.limits import Limits
from thongquan.registration.deed import DeedTooLong, DeedUnreadable, read_deed
from thongquan.registration.deeds_account import AdminRegister, PasswordChange
from thongquan.registration.password import is_outgrown
from thongquan.server.asking import Ask
from thongquan.server.guesses import Guesses
from thongquan.server.hashing import Hashing, HashingBusy

CHANGING = frozenset({AdminRegister.kind, PasswordChange.kind})
"""The kinds of deeds after which an account's password is another."""


class Passwords:
    def __init__(self, limits: Limits) -> None:
        self.hashing = Hashing(limits)
        self.guesses = Guesses(limits)
        self._limits = limits

    async def ready(self, ask: Ask, signed: Signed, procedure: Procedure, secrets: Secrets) -> Secrets:
        """What `carry_out` is given in the place of the passwords: see `authority/password_work.py`.

        Raises:
            SecretMissing, FormFaulty, PasswordWrong, TooManyTries, HashingBusy
            Refusal: what `carry_out` would refuse anyhow costs no hash.
        """
        if PRESENT not in procedure.secrets:
            return secrets
        if set(secrets) != set(procedure.secrets):
            raise SecretMissing(names=sorted(procedure.secrets))
        asked = await ask(lambda now: _asked(now, signed, procedure))
        present, new = secrets[PRESENT], secrets.get(NEW)
        if new is not None and (faults := await self.hashing.work(lambda: faults_of_new(asked, new, present))):
            raise FormFaulty(faults)
        ready = {**secrets, PRESENT: await self._shown(ask, asked, present) if asked.kept else ""}
        return ready if new is None else {**ready, NEW: await self.hashing.hashed_new(new)}

    async def drawn(self, ask: Ask, signed: Signed, procedure: Procedure) -> Signed:
        """With the default passwords that the deed asks for, made up and hashed.

        Raises:
            HashingBusy
            Refusal: what `carry_out` would refuse anyhow costs no hash.
        """
        made = passwords_to_draw(signed, procedure)
        if made:
            await ask(lambda now: require_still_right(now, signed, procedure))
        drawn = {one: DrawnPassword(made[one], await self.hashing.hashed_new(made[one])) for one in made}
        return msgspec.structs.replace(signed, drawn=drawn) if drawn else signed

    def stranger(self, text: bytes, secrets: Secrets, source: str) -> None:
        """Somebody tried a password without the account's certificate. It was not looked at; but it is counted.

        Raises:
            TooManyTries: this is told instead of why it was refused.
        """
        if PRESENT not in secrets:
            return
        try:
            account = read_deed(text).account
        except (DeedUnreadable, DeedTooLong):
            return
        self.guesses.begin(account, source, secrets[PRESENT])

    def changed(self, account: str, kind: str) -> None:
        """A deed of this kind was carried out: what is remembered of an older password is forgotten."""
        if kind in CHANGING:
            self.hashing.forget(account)

    async def _shown(self, ask: Ask, asked: PasswordsAsked, present: str) -> str:
        """The hash that the present password fits: the one in the books."""
        tried = self.guesses.begin_signed(asked.account)
        try:
            right = await self.hashing.is_right(asked.account, asked.kept, present)
        except HashingBusy:
            tried.take_back()
            raise
        if not right:
            raise PasswordWrong
        tried.was_right()
        if not is_outgrown(asked.kept, self._limits):
            return asked.kept
        fresh = await self.hashing.hashed_new(present)
        await ask(lambda now: kept_anew(now, asked.account, asked.kept, fresh))
        return fresh


def _asked(now: Sitting, signed: Signed, procedure: Procedure) -> PasswordsAsked:
    require_still_right(now, signed, procedure)
    return passwords_asked(now, signed)
