"""What an attacker writes where a name or a text is asked for, hoping that some page runs it (row 25)."""

from collections.abc import Iterator
from itertools import cycle, islice, product

from playwright.sync_api import Locator, Page

CALLS = ("ran(1)", "window['ran'](1)", "ran`1`", "top.ran(1)", "(ran)(1)")
BREAKS = ("", '"', "'", '">', "'>", "</title>", "</textarea>", "</option></select>", "-->", "\\", "</td>", "</a>")
CARRIERS = (
    "<script>{call}</script>",
    "<img src=x onerror={call}>",
    "<svg onload={call}>",
    "<svg/onload={call}//",
    "<body onload={call}>",
    "<details open ontoggle={call}>",
    "<input autofocus onfocus={call}>",
    "<iframe srcdoc='<script>parent.{call}</script>'>",
    "<a href=javascript:{call} id=x>x</a>",
    "<form action=javascript:{call}><button>x",
    "<object data=javascript:{call}>",
    "<math><mtext><script>{call}</script></mtext></math>",
    "<template><script>{call}</script></template>",
    "<style>@import 'javascript:{call}'</style>",
    "<base href=javascript:{call}//>",
    "<meta http-equiv=refresh content='0;url=javascript:{call}'>",
    "<link rel=stylesheet href=javascript:{call}>",
    " onmouseover={call} autofocus onfocus={call} x=",
    "javascript:{call}",
    "{{{{{call}}}}}",
    "{{% print({call}) %}}",
    "${{{call}}}",
    "<%= {call} %>",
    "\u2028;{call};\u2029",
    "+ADw-script+AD4-{call}+ADw-/script+AD4-",
    "\uff1cscript\uff1e{call}\uff1c/script\uff1e",
    "&lt;script&gt;{call}&lt;/script&gt;",
    "%3Cscript%3E{call}%3C/script%3E",
    "<div hx-on:load={call} hx-get=javascript:{call} hx-trigger=load>",
    "<div data-hx-on::load={call}>",
    "<x-y is=script src=data:,{call}>",
)


def payloads(count: int) -> list[str]:
    """The same ones each time: every carrier comes first once, then with other breaks and calls."""
    firsts = zip(CARRIERS, cycle(BREAKS[::-1]), cycle(CALLS), strict=False)
    others = ((carrier, broken, call) for (broken, call), carrier in product(product(BREAKS, CALLS), CARRIERS))
    made = dict.fromkeys(broken + carrier.format(call=call) for carrier, broken, call in [*firsts, *others])
    return list(islice(made, count))


FORMS = 'main form[method="post"]'
FREE = "(one) => { one.removeAttribute('maxlength'); if (one.type === 'email') one.type = 'text'; }"
"""An attacker is not held by what a field asks for."""


class Trap:
    """Notes every call of `ran`, every dialog, and every page that was left for somewhere else."""

    def __init__(self, page: Page) -> None:
        self.sprung: list[str] = []
        page.expose_function("ran", lambda *_: self.sprung.append(page.url))
        page.on("dialog", lambda dialog: (self.sprung.append(dialog.message), dialog.dismiss()))


def text_fields(form: Locator) -> Iterator[Locator]:
    for field in form.locator("input, textarea").all():
        if (field.get_attribute("type") or "text") not in {"hidden", "file", "radio", "checkbox", "submit"}:
            yield field


def fill_every_form(page: Page, address: str, payloads: Iterator[str]) -> list[str]:
    """Send each form of the page with a payload in each of its text fields; says which were used."""
    page.goto(address)
    forms, used = page.locator(FORMS).count(), []
    for number in range(forms):
        if number:
            page.goto(address)
        form = page.locator(FORMS).nth(number)
        fields = list(text_fields(form))
        for field in fields:
            used.append(next(payloads))
            field.evaluate(FREE)
            field.fill(used[-1])
        if fields:
            with page.expect_navigation():
                form.evaluate("(one) => HTMLFormElement.prototype.submit.call(one)")
    return used
