// A driver's page that was opened once opens again where there is no network: kept on his telephone by the page itself,
// shown by its worker (driver_worker.js) for a day at most, and forgotten once his link is dead.
const links = 'link[rel="stylesheet"], script[src]';

/** Only this module makes the browser run something by its address, and only a file of ours. */
const ours = globalThis.trustedTypes?.createPolicy("thongquan", {
  createScriptURL(address) {
    if (!address.startsWith("/static/")) throw new TypeError("not a file of ours");
    return address;
  },
});

const name = () => `thongquan ${document.querySelector("[data-driver]").dataset.driver}`;

let worker = false;

export async function openWithoutNetwork(address) {
  if (!address || !("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(ours?.createScriptURL(address) ?? address, { scope: "/t/" });
    worker = true;
    await keepPage();
  } catch {
    worker = false; // a browser that allows none: what was told is kept all the same
  }
}

/** As the server shows it now. Whatever else was kept of this link is dropped. */
export async function keepPage() {
  if (!worker) return;
  const answer = await fetch(location.pathname, { cache: "no-store" });
  if (answer.status === 404) return forgetPage();
  if (!answer.ok || answer.redirected) return;
  const files = [...document.querySelectorAll(links)].map((one) => new URL(one.href ?? one.src, location).pathname);
  await forgetPage();
  const kept = await caches.open(name());
  await Promise.all([kept.put(location.pathname, answer), kept.addAll(files)]);
}

/** Nobody opens it again without network: what a driver saw goes with his link. */
export async function forgetPage() {
  await globalThis.caches?.delete(name());
}
