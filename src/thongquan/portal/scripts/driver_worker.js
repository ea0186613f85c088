// The worker of drivers' pages, and of nothing else: its scope is /t/. It keeps nothing; it shows what a page kept
// (driver_offline.js) where the network is gone or says nothing for long, and forgets it once the server has no such page.
const WAIT = 8_000;
const DAY = 24 * 3_600_000;

addEventListener("install", (event) => event.waitUntil(skipWaiting()));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (mode === "navigate") event.respondWith(page(event.request, pathname));
  else if (pathname.startsWith("/static/")) event.respondWith(file(event.request));
});

async function page(request, pathname) {
  const asked = fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, WAIT));
  const answer = await Promise.race([asked, late]).catch(() => undefined);
  if (answer?.status === 404) await forget(pathname);
  return answer ?? (await kept(pathname)) ?? asked;
}

async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function kept(pathname) {
  const found = await caches.match(pathname);
  if (!found || Date.now() - Date.parse(found.headers.get("date")) < DAY) return found;
  await forget(pathname);
}

async function forget(pathname) {
  for (const name of await caches.keys()) {
    if (await (await caches.open(name)).match(pathname)) await caches.delete(name);
  }
}
