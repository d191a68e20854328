// Lets the app start without a network, and changes to a new version only when the person agrees.
//
// scripts/precache.sh writes the line below after each build: the files of this version and a hash over them.
// With an empty version (a development build) the worker does nothing.
const PRECACHE = { version: "", files: [], demo: [], desk: [] };

// The newest worker takes over at once, but serves the agreed version from that one's cache. Merely to wait
// would not do: when all tabs are closed, the browser activates whoever waits, and nobody has been asked.
const PREFIX = `yishi ${self.registration.scope} `;
const VERSION = PRECACHE.version;
const url = (path) => new URL(path, self.registration.scope).href;
const START = url("./");
// What outlives a version: the agreed version's name, and the configuration.
const KEPT = PREFIX + "kept";
const AGREED = url("agreed");
const CONFIG = url("config.json");

let known;

async function agreed() {
  known = known || (await (await caches.match(AGREED, { cacheName: KEPT }))?.text());
  return known || VERSION;
}

async function agree() {
  await (await caches.open(KEPT)).put(AGREED, new Response(VERSION));
  known = VERSION;
}

self.addEventListener("install", (event) => {
  if (VERSION) event.waitUntil(install(event));
});

async function install(event) {
  const cache = await caches.open(PREFIX + VERSION);
  const files = PRECACHE.files.map(url);
  // Names with a hash may come from the browser's cache; the page itself must be fresh.
  await cache.addAll(files.map((file) => new Request(file, { cache: file === START ? "reload" : "default" })));
  // If another version was published meanwhile, the page is that one's. The browser installs again later.
  const page = await (await cache.match(START)).text();
  // A hash whose number begins with zeros is written shorter than 16 digits.
  const named = page.match(/[\w-]+-[0-9a-f]{10,16}\w*\.(js|wasm)/g);
  const known = files.concat(PRECACHE.demo.map(url), PRECACHE.desk.map(url));
  if (!named || !named.every((name) => known.includes(url(name)))) {
    await caches.delete(PREFIX + VERSION);
    throw new Error("the page is of another version");
  }
  const kept = await caches.open(KEPT);
  await kept.add(new Request(CONFIG, { cache: "no-cache" })).catch(() => {});
  // A community's phone never loads the demonstration.
  if (await isDemo(kept)) await cache.addAll(PRECACHE.demo.map(url));
  // The first version is the one that the person opened.
  if (!(await kept.match(AGREED))) await agree();
  // Where browsers cannot go past the worker, it answers all the same.
  for (const some of event.addRoutes ? await routes() : []) await event.addRoutes(some).catch(() => {});
  await self.skipWaiting();
}

// What the browser may do without starting this worker, as long as it is the newest: the protocol goes to the network,
// and what has a hash in its name comes from the cache, as long as it is there. So does the page, unless another
// version was agreed to.
async function routes() {
  const network = (condition) => ({ condition, source: "network" });
  const stored = (condition) => ({ condition: { ...condition, requestMethod: "GET" }, source: { cacheName: PREFIX + VERSION } });
  const own = (pathname, search) => ({ urlPattern: new URLPattern({ ...parts(START), pathname, search }) });
  const hashed = PRECACHE.files.filter((name) => /-[0-9a-f]{10,16}/.test(name)).map((name) => own(parts(url(name)).pathname));
  const page = (await agreed()) === VERSION ? [own(parts(START).pathname, "")] : [];
  return [
    ["/v1/*", parts(url("v1/*")).pathname].map((pathname) => network(own(pathname))),
    [...page, ...hashed].map(stored),
    // Younger than the others.
    [network({ not: own("*") })],
  ];
}

function parts(address) {
  const { protocol, hostname, port, pathname } = new URL(address);
  return { protocol: protocol.slice(0, -1), hostname, port, pathname };
}

// As src/link/config.rs reads it: a configuration that names no endpoint.
async function isDemo(kept) {
  const text = await (await kept.match(CONFIG))?.text();
  try {
    return JSON.parse(text).endpoint == null;
  } catch (unreadable) {
    return false;
  }
}

self.addEventListener("activate", (event) => {
  event.waitUntil(tidy());
});

// Versions that came and went without being agreed to.
async function tidy() {
  const needed = [KEPT, PREFIX + VERSION, PREFIX + (await agreed())];
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && !needed.includes(name)).map((name) => caches.delete(name)));
}

// The page asks "newer" (is there a version to agree to?) or says "activate" (the person agrees).
self.addEventListener("message", (event) => {
  const { data, ports } = event;
  if (VERSION && data && ports[0]) event.waitUntil(answer(data.type, ports[0]));
});

async function answer(type, port) {
  if (type === "newer") return port.postMessage((await agreed()) !== VERSION);
  if (type !== "activate") return;
  const before = await agreed();
  await agree();
  port.postMessage(true);
  if (before !== VERSION) await caches.delete(PREFIX + before);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const target = new URL(request.url);
  if (!VERSION || request.method !== "GET" || target.origin !== self.location.origin) return;
  if (target.pathname.startsWith("/v1/") || target.href.startsWith(url("v1/"))) return;
  target.hash = "";
  if (target.href === CONFIG) event.respondWith(fresh(request));
  else if (request.mode !== "navigate") event.respondWith(cached(target.href, request));
  else if (isStart(target)) event.respondWith(cached(START, request));
});

// Chat apps add a query to the address; the folder may be opened with or without index.html.
function isStart(target) {
  return target.origin + target.pathname === START || target.origin + target.pathname === url("index.html");
}

async function cached(key, request) {
  return (await caches.match(key, { cacheName: PREFIX + (await agreed()) })) || fetch(request);
}

async function fresh(request) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok) await kept.put(CONFIG, answer.clone());
    return answer;
  } catch (error) {
    const last = await kept.match(CONFIG);
    if (last) return last;
    throw error;
  }
}
