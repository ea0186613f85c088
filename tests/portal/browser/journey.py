"""The registration journey as people walk it: declarant and officer, each step of the tutorial, page by page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from playwright.sync_api import Page

ADMIN_PASSWORD = "bốn con trâu uống sông"
USER_PASSWORD = "Kh4i+b@o"
MAIN = "#main"


class Key(Protocol):
    """How somebody chooses a certificate and signs."""

    def choose(self, walker: "Walker") -> None:
        """On a page that looks at a certificate: until it is on its way to the server."""
        ...

    def sign(self, walker: "Walker") -> None:
        """On a panel that shows the text: until the button that sends it has been pressed."""
        ...


@dataclass
class Walker:
    """One person before one browser. Counts what he does; `looks` sees each page once he is there."""

    page: Page
    address: str
    key: Key
    looks: Callable[[Page, str], None] = lambda page, name: None
    pages: int = 0
    clicks: int = 0
    fields: int = 0
    seen: list[str] = field(default_factory=list)

    def opens(self, path: str, heading: str, name: str) -> None:
        self.page.goto(self.address + path)
        self.arrives(heading, name)

    def arrives(self, heading: str, name: str) -> None:
        """Waits for the page of this heading. `name`: of its picture."""
        refused = self.page.locator('[data-part="summary"]')
        reached = self.page.locator("h1", has_text=heading)
        reached.or_(refused).locator("visible=true").first.wait_for()
        assert reached.is_visible(), f"{self.page.url}: {refused.inner_text()}"
        self.page.wait_for_load_state()
        self.pages += 1
        self.seen.append(name)
        self.looks(self.page, name)

    def follows(self, link: str, heading: str, name: str) -> None:
        self.clicks += 1
        self.page.locator(MAIN).get_by_role("link", name=link).first.click()
        self.arrives(heading, name)

    def presses(self, button: str) -> None:
        self.clicks += 1
        self.page.get_by_role("button", name=button).first.click()

    def types(self, label: str, text: str) -> None:
        self.fields += 1
        self.page.get_by_label(label, exact=True).fill(text)

    def chooses(self, label: str, option: str) -> None:
        """Out of a list."""
        self.clicks += 2
        self.page.get_by_label(label, exact=True).select_option(option)

    def ticks(self, label: str) -> None:
        self.clicks += 1
        self.page.get_by_label(label, exact=True).check()

    def signs(self, action: str, name: str = "") -> None:
        """Reads the text and signs it. `name`: of the picture of the text, if one is kept."""
        self.presses(action)
        text, refused = (self.page.locator(f'[data-part="{part}"]') for part in ("review", "summary"))
        text.or_(refused).locator("visible=true").first.wait_for()
        assert text.is_visible(), refused.inner_text()
        if name:
            self.looks(self.page, name)
        self.key.sign(self)

    def done(self) -> dict[str, str]:
        """What the panel shows once, by its labels."""
        self.page.locator('[data-part="done"]').wait_for()
        rows = self.page.locator('[data-part="shown"] > div').all()
        return {row.locator("dt").inner_text(): row.locator("dd").first.inner_text() for row in rows}

    @property
    def count(self) -> tuple[int, int, int]:
        """Pages, clicks, typed fields."""
        return self.pages, self.clicks, self.fields


@dataclass
class Company:
    """Who registers."""

    tax_code: str
    name: str
    email: str = "quantri@moithanhlap.example"


@dataclass
class Given:
    """What a company has in the end."""

    user: str
    password: str
    terminal: str
    access_key: str


def registers_certificate(who: Walker, company: Company) -> None:
    """Looks at the certificate first, then registers it, with the end date that is proposed."""
    who.opens("/", "Thủ tục hải quan", "home")
    who.follows("Đăng ký tham gia thủ tục", "Đăng ký tham gia thủ tục hải quan điện tử", "register")
    who.follows("Xem chứng thư số", "Xem chứng thư số", "certificate")
    who.key.choose(who)
    who.arrives(f"Chứng thư số của {company.name}", "certificate-shown")
    who.presses("Đăng ký chứng thư này với hải quan")
    who.arrives("Đăng ký chứng thư số", "register-certificate")
    assert who.page.get_by_label("Ngày hết hiệu lực đăng ký").input_value() > "2027"
    who.signs("Đăng ký thông tin", "register-certificate-text")


def opens_account(who: Walker, company: Company) -> None:
    """The administrator account, and the first login."""
    who.arrives("tài khoản quản trị", "register-account")
    who.types("Thư điện tử", company.email)
    who.types("Mật khẩu mới", ADMIN_PASSWORD)
    who.signs("Đăng ký mới hoặc cập nhật")
    who.arrives("Đăng nhập", "login")
    logs_in(who, "", ADMIN_PASSWORD)
    who.arrives("Đăng ký tham gia thủ tục hải quan điện tử", "register-logged-in")


def logs_in(who: Walker, account: str, password: str) -> None:
    """Where `account` is empty the page has it already."""
    if account:
        who.types("Tài khoản", account)
    who.types("Mật khẩu", password)
    who.signs("Tiếp tục")


def fills_in_application(who: Walker, company: Company) -> None:
    """Company, declarant, terminals: each section is saved as it is left."""
    who.follows("Gửi hồ sơ xin User ID và máy tính", "Hồ sơ đăng ký người sử dụng", "applications")
    who.presses("Lập hồ sơ mới")
    who.arrives("Thông tin doanh nghiệp", "application-company")
    who.types("Địa chỉ", "12 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh")
    who.types("Số điện thoại", "028 3822 0001")
    who.types("Thư điện tử", company.email)
    who.types("Người đại diện theo pháp luật", "Nguyễn Văn Đại")
    who.chooses("Hải quan nơi đăng ký", "02DS")
    who.presses("Ghi")
    who.arrives("Hồ sơ đăng ký", "application-draft")
    who.follows("Thêm người khai", "Thêm người khai hải quan", "application-declarant")
    who.types("Họ tên", "Đặng Thị Thu Hà")
    who.types("Số CCCD, CMND hoặc hộ chiếu", "079185000123")
    certificate = who.page.get_by_label("Chứng thư số", exact=True).locator("option").nth(1).get_attribute("value")
    who.chooses("Chứng thư số", str(certificate))
    who.presses("Ghi")
    who.arrives("Hồ sơ đăng ký", "application-with-declarant")
    who.follows("Sửa Số máy tính xin cấp", "Máy tính", "application-terminals")
    who.types("Số máy tính xin cấp", "1")
    who.presses("Ghi")
    who.arrives("Hồ sơ đăng ký", "application-saved")


def sends_application(who: Walker) -> None:
    who.follows("Xem lại và gửi", "Xem lại và gửi hồ sơ", "application-review")
    who.types("Họ tên người gửi", "Lý Thị Gửi")
    who.signs("Xem văn bản sẽ ký")
    who.arrives("Hồ sơ đăng ký", "application-sent")


def decides(officer: Walker, account: str, password: str, company: Company) -> None:
    """An officer finds the application in the queue of the office, and approves it by signature."""
    officer.opens("/login", "Đăng nhập", "officer-login")
    logs_in(officer, account, password)
    officer.arrives("Thủ tục hải quan", "officer-home")
    officer.follows("Hồ sơ đăng ký chờ duyệt", "Hồ sơ đăng ký chờ duyệt", "desk-registrations")
    officer.clicks += 1
    officer.page.locator("tbody tr", has_text=company.tax_code).get_by_role("link").click()
    officer.arrives(company.name, "desk-registration")
    officer.ticks("Chấp nhận")
    officer.signs("Xem văn bản sẽ ký")
    officer.arrives("Hồ sơ đăng ký chờ duyệt", "desk-registrations-after")


def reads_credentials(who: Walker) -> Given:
    """User ID, default password and access key: once."""
    who.follows("xem kết quả và nhận thông số", "Kết quả đăng ký", "result")
    who.signs("Nhận thông số")
    shown = who.done()
    who.looks(who.page, "result-shown")
    [(of_user, password), (of_terminal, key)] = shown.items()
    return Given(of_user.split()[-1], password, of_terminal.split()[-1], key)


def changes_password(who: Walker, given: Given) -> None:
    """The declarant himself, in his own browser, before his first login."""
    who.opens("/login", "Đăng nhập", "user-login")
    who.follows("Đổi mật khẩu, kể cả mật khẩu mặc định", "Đổi mật khẩu cho User ID", "account-password")
    who.types("User ID hoặc tài khoản", given.user)
    who.types("Mật khẩu cũ", given.password)
    who.types("Mật khẩu mới", USER_PASSWORD)
    who.signs("Xem văn bản sẽ ký")
    who.arrives("Đăng nhập", "user-login-after")
    logs_in(who, "", USER_PASSWORD)
    who.arrives("Thủ tục hải quan", "user-home")


def checks_credentials(who: Walker, given: Given) -> None:
    """The declarant sees that all four work together."""
    who.follows("Kiểm tra bộ thông số khai báo", "Kiểm tra bộ thông số khai báo", "credentials-check")
    who.types("Mật khẩu của User ID", USER_PASSWORD)
    who.types("Terminal ID", given.terminal)
    who.types("Mã truy cập", given.access_key)
    who.signs("Kiểm tra")
    who.done()
    who.page.get_by_text("Dùng được: User ID, mật khẩu, Terminal ID và mã truy cập khớp nhau.").wait_for()
    who.looks(who.page, "credentials-work")


def delegates(who: Walker, broker: Company) -> None:
    """In place of handing over passwords: a broker declares imports for the company, for a month."""
    who.clicks += 1
    who.page.get_by_role("link", name="Doanh nghiệp", exact=True).click()
    who.page.wait_for_url("**/company")
    who.arrives("", "company")
    who.follows("Ủy quyền", "Ủy quyền cho đại lý", "delegations")
    who.follows("Ủy quyền mới", "Ủy quyền mới", "delegation-new")
    who.types("Mã số thuế đại lý", broker.tax_code)
    who.types("Tên đại lý", broker.name)
    who.types("Mã đại lý", "DL123")
    who.types("Đến hết ngày", "2026-09-30")
    who.signs("Xem văn bản ủy quyền")
    who.arrives("Ủy quyền cho đại lý", "delegations-after")
    who.page.locator("tbody tr", has_text=broker.tax_code).wait_for()


def logs_out(who: Walker) -> None:
    who.presses("Đăng xuất")
    who.arrives("Thủ tục hải quan", "logged-out")
    assert who.page.locator(".who").count() == 0
