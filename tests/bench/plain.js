// What a plain page does without any library: one record a document.
const asked = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const complete = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = resolve;
  transaction.onabort = () => reject(transaction.error);
});

// A new database with nothing in it.
const empty = async (name) => {
  await asked(indexedDB.deleteDatabase(name));
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("document", { keyPath: "seq" });
  return asked(opening);
};

// Documents whose JSON has 300 bytes.
const documents = (count) => Array.from({ length: count }, (_, index) => {
  const document = { seq: index + 1, id: crypto.randomUUID(), kind: "opinion_raised", text: `（第${index + 1}号）`, rest: "" };
  const bytes = new TextEncoder().encode(JSON.stringify(document)).length;
  document.rest = "x".repeat(300 - bytes);
  return document;
});

const show = (texts) => {
  document.querySelector("main").replaceChildren(...texts.map((text) => {
    const line = document.createElement("p");
    line.textContent = text;
    return line;
  }));
};

// Milliseconds for one put a document, so many a transaction.
const store = async (count, perTransaction) => {
  const all = documents(count);
  const database = await empty("plain");
  const start = performance.now();
  for (let from = 0; from < all.length; from += perTransaction) {
    const transaction = database.transaction("document", "readwrite");
    const table = transaction.objectStore("document");
    for (const each of all.slice(from, from + perTransaction)) table.put(each);
    await complete(transaction);
  }
  const took = performance.now() - start;
  database.close();
  return took;
};

// Milliseconds from the first request until all events are stored, one put an event, and the newest are painted.
const pull = async (token) => {
  const database = await empty("pulled");
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}` };
  const client = crypto.randomUUID();
  let [cursors, more, newest, count] = [{}, true, [], 0];
  const start = performance.now();
  while (more) {
    const body = JSON.stringify({ protocol: 1, client, epoch: null, cursors, limit: 1000, push: [] });
    const answer = await (await fetch("/v1/sync", { method: "POST", headers, body })).json();
    const transaction = database.transaction("document", "readwrite");
    const table = transaction.objectStore("document");
    for (const event of answer.events) table.put(event);
    await complete(transaction);
    newest = newest.concat(answer.events.map((event) => event.body.text).filter(Boolean)).slice(-6);
    count += answer.events.length;
    ({ cursors, more } = answer);
  }
  show(newest);
  const end = await bench.painted();
  database.close();
  return { took: end - start, count };
};
