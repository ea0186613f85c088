"""A few pages on loopback, served as the portal serves its own: under the strict policy, from the bundle."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

STATIC = Path(__file__).parents[3] / "src" / "thongquan" / "portal" / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self' http://127.0.0.1:18911; form-action 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types thongquan"
)
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html; charset=utf-8"}

Answer = tuple[int, str, bytes]
"""Status, content type, body."""


def static(name: str) -> str:
    """The address of a bundled file: `portal.js`, `sign.js`."""
    return f"/static/{name}" if (STATIC / name).is_file() else ""


class Site:
    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        """Path → HTML."""
        self.answers: dict[str, Callable[[bytes], Answer]] = {}
        """Path → what answers a POST to it, given the body."""
        self.headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        self.address = ""

    def get(self, path: str) -> Answer:
        if path in self.pages:
            return 200, TYPES[".html"], self.pages[path].encode()
        file = STATIC / Path(path).name
        if path.startswith("/static/") and file.is_file():
            return 200, TYPES[file.suffix], file.read_bytes()
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
