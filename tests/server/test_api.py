"""The API as filers and the office use it."""

import socket
import stat
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authority.deciding import decide_over
from authority.house import SECRET, a_batch_id, a_filing, lines_of, multipart
from authority.running import MULTIPART, Server
from building import a_mic
from thongquan.base.limits import LIMITS
from thongquan.declaration.codec import encode_line
from thongquan.server.multipart import BodyMalformed, boundary_in, read_parts

READER = {"Authorization": f"Bearer {SECRET.decode()}"}


class TestFiling:
    def test_again_gets_the_very_bytes_by_post_and_by_get(self, server: Server) -> None:
        filing = a_filing(lines_of("API1"))
        first = server.file(filing)
        batch = first.json()["filing"]
        again = server.client.get(f"/api/v1/filings/{batch}", headers=READER)
        assert first.content == server.file(filing).content == again.content

    def test_refused_is_a_problem_in_both_languages(self, server: Server) -> None:
        told = server.file(a_filing(lines_of("API2"), system="elsewhere"))
        problem = told.json()
        assert (told.status_code, told.headers["content-type"]) == (422, "application/problem+json")
        assert problem["code"] == "OTHER-SYSTEM"
        assert set(problem["text"]) == set(problem["fix"]) == {"vi", "en"}
        assert problem["request"] == told.headers["x-request-id"]

    def test_under_a_taken_id_is_a_conflict(self, server: Server) -> None:
        batch = a_batch_id()
        server.file(a_filing(lines_of("API3"), batch=batch))
        assert server.file(a_filing(lines_of("API4"), batch=batch)).status_code == 409

    def test_sent_by_eight_at_once_is_registered_once(self, server: Server) -> None:
        filing = a_filing(lines_of("API5"))
        with ThreadPoolExecutor(8) as pool:
            answers = {told.content for told in pool.map(server.file, [filing] * 16)}
        assert len(answers) == 1

    def test_of_one_house_by_eight_at_once_registers_one(self, server: Server) -> None:
        filings = [a_filing(lines_of("API6"), key=key) for key in ("rsa", "p256") * 4]
        with ThreadPoolExecutor(8) as pool:
            told = [answer.json()["outcomes"][0]["outcome"] for answer in pool.map(server.file, filings)]
        assert sorted(told) == ["refused"] * 7 + ["registered"]

    def test_streams_its_progress_and_answers_in_the_last_line(self, server: Server) -> None:
        filing = a_filing(lines_of(*(f"API7N{n}" for n in range(1001))))
        told = server.file(filing, Accept="application/x-ndjson")
        *steps, last = told.content.splitlines()
        assert [msgspec.json.decode(step) for step in steps] == [
            {"progress": {"checked": checked, "of": 1001}} for checked in (250, 500, 750, 1000)
        ]
        assert last == b'{"answer":' + server.file(filing).content + b"}"

    def test_refused_before_any_progress_is_an_ordinary_problem(self, server: Server) -> None:
        told = server.file(a_filing(lines_of("API8"), system="elsewhere"), Accept="application/x-ndjson")
        assert told.status_code == 422


COVERED_ELSEWHERE = {
    "/api/v1/applications/{application}": "test_applying.py",
    "/api/v1/attachments/{attachment}": "test_attachments.py",
    "/api/v1/attachments/{attachment}/{version}/{place}": "test_attachments.py",
    "/api/v1/applications/{application}/withdraw": "test_applying.py",
    "/api/v1/audit/declarations/{number}": "test_draws.py",
    "/api/v1/declarations/{number}/documents": "test_documents.py",
    "/api/v1/declarations/{number}/documents/{place}": "test_documents.py",
    "/api/v1/desk/certificates/{fingerprint}": "test_waiting_certificates.py",
    "/api/v1/desk/declarations/{number}": "test_desk_declarations.py",
    "/api/v1/desk/declarations/{number}/documents": "test_documents.py",
    "/api/v1/desk/declarations/{number}/documents/{place}": "test_documents.py",
    "/api/v1/desk/registrations/{application}": "test_applying.py",
    "/api/v1/draws/{day}": "test_draws.py",
    **dict.fromkeys(
        (f"/api/v1/hq01/{{document_list}}{rest}" for rest in ("", "/lines", "/pdf", "/xlsx", "/ndjson")),
        "test_document_lists.py",
    ),
    "/api/v1/hq02/{list_id}": "test_completed_lists.py",
    "/api/v1/hq02/{list_id}/lines": "test_completed_lists.py",
    "/api/v1/hq02/{list_id}/pdf": "test_completed_lists.py",
    "/api/v1/sessions/{handle}": "test_logging_in.py",
    **dict.fromkeys(
        (
            f"/api/v1/transports/{{transport}}{rest}"
            for rest in ("", "/lines", "/json", "/pdf", "/lists/pdf", "/steps", "/amendments")
        ),
        "test_transports.py",
    ),
    **dict.fromkeys(
        (f"/api/v1/transports/{{transport}}{rest}" for rest in ("/reports", "/links")), "test_transports.py"
    ),
}
"""Routes for those who are logged in, and the file that asks them for what is another's."""


