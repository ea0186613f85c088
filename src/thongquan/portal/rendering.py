"""Templates into pages. Everything is escaped; a name that a template gets wrong is an error, not a blank."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Response
from litestar.response import Redirect
from markupsafe import Markup

from thongquan import law
from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.declaration.explain import Explained, explained
from thongquan.portal import language
from thongquan.portal.assets import Assets, own_assets
from thongquan.portal.forms import FORM_FIELD
from thongquan.portal.visit import Visit


class Helper(msgspec.Struct, frozen=True):
    """How a page finds the signing helper on the computer of whoever reads it."""

    port: int
    code: str


class Placed(Fault, frozen=True):
    """A fault at that field of a form which has what its own place is part of; it says what it said there."""

    meant: Fault | None = None


TEMPLATES = Path(__file__).parent / "templates"


@cache
def assets() -> Assets:
    return own_assets()


@cache
def environment(lang: str) -> Environment:
    """The templates in one language."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(language.tongue(lang), newstyle=True)  # type: ignore[attr-defined] # by the extension
    made.filters |= {
        "day": language.day,
        "moment": language.moment,
        "number": language.number,
        "dong": language.dong,
        "fault_text": lambda fault: _explained(fault)["text"][lang],
        "fault_fix": lambda fault: _explained(fault)["fix"][lang],
    }
    made.globals |= {
        "asset": assets().address,
        "lang": lang,
        "said": law.wording(lang).say,
        "wording": law.wording(lang),
    }
    return made


def _explained(fault: Fault) -> Explained:
    return explained(fault.meant if isinstance(fault, Placed) and fault.meant else fault)


def page(visit: Visit, template: str, *, status: int = 200, signs: bool = False, **context: Any) -> Response[bytes]:
    """A page of its own. `signs`: it may ask the signing helper on the user's computer."""
    visit.signs = signs
    if signs:
        context["helper"] = Helper(LIMITS.signer_port, visit.pairing())
    text = environment(visit.language).get_template(template).render(visit=visit, form_field=_field(visit), **context)
    return Response(text.encode(), status_code=status, media_type="text/html")


def faulty(visit: Visit, template: str, faults: list[Fault], *, signs: bool = False, **context: Any) -> Response[bytes]:
    """The form once more, with what is wrong on top and beside each field, and what was typed."""
    return page(visit, template, status=422, signs=signs, faults=faults, **context)


def go_to(address: str) -> Redirect:
    """After a form was carried out: the browser asks for the next page by GET, so that reloading repeats nothing."""
    return Redirect(address, status_code=303)


def _field(visit: Visit) -> Callable[[], Markup]:
    """The hidden secret; asked for only by pages that have a form."""
    return lambda: Markup('<input type="hidden" name="{}" value="{}">').format(FORM_FIELD, visit.token_for_form())
