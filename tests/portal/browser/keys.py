"""What people sign with in the browser: a key file that the page opens, or a token through `thongquan signer`."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from portal.browser.journey import Walker
from signer_window import Window, window
from thongquan.base.limits import LIMITS


class KeyFile:
    def __init__(self, file: Path, password: str) -> None:
        self.file, self.password = file, password

    def choose(self, walker: Walker) -> None:
        walker.clicks += 1
        walker.page.get_by_label("Tệp khóa và chứng thư (.p12, .pfx)").set_input_files(self.file)
        walker.types("Mật khẩu của tệp", self.password)
        walker.presses("Xem")

    def sign(self, walker: Walker) -> None:
        walker.clicks += 1
        walker.page.get_by_label("Tệp khóa và chứng thư", exact=True).set_input_files(self.file)
        walker.types("Mật khẩu của tệp", self.password)
        walker.presses("Ký và gửi")


class Token:
    """With the helper that the page asks for, in a terminal window of its own for each browser session."""

    def __init__(self, certificate: str, pin: str, configuration: Path) -> None:
        self.certificate, self.pin = certificate, pin
        self.environ = {"SOFTHSM2_CONF": str(configuration)}
        self.windows = ExitStack()
        self.window: Window | None = None
        self.code, self.is_known = "", False
        self.before_first: Callable[[Walker], str] | None = None
        """What goes wrong before the first signature."""
        self.refusals: list[str] = []

    def choose(self, walker: Walker) -> None:
        """Nothing is exported: the helper reads the token, and its holder says yes."""
        self.pairs(walker, '[data-part="from-helper"]')
        walker.presses("Lấy chứng thư số từ trình ký")
        assert self.window is not None
        self.window.sees("Type yes to send it: ")
        self.window.types("yes")
        walker.fields += 1

    def sign(self, walker: Walker) -> None:
        walker.ticks("Thiết bị (token) qua trình ký thongquan signer")
        self.pairs(walker, '[data-way="helper"]')
        if self.before_first:
            self.refusals.append(self.before_first(walker))
            self.before_first = None
        walker.presses("Ký và gửi")
        self.signs(walker)

    def pairs(self, walker: Walker, part_of_page: str) -> None:
        """With the code that the page shows; nothing is asked again as long as it stays the same."""
        part = walker.page.locator(part_of_page)
        code = part.locator("strong").inner_text()
        command = part.locator("code").inner_text()
        assert command.startswith(f"thongquan signer --portal {walker.address} --certificate "), command
        if code == self.code:
            return
        self.leave()
        self.code = code
        self.window = self.windows.enter_context(
            window(self.certificate, "--port", LIMITS.signer_port, portal=walker.address, **self.environ)
        )
        self.window.pairs(code)
        walker.fields += 1

    def signs(self, walker: Walker) -> None:
        assert self.window is not None
        if not self.is_known:
            self.window.confirms_system()
            self.is_known = True
        self.window.signs(self.pin)
        walker.fields += 1

    def leave(self) -> None:
        self.windows.close()
        self.window, self.code, self.is_known = None, "", False