class TestReadingBack:
    """Not found and forbidden look alike, for every route and whoever asks."""

    @pytest.fixture
    def others(self, server: Server) -> list[str]:
        """Addresses of things that exist and belong to another reader."""
        answer = server.file(a_filing(lines_of(f"OTHER{a_batch_id()[-6:]}".upper()), reader="ab" * 32)).json()
        number = answer["outcomes"][0]["decision"]["number"]
        filing = f"/api/v1/filings/{answer['filing']}"
        return [filing, f"{filing}/decisions", f"/api/v1/declarations/{number}"]

    NOTHING = (
        "/api/v1/filings/019d1861-32f3-79ea-84ff-68ee0dc43e79",
        "/api/v1/filings/019d1861-32f3-79ea-84ff-68ee0dc43e79/decisions",
        "/api/v1/declarations/199999999990",
    )
    CREDENTIALS = (
        {},
        READER,
        {"Authorization": "Bearer"},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer " + "x" * 300},
    )

    @pytest.mark.parametrize("headers", CREDENTIALS)
    def test_others_things_look_like_nothing(self, server: Server, others: list[str], headers: dict[str, str]) -> None:
        for theirs, nothing in zip(others, self.NOTHING, strict=True):
            told = [server.client.get(path, headers=headers) for path in (theirs, nothing)]
            bodies = [{**one.json(), "request": ""} for one in told]
            assert bodies[0] == bodies[1]
            assert [one.status_code for one in told] == [404, 404]

    @pytest.mark.parametrize(
        "path",
        ["filings/x", "filings/x/decisions", "filings/../decisions",
         "filings/019D1861-32F3-79EA-84FF-68EE0DC43E79", "declarations/1", "declarations/1%00",
         "declarations/100000000010'--", "declarations/..%2f..", "declarations/１０００００００００１０"],
    )  # fmt: skip
    def test_nonsense_is_not_found_either(self, server: Server, path: str) -> None:
        assert server.client.get(f"/api/v1/{path}", headers=READER).status_code == 404

    def test_every_route_with_an_id_is_covered_here_or_there(self, server: Server) -> None:
        paths = server.client.get("/api/v1/openapi.json").json()["paths"]
        assert {path for path in paths if "{" in path} == {
            "/api/v1/filings/{batch}",
            "/api/v1/filings/{batch}/decisions",
            "/api/v1/declarations/{number}",
            *COVERED_ELSEWHERE,
        }


