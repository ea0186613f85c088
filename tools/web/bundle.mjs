// Bundles the scripts of the portal: `node bundle.mjs FOLDER`. Called by tools/bundle.
// Each file's name holds a hash of its content, so that a browser may keep it for good; manifest.json tells the names.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const scripts = resolve(here, "../../src/thongquan/portal/scripts");
const out = resolve(process.argv[2]);
const entries = ["page.js", "sign.js", "driver.js", "driver_worker.js"]; // on every page; on those that sign; for drivers, who have neither

function licencesOf(inputs) {
  const packages = new Set();
  for (const path of inputs) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path);
    if (found) packages.add(found[1]);
  }
  return [...packages].sort().map((name) => {
    const folder = join(here, "node_modules", name);
    const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = ["LICENSE", "LICENSE.md", "LICENSE.txt"].map((one) => join(folder, one)).find(existsSync);
    return { name, version: about.version, licence: about.license, text: file ? readFileSync(file, "utf8") : "" };
  });
}

const done = await build({
  absWorkingDir: scripts,
  entryPoints: entries,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  splitting: true, // what opens key files is fetched when one is opened
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none", // they are in licences.txt, whole
  banner: { js: "/*! thongquan: Apache-2.0. Its parts: licences.txt beside this file. */" },
  nodePaths: [join(here, "node_modules")],
  metafile: true,
  write: false,
});

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const files = {};
for (const { path, contents } of done.outputFiles) {
  const name = basename(path);
  writeFileSync(path, contents);
  const { entryPoint } = done.metafile.outputs[relative(scripts, path)];
  files[entryPoint ? basename(entryPoint) : name] = { file: name, bytes: contents.length };
}
const packages = licencesOf(Object.keys(done.metafile.inputs));
writeFileSync(
  join(out, "licences.txt"),
  packages.map((one) => `${one.name} ${one.version} (${one.licence})\n\n${one.text.trim()}\n`).join(`\n${"-".repeat(72)}\n\n`),
);
const told = packages.map(({ name, version, licence }) => ({ name, version, licence }));
writeFileSync(join(out, "manifest.json"), `${JSON.stringify({ files, packages: told }, null, 1)}\n`);
