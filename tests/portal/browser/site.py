"""A few pages on loopback, served as the portal serves its own: under the strict policy, from the bundle."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from thongquan.portal.assets import own_assets
from thongquan.portal.headers import safe_headers

HEADERS = {name.decode(): value.decode() for name, value in safe_headers(signs=True, secure=False)}
POLICY = HEADERS["content-security-policy"]
ASSETS = own_assets()
HTML = "text/html; charset=utf-8"

Answer = tuple[int, str, bytes]
"""Status, content type, body."""


class Site:
    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        """Path → HTML."""
        self.answers: dict[str, Callable[[bytes], Answer]] = {}
        """Path → what answers a POST to it, given the body."""
        self.headers = {**HEADERS, "cache-control": "no-store"}
        self.address = ""

    def get(self, path: str) -> Answer:
        if path in self.pages:
            return 200, HTML, self.pages[path].encode()
        if found := ASSETS.find(path):
            return 200, found.kind.decode(), found.content
        return (200 if path == "/favicon.ico" else 404), "text/plain", b""


def handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self, answer: Answer) -> None:
            status, kind, body = answer
            self.send_response(status)
            for name, value in {**site.headers, "Content-Type": kind, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self.answer(site.get(self.path.partition("?")[0]))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            known = site.answers.get(self.path)
            self.answer(known(body) if known else (404, "text/plain", b""))

        def log_message(self, *parts: object) -> None:
            pass

    return Handler


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler(site)) as server:
        server.daemon_threads = True
        site.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
