// Lets the app start without a network, and changes to a new version only when the person agrees.
//
// scripts/precache.sh writes the line below after each build: the files of this version and a hash over them.
// With an empty version (a development build) the worker does nothing.
const PRECACHE = { version: "", files: [] };

const PREFIX = `yishi ${self.registration.scope} `;
const CACHE = PREFIX + PRECACHE.version;
const url = (path) => new URL(path, self.registration.scope).href;
const START = url("./");
const CONFIG = url("config.json");
const FILES = new Set(PRECACHE.files.map(url));

self.addEventListener("install", (event) => {
  if (!PRECACHE.version) return;
  event.waitUntil(
    caches.open(CACHE).then(async (cache) => {
      // Names with a hash may come from the browser's cache; the page itself must be fresh.
      await cache.addAll([...FILES].map((file) => new Request(file, { cache: file === START ? "reload" : "default" })));
      await cache.add(new Request(CONFIG, { cache: "no-cache" })).catch(() => {});
    }),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then((names) =>
      Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name))),
    ),
  );
});

self.addEventListener("message", (event) => {
  if (event.data && event.data.type === "activate") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const target = new URL(request.url);
  if (!PRECACHE.version || request.method !== "GET" || target.origin !== self.location.origin) return;
  if (target.pathname.startsWith("/v1/") || target.href.startsWith(url("v1/"))) return;
  target.hash = "";
  if (target.href === CONFIG) event.respondWith(fresh(request));
  else if (request.mode === "navigate" && isStart(target)) event.respondWith(cached(START, request));
  else if (FILES.has(target.href)) event.respondWith(cached(target.href, request));
});

// Chat apps add a query to the address; the folder may be opened with or without index.html.
function isStart(target) {
  return target.origin + target.pathname === START || target.origin + target.pathname === url("index.html");
}

async function cached(key, request) {
  return (await caches.match(key, { cacheName: CACHE })) || fetch(request);
}

async function fresh(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(CONFIG, answer.clone());
    return answer;
  } catch (error) {
    const known = await cache.match(CONFIG);
    if (known) return known;
    throw error;
  }
}
