"""Where one text after another is shown to the holder of the key, and signed if he types its PIN or password."""

import base64
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.authority.certificate_look import look_at
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.cli.asking import NoAnswer, secret, typed
from thongquan.cli.certificate import lines_for_people, on_token, the_only
from thongquan.cli.paper import show
from thongquan.cli.signer_helper import tell, tell_refusal
from thongquan.cli.words import Words
from thongquan.declarant.signer.listener import Answer, Wish
from thongquan.signing.sign import certificate_of_pkcs12, open_signer
from thongquan.signing.token_address import is_token_address

if TYPE_CHECKING:
    from thongquan.declarant.signer.paper import Paper


class Declined(Exception):  # noqa: N818 - no error: he said no
    """Nothing was typed where a PIN or password was asked for."""


class OtherSystem(Refusal):
    """The text is meant for another server than the portal of this run belongs to."""

    code = "SIGNER-OTHER-SYSTEM"


class Desk:
    """`system` is the name of the portal's server, or "" until it was asked for."""

    def __init__(self, portal: str, key: str, module: str, system: str, say: Words) -> None:
        self._portal, self._key, self._module, self._system, self._say = portal, key, module, system, say
        self._number = 0

    def serve(self, wish: Wish) -> None:
        """Answers the wish, whatever happens. Raises KeyboardInterrupt, after saying no."""
        answer = Answer(refused="declined")
        try:
            answer = self._served(wish)
        finally:
            wish.answered.set_result(answer)

    def _served(self, wish: Wish) -> Answer:
        say = self._say
        try:
            answer = self._certified() if wish.paper is None else self._signed(wish, wish.paper)
        except (Declined, EOFError):
            tell(say("signer.declined"))
            return Answer(refused="declined")
        except NoAnswer:
            tell("\n" + say("signer.late", seconds=LIMITS.signer_answer_seconds))
            return Answer(refused="timeout")
        except OtherSystem as why:
            tell_refusal(why, say)
            return Answer(refused="system")
        except Refusal as why:
            tell_refusal(why, say)
            return Answer(refused="key")
        if wish.withdrawn:
            tell(say("signer.withdrawn"))
            return Answer(refused="timeout")
        tell(say("signer.signed" if answer.signature else "signer.certified"))
        return answer

    def _check_system(self, paper: "Paper") -> None:
        """Asked once in a run; afterwards the portal stands for this system and no other."""
        if not self._system:
            self._require_yes(self._say("signer.system-question", system=paper.system, portal=self._portal))
            self._system = paper.system
        if paper.system != self._system:
            raise OtherSystem(system=paper.system, expected=self._system, portal=self._portal)

    def _signed(self, wish: Wish, paper: "Paper") -> Answer:
        """Nothing is signed if the page has gone meanwhile. The key is open for this one signature."""
        self._check_system(paper)
        self._number += 1
        show(paper, self._say("signer.title", number=self._number, portal=self._portal), self._say)
        with open_signer(self._key, self._consent, module=self._module) as signer:
            signature = b"" if wish.withdrawn else signer.sign(paper.content)
        return Answer(signature=_told(signature))

    def _certified(self) -> Answer:
        """The certificate, shown before it is told: it names its holder. Nothing is signed, no PIN is asked for."""
        tell(self._say("signer.certificate-wanted", portal=self._portal))
        der = self._certificate()
        look = look_at(der, None, datetime.now(UTC))
        tell("\n".join(lines_for_people(look.owner, look, self._say)))
        self._require_yes(self._say("signer.certificate-question", portal=self._portal))
        return Answer(certificate=_told(der))

    def _certificate(self) -> bytes:
        if is_token_address(self._key):
            return the_only(on_token(self._key))
        name = Path(self._key).name
        password = secret(self._say("signer.certificate-password", name=name) + ": ", LIMITS.signer_answer_seconds)
        if not password:
            raise Declined
        return certificate_of_pkcs12(Path(self._key), password)

    def _require_yes(self, question: str) -> None:
        if typed(f"{question} ", LIMITS.signer_answer_seconds).casefold() not in self._say("signer.yes").split():
            raise Declined

    def _consent(self, name: str) -> str:
        which = "signer.pin-prompt" if is_token_address(self._key) else "signer.password-prompt"
        given = secret(self._say(which, name=name) + ": ", LIMITS.signer_answer_seconds)
        if not given:
            raise Declined
        return given


def _told(data: bytes) -> str:
    return base64.b64encode(data).decode()
