"""Adds the npm packages bundled into the pages to a bill of materials: `sbom_pages.py FILE`."""

import base64
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
MANIFEST = ROOT / "src" / "thongquan" / "portal" / "static" / "manifest.json"
LOCK = ROOT / "tools" / "web" / "package-lock.json"


def component(name: str, version: str, licence: str, integrity: str) -> dict[str, Any]:
    """A CycloneDX component; `integrity` is that of the lock file: "sha512-" and base64."""
    address = f"pkg:npm/{name.replace('@', '%40')}@{version}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
        "licenses": [{"expression": licence}],
        "hashes": [{"alg": "SHA-512", "content": base64.b64decode(integrity.partition("-")[2]).hex()}],
    }


def main(file: Path) -> None:
    bill = json.loads(file.read_text())
    locked = json.loads(LOCK.read_text())["packages"]
    for one in json.loads(MANIFEST.read_text())["packages"]:
        integrity = locked[f"node_modules/{one['name']}"]["integrity"]
        bill["components"].append(component(one["name"], one["version"], one["licence"], integrity))
    file.write_text(json.dumps(bill, indent=2) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
