"""What we are made of: locked by hash, under licences that let anybody use it, and told in a bill of materials."""

import importlib.metadata
import json
import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCKED = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
FREE = re.compile(
    r"MIT|MIT-0|BSD|BSD-[23]-Clause|Apache|Apache-2\.0|PSF|PSF-2\.0|Python Software Foundation|MPL-2\.0"
    r"|Mozilla Public License 2\.0|Public Domain|any-OSI|LGPL|GNU Lesser General Public License"
)
"""Whoever uses thongquan may do so freely; the LGPL is met because such a package can be replaced by another."""


def licence_of(package: importlib.metadata.Distribution) -> str:
    about = package.metadata
    classified = [
        line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or [] if line.startswith("License")
    ]
    return about.get("License-Expression") or " ".join(classified) or (about.get("License") or "").split("\n")[0]


def test_every_installed_package_may_be_used_by_anybody() -> None:
    packages = {package.metadata["Name"]: package for package in importlib.metadata.distributions()}
    assert len(packages) > 50
    assert {name: licence_of(one) for name, one in packages.items() if not FREE.match(licence_of(one))} == {}


def test_every_locked_package_is_locked_by_hash() -> None:
    files = [file for one in LOCKED for file in [*one.get("wheels", []), *([one["sdist"]] if "sdist" in one else [])]]
    assert len(files) > 200
    assert [file for file in files if not file.get("hash", "").startswith("sha256:")] == []


def test_the_bill_of_materials_names_what_a_server_runs_and_not_our_tools(tmp_path: Path) -> None:
    subprocess.run([ROOT / "tools" / "sbom", tmp_path / "sbom.json"], check=True, capture_output=True)
    bill = json.loads((tmp_path / "sbom.json").read_text())
    versions = {one["name"]: one["version"] for one in bill["components"]}
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "thongquan"
    assert {"apsw", "cryptography", "litestar", "msgspec", "uvicorn"} <= set(versions)
    assert not {"pytest", "ruff", "prometheus-client"} & set(versions)
    locked = {one["name"]: one["version"] for one in LOCKED}
    assert {name: version for name, version in versions.items() if locked.get(name) != version} == {}
