// One tap after another on 附议, each on another opinion's page, and before each of them one plain put of strict
// durability in the same page. `opinions` are the ids. Returns the milliseconds of both.
const opening = indexedDB.open("plain-tap", 1);
opening.onupgradeneeded = () => opening.result.createObjectStore("document", { keyPath: "id" });
const database = await bench.asked(opening);

const put = async (document) => {
  const start = performance.now();
  const transaction = database.transaction("document", "readwrite", { durability: "strict" });
  transaction.objectStore("document").put(document);
  await new Promise((resolve) => { transaction.oncomplete = resolve; });
  return performance.now() - start;
};

const times = { plain: [], tap: [], opened: [] };
for (const id of opinions) {
  location.hash = `#/opinion/${id}`;
  const button = await bench.until(bench.second, "a button 附议");
  await bench.calm();
  times.plain.push(await put({ id, rest: "x".repeat(250) }));

  const [writes, clicks] = [bench.writes.length, bench.clicks.length];
  button.click();
  const saved = await bench.until(
    () => bench.writes.slice(writes).find((write) => write.stores.includes("outbox") && write.done !== null),
    "the outbox",
  );
  times.tap.push(saved.done - bench.clicks[clicks]);
  times.opened.push(saved.begun - bench.clicks[clicks]);
  await bench.calm();
}
database.close();
return times;
