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
    r"|Mozilla Public License 2\.0|Public Domain|any-OSI|LGPL|GNU Lesser General Public License|BSD-0-Clause|0BSD"
    r"|\(Unlicense OR Apache-2\.0\)"
)
"""Whoever uses thongquan may do so freely; the LGPL is met because such a package can be replaced by another."""

WEB = ROOT / "tools" / "web"
NPM_LOCKED = {
    name.rpartition("node_modules/")[2]: one
    for name, one in json.loads((WEB / "package-lock.json").read_text())["packages"].items()
    if name
}
STATIC = ROOT / "src" / "thongquan" / "portal" / "static"
BUNDLED = {one["name"]: one for one in json.loads((STATIC / "manifest.json").read_text())["packages"]}


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


def test_every_npm_package_is_locked_by_hash() -> None:
    assert len(NPM_LOCKED) > 8
    assert {name for name, one in NPM_LOCKED.items() if not one.get("integrity", "").startswith("sha512-")} == set()


def test_every_npm_package_is_asked_for_in_one_version() -> None:
    asked = json.loads((WEB / "package.json").read_text())
    versions = {**asked["dependencies"], **asked["devDependencies"]}
    assert {name: NPM_LOCKED[name]["version"] for name in versions} == versions


def test_every_npm_package_may_be_used_by_anybody_and_runs_nothing_when_fetched() -> None:
    assert {
        name: one.get("license") for name, one in NPM_LOCKED.items() if not FREE.match(one.get("license", ""))
    } == {}
    assert "--ignore-scripts" in (ROOT / "tools" / "bundle").read_text()


def test_the_pages_carry_the_licence_of_each_package_in_them() -> None:
    assert {"htmx.org", "pkijs", "asn1js"} <= set(BUNDLED)
    assert not {"axe-core", "csp_evaluator", "esbuild"} & set(BUNDLED)
    told = (STATIC / "licences.txt").read_text()
    for one in BUNDLED.values():
        assert f"{one['name']} {one['version']} ({one['licence']})" in told
    assert told.count("Permission to use") + told.count("Redistribution and use") + told.count("Permission is") >= len(
        BUNDLED
    )


def test_the_bundle_is_up_to_date_with_its_sources(tmp_path: Path) -> None:
    subprocess.run([ROOT / "tools" / "bundle", tmp_path / "static"], check=True, capture_output=True)
    assert {one.name: one.read_bytes() for one in (tmp_path / "static").iterdir()} == {
        one.name: one.read_bytes() for one in STATIC.iterdir()
    }


def test_the_bill_of_materials_names_what_a_server_runs_and_not_our_tools(tmp_path: Path) -> None:
    subprocess.run([ROOT / "tools" / "sbom", tmp_path / "sbom.json"], check=True, capture_output=True)
    bill = json.loads((tmp_path / "sbom.json").read_text())
    versions = {one["name"]: one["version"] for one in bill["components"]}
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "thongquan"
    assert {"apsw", "cryptography", "litestar", "msgspec", "uvicorn", "htmx.org", "pkijs"} <= set(versions)
    assert not {"pytest", "ruff", "prometheus-client"} & set(versions)
    locked = {one["name"]: one["version"] for one in [*LOCKED, *BUNDLED.values()]}
    assert {name: version for name, version in versions.items() if locked.get(name) != version} == {}
