"""Whatever can go wrong with the signing helper has words on the page."""

import re
from pathlib import Path

PORTAL = Path(__file__).parents[2] / "src" / "thongquan" / "portal"
SCRIPT = (PORTAL / "scripts" / "helper.js").read_text()
WORDS = (PORTAL / "templates" / "helper_words.html").read_text()


def test_every_code_of_the_script_has_words_and_no_words_are_left_over() -> None:
    [refused] = re.findall(r"const REFUSED = \{(.+?)\};", SCRIPT)
    said = {
        *re.findall(r'HelperError\("([a-z-]+)"\)', SCRIPT),
        *re.findall(r'tell\("([a-z-]+)"\)', SCRIPT),
        *re.findall(r': "([a-z-]+)"', refused),
        *re.findall(r'\? "([a-z-]+)" : "([a-z-]+)"', SCRIPT)[0],
        *re.findall(r'\? "([a-z-]+)" : "([a-z-]+)"', SCRIPT)[1],
        *re.findall(r'\?\? "([a-z-]+)"', SCRIPT),
    }
    assert said == set(re.findall(r'helper_word\("([a-z-]+)"', WORDS))
    assert len(said) == 8
