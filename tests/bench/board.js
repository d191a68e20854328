// Opens the volunteer board from another screen, again and again. `openings` says how often. Returns the milliseconds
// from the tap to the first shifts painted.
const times = [];
for (let round = 0; round < openings; round += 1) {
  location.hash = "#/me";
  await bench.when(() => document.querySelector("main h1, main h2")?.textContent && !document.querySelector(".days"));
  await bench.calm();
  const tab = document.querySelector("nav.tabs a[href^='#/volunteer']");
  const start = performance.now();
  tab.click();
  const painted = await bench.when(() => document.querySelector("main a[href^='#/shift/']"));
  times.push(painted - start);
}
return times;
