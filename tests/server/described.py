"""Who calls what the description offers: a visitor, and people in their sessions, with cookie, origin and secret."""

from base64 import b64encode
from random import Random
from typing import Any

import msgspec
import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.transport import Response

from authority.house import SECRET
from server.applying import Applicant
from thongquan.authority.stages import Received
from thongquan.portal.cookies import SESSION
from thongquan.server.multipart import PARTS

Known = dict[str, list[Any]]
"""What stands in the books, by the names under which it is asked for."""
ELSEWHERE = "https://another.example"


class Caller:
    """One of those who call. A session that its own calls ended is opened again."""

    def __init__(self, name: str, person: Applicant | None, known: Known) -> None:
        self.name, self.person, self.known = name, person, known
        self._token = ""

    def call(self, case: schemathesis.Case, address: str, random: Random, **changes: str) -> Response:
        """`changes` are headers that are another one, or none."""
        wrong = {place for place in ParameterLocation if case.meta and case.meta.is_negative_at(place)}
        self._ask_for_what_is_there(case, random, wrong)
        case.headers.update(self._headers(case, address) | changes)
        for name in [name for name, value in changes.items() if not value]:
            del case.headers[name]
        if case.media_type == "multipart/mixed":
            right = None if ParameterLocation.BODY in wrong else random.choice(self.known["filings"])
            return _in_parts(case, address, random, right)
        answer = case.call(base_url=address, cookies=self._cookies())
        self._follow(answer)
        return answer

    def _headers(self, case: schemathesis.Case, address: str) -> dict[str, str]:
        """A call that changes something is JSON, from our own page, with the secret of its session."""
        if "/filings/" in case.path or "/declarations/" in case.path:
            return {"Authorization": f"Bearer {SECRET.decode()}"}
        if case.path == "/api/v1/events" and self.name == "user":  # as a machine of the user's would
            return {"Authorization": f"Basic {b64encode(':'.join(self.known['following'][0]).encode()).decode()}"}
        if case.method == "GET" or self.person is None:
            return {"Origin": address} if "Origin" in case.headers else {}
        kind = {} if case.media_type else {"Content-Type": "application/json"}
        return {"Origin": address, "X-CSRF-Token": self._secret(), **kind}

    def _cookies(self) -> dict[str, str]:
        if self.person is None:
            return {}
        self._secret()
        return {SESSION: self.person.cookie}

    def _secret(self) -> str:
        assert self.person is not None
        if not self.person.cookie:
            assert self.person.log_in().status_code == 200
        self._token = self._token or self.person.form_token()
        return self._token

    def _follow(self, answer: Response) -> None:
        """A new name of the session, or its end: the secret of its forms is another one."""
        for line in answer.headers.get("set-cookie", []):
            name, _, rest = line.partition("=")
            if name == SESSION and self.person is not None:
                self.person.cookie, self._token = rest.partition(";")[0], ""

    def _ask_for_what_is_there(self, case: schemathesis.Case, random: Random, wrong: set[ParameterLocation]) -> None:
        """Half of what is asked for is there. What was made wrong on purpose stays wrong."""
        if ParameterLocation.PATH not in wrong:
            _fill_in(case.path_parameters, self.known, random)
        if ParameterLocation.QUERY not in wrong:
            _fill_in(case.query, {"after": self.known["after"]}, random)
        if not isinstance(case.body, dict):
            return
        if ParameterLocation.BODY not in wrong:
            _fill_in(case.body, self.known, random)
        if self.person is not None and isinstance(case.body.get("account"), str):
            case.body["account"] = self.person.account


def _fill_in(given: Any, known: Known, random: Random) -> None:
    if isinstance(given, list):
        for one in given:
            _fill_in(one, known, random)
    if not isinstance(given, dict):
        return
    for name, value in given.items():
        alike = [one for one in known.get(name, ()) if type(one) is type(value)]
        if alike and random.random() < 0.5:
            given[name] = random.choice(alike)
        else:
            _fill_in(value, known, random)


def _in_parts(case: schemathesis.Case, address: str, random: Random, right: Received | None) -> Response:
    """As a filing is sent; half of the parts are those of the right one."""
    body = case.body if isinstance(case.body, dict) else {}
    kinds = {name: kind.decode() for name, kind in PARTS}
    sent = b""
    for name, content in body.items():
        told = content.encode() if isinstance(content, str) else msgspec.json.encode(content)
        if right is not None and name in kinds and random.random() < 0.5:
            told = getattr(right, name)
        sent += b"--x\r\nContent-Type: %s\r\n\r\n%s\r\n" % (kinds.get(name, "text/plain").encode(), told)
    headers = {"Content-Type": "multipart/mixed; boundary=x"}
    return case.call(base_url=address, data=sent + b"--x--\r\n", headers=headers)
