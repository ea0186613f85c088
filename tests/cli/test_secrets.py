"""Twenty planted secrets go through a whole session; afterwards none of them is in any log, answer or figure."""

import re
import socket
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from commands import Ended, Server, a_flight, filing, run_process
from demo_pki import PASSWORD, Pki

Run = Callable[..., Ended]
SECRET_IN_A_PATH = "mat-khau-cua-toi-7731"
PIN, BEARER, HEADER, BODY, QUERY = (
    "PIN-88231907",
    "bearer-6f1c2d",
    "x-secret-55ab",
    "noi-dung-mat-0917",
    "q-secret-4242",
)
PERSON, STREET, PHONE = "Đinh Bí Ẩn", "88 ngõ Tuyệt Mật", "0987654321"
OFFICER, REASON = "Lý Kín Đáo", "lý do mật 31415"


def secrets_of(folder: Path) -> list[bytes]:
    """What the server keeps to itself, as bytes, in hex, and in the text of a PEM file."""
    found = []
    for file in folder.rglob("*"):
        if file.is_file() and file.suffix in {".key", ".pem"} and b"CERTIFICATE" not in file.read_bytes():
            data = file.read_bytes()
            text = re.sub(rb"-----[^-]+-----|\n", b"", data)
            found += [text] if text != data else [data, data.hex().encode()]
    return found


def planted(path: Path) -> Path:
    """A flight whose first parcel is somebody's with a name, an address and a telephone to look for."""
    a_flight(path, 3)
    lines = path.read_text().splitlines(keepends=True)
    first = re.sub(r"Đinh Minh Ánh \d+", PERSON, lines[1])
    first = re.sub(r"\d+ Trần Hưng Đạo", STREET, first)
    lines[1] = re.sub(r"09\d{8}", PHONE, first)
    path.write_text("".join(lines))
    return path


def badly_spoken_to(server: Server) -> list[bytes]:
    """Refused filings, broken bodies and addresses with secrets in them; what was answered."""
    boundary = {"Content-Type": "multipart/mixed; boundary=b"}
    with httpx.Client(base_url=server.address, trust_env=False) as client:
        answers = [
            client.get(f"/{SECRET_IN_A_PATH}"),
            client.get(f"/api/v1/filings/{SECRET_IN_A_PATH}"),
            client.get(f"/api/v1/declarations/{PHONE}"),
            client.get("/healthz", params={"pin": QUERY}),
            client.get("/api/v1/filings", headers={"X-Secret": HEADER, "Authorization": f"Bearer {BEARER}"}),
            client.post("/api/v1/filings", content=BODY.encode(), headers=boundary),
            client.post("/api/v1/filings", content=f"--b\r\nX: {BODY}\r\n\r\n{PERSON}".encode(), headers=boundary),
            client.post("/api/v1/filings", content=PIN.encode()),
        ]
    with socket.create_connection(("127.0.0.1", int(server.address.rpartition(":")[2])), timeout=5) as wire:
        wire.sendall(f"GET /{PIN} HTTP/9.9\r\nAuthorization: {BEARER}\r\n\r\n".encode())
        wire.shutdown(socket.SHUT_WR)
        raw = b"".join(iter(lambda: wire.recv(65_536), b""))
    return [*(answer.content + str(answer.headers).encode() for answer in answers), raw]


@pytest.mark.slow
def test_no_planted_secret_is_in_a_log_an_answer_or_a_figure(
    own_server: Server, pki: Pki, tmp_path: Path, thongquan: Run
) -> None:
    server = own_server
    said = badly_spoken_to(server)
    flight = planted(tmp_path / "f.csv")
    outputs = [run_process(*filing(server.address, pki, tmp_path / "o", flight), THONGQUAN_PIN=PIN)]
    assert outputs[0].summary()["registered"] == 3
    number = next(iter(outputs[0].numbers().values()))
    data = ["--data", server.data]
    thongquan("office", "officer", "add", "CC9", OFFICER, "02DS", *server.operating())
    key = server.signing()
    refused = thongquan("office", "decide", number, "refuse", "--officer", "CC9", *key, "--reason", REASON, *data)
    outputs += [refused, run_process("status", "--outbox", tmp_path / "o")]
    transport = httpx.HTTPTransport(uds=str(server.data / "office.sock"))
    with httpx.Client(transport=transport, base_url="http://office") as office:
        figures = office.get("/metrics").content
        said.append(office.post("/office/operators", content=PERSON.encode()).content)
    server.stop()
    log = server.log.read_bytes()
    assert log.count(b"\n") > 10
    readers = re.findall(rb'"secret":"([^"]+)"', b"".join(one.read_bytes() for one in (tmp_path / "o").rglob("meta*")))
    assert readers
    words = (SECRET_IN_A_PATH, PIN, BEARER, HEADER, BODY, QUERY, PERSON, STREET, PHONE, OFFICER, REASON, PASSWORD)
    secrets = [word.encode() for word in words] + secrets_of(server.keys) + readers
    assert len(secrets) >= 20
    told = [("log", log), ("metrics", figures), *(("answer", one) for one in said)]
    told += [("output", (one.out + one.err).encode()) for one in outputs]
    hits = [(where, secret) for where, text in told for secret in secrets if secret in text]
    assert hits == []
    server.start()  # for the fixture, which ends it
    assert not list(Path.cwd().glob("core*"))
