// Opens inspections from the patrol's page, again and again, and answers one. `asked` says of which patrol and shops,
// how often, and how many answers. Returns milliseconds: from the tap on a shop to its question and last answer
// painted, from the tap on an answer to the button shown as pressed, and to its transaction complete.
const times = { opened: [], answered: [], stored: [] };
const question = () => document.querySelector("#question");
for (let round = 0; round < asked.openings; round += 1) {
  location.hash = "#/patrol";
  const shop = asked.shops[round % asked.shops.length];
  const link = await bench.until(() => document.querySelector(`main a.line[href='#/patrol/${asked.patrol}/${shop}']`), "the shop");
  await bench.calm();
  const start = performance.now();
  link.click();
  const painted = await bench.when(() => question() && document.querySelector(".before"));
  times.opened.push(painted - start);
}
for (let tap = 0; tap < asked.taps; tap += 1) {
  const button = await bench.until(
    () => document.querySelector(".verdict.ok:not([aria-pressed=true])") ?? document.querySelector(".points .verdict:not([aria-pressed=true])")
      ?? document.querySelector(".verdict.none:not([aria-pressed=true])"),
    "an answer",
  );
  await bench.calm();
  const writes = bench.writes.length;
  const start = performance.now();
  button.click();
  while (button.getAttribute("aria-pressed") !== "true") await new Promise((done) => setTimeout(done));
  times.answered.push(performance.now() - start);
  const saved = await bench.until(
    () => bench.writes.slice(writes).find((write) => write.stores.includes("draft") && write.done !== null),
    "the answer stored",
  );
  times.stored.push(saved.done - start);
  const before = question();
  document.querySelector(".fill-turns .button.main").click();
  await bench.until(() => question() && question() !== before, "the next question");
}
return times;
