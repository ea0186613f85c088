"""Debian's Chromium, driven by Playwright. Its fixtures stand in `tests/portal/conftest.py`: `page`, `seen`, `browser`.

What a page is looked at for stands in `page_checks`.
"""

import asyncio
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

PHONE, DESK = 360, 1280
FLAGS = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-domain-reliability",
)


@dataclass
class Seen:
    """What happened in one context: every request, and what the browser complained of."""

    requests: list[Request] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    """Errors on the console (reports of the content security policy among them) and exceptions nobody caught."""

    def forget(self) -> None:
        """The next test begins."""
        for one in (self.requests, self.responses, self.complaints):
            one.clear()

    def on_request(self, request: Request) -> None:
        self.requests.append(request)

    def on_response(self, response: Response) -> None:
        self.responses.append(response)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def sent(self) -> bytes:
        """Everything that left the page: addresses, headers and bodies."""
        parts = [b""]
        for request in self.requests:
            parts += [request.url.encode(), json.dumps(request.all_headers()).encode(), request.post_data_buffer or b""]
        return b"\n".join(parts)

    def policy_reports(self) -> list[str]:
        return [one for one in self.complaints if "Content Security Policy" in one or "Trusted" in one]


@dataclass
class Chromium:
    """The browser of this process. Its event loop is put aside while no test uses it: other tests run their own."""

    browser: Browser
    loop: asyncio.AbstractEventLoop

    @contextmanager
    def at_work(self) -> Iterator[Browser]:
        asyncio._set_running_loop(self.loop)
        try:
            yield self.browser
        finally:
            asyncio._set_running_loop(None)

    @contextmanager
    def kept_open(self, **options: Any) -> Iterator[tuple[Page, Seen]]:
        """One page for the tests of a module, each of which puts the browser to work: a new one costs a process."""
        with ExitStack() as kept:
            with self.at_work() as browser:
                both = kept.enter_context(opened(browser, **options))
            yield both
            with self.at_work():
                kept.close()


@contextmanager
def chromium(*flags: str) -> Iterator[Chromium]:
    program = shutil.which("chromium")
    assert program, "no chromium here: tools/setup browser installs it"
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    playwright = sync_playwright().start()
    started = Chromium(
        playwright.chromium.launch(executable_path=program, args=[*FLAGS, *root, *flags]),
        asyncio.get_running_loop(),
    )
    asyncio._set_running_loop(None)
    try:
        yield started
    finally:
        with started.at_work() as browser:
            browser.close()
            playwright.stop()


@contextmanager
def opened(browser: Browser, *, width: int = DESK, **options: Any) -> Iterator[tuple[Page, Seen]]:
    """A page in a context of its own, without anything of the one before. `options` are those of `new_context`."""
    height = 740 if width == PHONE else 800
    options = {"viewport": {"width": width, "height": height}, "locale": "vi-VN", **options}
    context = browser.new_context(**options)
    context.set_default_timeout(10_000)
    try:
        yield context.new_page(), watch(context)
    finally:
        context.close()


def watch(context: BrowserContext) -> Seen:
    seen = Seen()
    context.on("request", seen.on_request)
    context.on("response", seen.on_response)
    context.on("console", seen.on_console)
    context.on("weberror", lambda error: seen.complaints.append(str(error.error)))
    return seen
