// Put before the scripts of every page that is measured, the app's and the plain ones alike: notes when something is
// asked for, stored or painted. Times are milliseconds since the page's navigation began.
(() => {
  if (window !== window.top || window.bench) return;
  const now = () => performance.now();
  const bench = { writes: [], calls: [], heard: [], clicks: [], content: null, compiled: null, opened: null, read: null };
  window.bench = bench;

  // When a database was first open; further down, when one was last read.
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...wanted) {
    const opening = open.apply(this, wanted);
    opening.addEventListener("success", () => { bench.opened ??= now(); });
    return opening;
  };

  for (const { prototype } of [IDBObjectStore, IDBIndex]) {
    for (const name of ["get", "getAll", "openCursor"]) {
      const original = prototype[name];
      prototype[name] = function (...wanted) {
        const request = original.apply(this, wanted);
        request.addEventListener("success", () => { bench.read = now(); });
        return request;
      };
    }
  }

  // Each transaction that writes: begun when it is opened, done when it is complete.
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...wanted) {
    const begun = now();
    const made = transaction.apply(this, wanted);
    if (made.mode === "readwrite") {
      const write = { database: this.name, stores: [...made.objectStoreNames], begun, done: null };
      bench.writes.push(write);
      made.addEventListener("complete", () => { write.done = now(); });
      made.addEventListener("abort", () => { write.done = now(); });
    }
    return made;
  };

  const { fetch } = window;
  window.fetch = (...wanted) => {
    const call = { url: String(wanted[0]?.url ?? wanted[0]), begun: now(), answered: null };
    bench.calls.push(call);
    const answer = fetch.apply(window, wanted);
    const note = () => { call.answered = now(); };
    answer.then(note, note);
    return answer;
  };

  // When a piece of an answer that is read as a stream has come.
  const { read } = ReadableStreamDefaultReader.prototype;
  ReadableStreamDefaultReader.prototype.read = function (...wanted) {
    const piece = read.apply(this, wanted);
    piece.then(() => { bench.heard.push(now()); }, () => {});
    return piece;
  };

  let memory = null;
  const remember = (result) => {
    bench.compiled ??= now();
    const exports = (result.instance ?? result).exports;
    memory = Object.values(exports).find((each) => each instanceof WebAssembly.Memory) ?? memory;
    return result;
  };
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = (...wanted) => original.apply(WebAssembly, wanted).then(remember);
  }
  bench.wasm = () => memory?.buffer.byteLength ?? 0;

  addEventListener("click", (event) => { bench.clicks.push(event.timeStamp); }, true);

  // The end of the frame in which something appeared.
  bench.painted = () => new Promise((resolve) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => resolve(now());
    channel.port2.postMessage(null);
  }));

  // First contentful paint, as the browser reports it.
  const contentful = new Promise((resolve) => new PerformanceObserver((list) => {
    const paint = list.getEntries().find((entry) => entry.name === "first-contentful-paint");
    if (paint) resolve(paint.startTime);
  }).observe({ type: "paint", buffered: true }));
  bench.contentful = () => contentful;

  // When that is true and painted; `bench.found` is when the first such thing was true.
  bench.when = (test) => new Promise((resolve) => {
    const look = () => {
      if (!test()) return false;
      observer.disconnect();
      bench.found ??= now();
      resolve(bench.painted());
      return true;
    };
    const observer = new MutationObserver(look);
    if (!look()) observer.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
  });

  bench.pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

  bench.until = async (test, what) => {
    const deadline = now() + 10000;
    for (;;) {
      const found = test();
      if (found) return found;
      if (now() > deadline) throw new Error(`waited for ${what}`);
      await bench.pause(2);
    }
  };

  // Pokes stay open for ever, so they are not waited for.
  bench.calm = async () => {
    const state = () => {
      const open = bench.calls.filter((call) => call.answered === null && !call.url.includes("/v1/live")).length
        + bench.writes.filter((write) => write.done === null).length;
      return `${open} ${bench.calls.length} ${bench.writes.length}`;
    };
    const deadline = now() + 45000;
    let [last, since] = [state(), now()];
    while (now() - since < 250) {
      if (now() > deadline) throw new Error(`no calm: ${state()}`);
      await bench.pause(10);
      const next = state();
      if (next !== last || !next.startsWith("0 ")) [last, since] = [next, now()];
    }
  };

  // The button with which one joins an opinion, once it can be pressed.
  bench.second = () => [...document.querySelectorAll("main button")]
    .find((button) => button.textContent.trim().startsWith("附议") && button.getAttribute("aria-disabled") !== "true");

  bench.asked = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  bench.storedEvents = async () => {
    const database = await bench.asked(indexedDB.open("yishi"));
    const pages = await bench.asked(database.transaction("page").objectStore("page").getAll());
    database.close();
    const lines = (page) => new TextDecoder().decode(page.lines).split("\n").filter(Boolean);
    return pages.reduce((sum, page) => sum + lines(page).length, 0);
  };
})();