class TestTheOffice:
    def test_has_a_socket_for_its_own_user_only(self, server: Server) -> None:
        assert stat.S_IMODE((server.folder / "data" / "office.sock").stat().st_mode) == 0o600

    def test_is_not_reached_from_the_network(self, server: Server) -> None:
        assert server.client.get("/office/waiting/02DS").status_code == 404

    def test_decides_on_what_waits_and_the_filer_sees_it(self, server: Server) -> None:
        line = encode_line(a_mic(goods_description="Drone mini", house_bill="OFFICE1"))
        number = server.file(a_filing([line])).json()["outcomes"][0]["decision"]["number"]
        with server.office() as office:
            assert number in {one["number"] for one in office.get("/office/waiting/02DS").json()}
            shown = office.get(f"/office/declarations/{number}").json()
            assert "WORDS-OF-CONTROLLED-GOODS" in shown["reasons"]
            assert decide_over(office, number, officer="nobody").json()["code"] == "OFFICER-UNKNOWN"
            assert decide_over(office, number, "refuse").json()["code"] == "REASON-MISSING"
            done = decide_over(office, number, reason="đã kiểm tra").json()["decision"]
            assert decide_over(office, number).status_code == 409
            assert number not in {one["number"] for one in office.get("/office/waiting/02DS").json()}
        seen = server.client.get(f"/api/v1/declarations/{number}", headers=READER).json()
        assert seen["decision"] == done
        assert (done["state"], done["decided_by"], done["head_of_office"]) == ("cleared", "cb01", "Trần Thị Trưởng")
        assert seen["line"].encode() == line

    @pytest.mark.parametrize("extra", ["state", "suspended_by", "owner"])
    def test_refuses_fields_it_does_not_know(self, server: Server, extra: str) -> None:
        with server.office() as office:
            body = {
                "id": "x1",
                "name": "X",
                "office": "02DS",
                "identity": "1",
                "certificate": "",
                "by": "y",
                extra: "1",
            }
            assert office.post("/office/operators", json=body).status_code == 400


class TestEveryAnswer:
    def test_carries_the_request_id_that_the_log_has(self, server: Server) -> None:
        told = server.client.get("/healthz")
        assert server.line_of(told.headers["x-request-id"])

    def test_leaves_no_name_and_no_secret_in_the_log(self, server: Server) -> None:
        server.file(
            a_filing([encode_line(a_mic(importer_name="Trần Bí Ẩn", house_bill="LOG1")), "Trần Bí Ẩn".encode()])
        )
        assert "Bí Ẩn" not in server.logged()
        assert SECRET.decode() not in server.logged()

    @pytest.mark.parametrize("path", ["/healthz", "/readyz"])
    def test_of_health_is_yes(self, server: Server, path: str) -> None:
        assert server.client.get(path).status_code == 200

    @pytest.mark.parametrize(("method", "path"), [("PUT", "/api/v1/filings"), ("DELETE", "/healthz"), ("GET", "/nope")])
    def test_to_what_is_not_offered_is_not_found(self, server: Server, method: str, path: str) -> None:
        assert server.client.request(method, path).status_code in (404, 405)


class TestMultipart:
    @settings(deadline=None)
    @given(st.binary(max_size=200), st.binary(max_size=200), st.binary(max_size=200))
    def test_gives_back_what_was_put_in(self, statement: bytes, signature: bytes, lines: bytes) -> None:
        contents = (statement, signature, lines)
        heads = [b"application/json", b"application/pkcs7-signature", b"application/x-ndjson"]
        body = (
            b"".join(
                b"--q9z\r\nContent-Type: %s\r\n\r\n%s\r\n" % (head, content)
                for head, content in zip(heads, contents, strict=True)
            )
            + b"--q9z--"
        )
        if not any(b"\r\n--q9z" in b"\r\n" + content for content in contents):
            assert read_parts(body, b"q9z", LIMITS) == contents

    @settings(deadline=None)
    @given(st.binary(max_size=300))
    def test_fails_with_its_own_refusal_and_nothing_else(self, body: bytes) -> None:
        with pytest.raises(BodyMalformed):
            read_parts(body, b"q9z", LIMITS)

    def test_takes_the_boundary_quoted_or_plain(self) -> None:
        quoted, plain = b'multipart/mixed; boundary="a-b"', b"Multipart/Mixed;boundary=a-b"
        assert boundary_in(quoted) == boundary_in(plain) == b"a-b"


def test_a_caller_who_goes_away_disturbs_nobody(server: Server) -> None:
    filing = a_filing(lines_of(*(f"GONE{n}" for n in range(300))))
    body = multipart(filing)
    head = (
        f"POST /api/v1/filings HTTP/1.1\r\nHost: x\r\nContent-Type: {MULTIPART['Content-Type']}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port)) as wire:
        wire.sendall(head.encode() + body)
    answer = server.file(filing).json()
    assert len(answer["outcomes"]) == 300
    assert "Traceback" not in server.logged()
