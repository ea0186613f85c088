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


class Computer:
    """Has room for one helper at a time: whose page asks next, has his started in place of the one before."""

    def __init__(self) -> None:
        self.windows = ExitStack()
        self.window: Window | None = None
        self.code, self.is_known = "", False

    def has(self, code: str) -> bool:
        """Whether the helper that runs is paired with this code."""
        return code == self.code

    def starts(self, token: "Token", code: str, address: str) -> None:
        self.leave()
        self.code = code
        self.window = self.windows.enter_context(
            window(token.certificate, "--port", LIMITS.signer_port, portal=address, **token.environ)
        )
        self.window.pairs(code)

    def signs(self, pin: str) -> None:
        assert self.window is not None
        if not self.is_known:
            self.window.confirms_system()
            self.is_known = True
        self.window.signs(pin)

    def leave(self) -> None:
        self.windows.close()
        self.window, self.code, self.is_known = None, "", False


class Token:
    """With the helper that the page asks for, in a terminal window of its own for each browser session."""

    def __init__(self, certificate: str, pin: str, configuration: Path, computer: Computer) -> None:
        self.certificate, self.pin, self.computer = certificate, pin, computer
        self.environ = {"SOFTHSM2_CONF": str(configuration)}
        self.before_first: Callable[[Walker], str] | None = None
        """What goes wrong before the first signature."""
        self.refusals: list[str] = []
        self.signatures = 0

    def choose(self, walker: Walker) -> None:
        """Nothing is exported: the helper reads the token, and its holder says yes."""
        self.pairs(walker, '[data-part="from-helper"]')
        walker.presses("Lấy chứng thư số từ trình ký")
        assert self.computer.window is not None
        self.computer.window.sees("Type yes to send it: ")
        self.computer.window.types("yes")
        walker.fields += 1

    def sign(self, walker: Walker) -> None:
        walker.ticks("Thiết bị (token) qua trình ký thongquan signer")
        self.pairs(walker, '[data-way="helper"]')
        if self.before_first:
            self.refusals.append(self.before_first(walker))
            self.before_first = None
        walker.presses("Ký và gửi")
        self.computer.signs(self.pin)
        walker.fields += 1
        self.signatures += 1

    def pairs(self, walker: Walker, part_of_page: str) -> None:
        """With the code that the page shows; nothing is asked again as long as it stays the same."""
        part = walker.page.locator(part_of_page)
        code = part.locator("strong").inner_text()
        command = part.locator("code").inner_text()
        assert command.startswith(f"thongquan signer --portal {walker.address} --certificate "), command
        if self.computer.has(code):
            return
        self.computer.starts(self, code, walker.address)
        walker.fields += 1
