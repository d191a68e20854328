// Opens a motion's page from the list, again and again, another one each time. `openings` says how often. Returns the
// milliseconds from the tap to the question and the turnout painted.
const times = [];
for (let round = 0; round < openings; round += 1) {
  location.hash = "#/council/motions";
  const links = () => [...document.querySelectorAll("main a[href^='#/motion/']")];
  await bench.when(() => links().length > 0);
  await bench.calm();
  const all = links();
  const link = all[round % all.length];
  const start = performance.now();
  link.click();
  const painted = await bench.when(() => location.hash === link.getAttribute("href")
    && document.querySelector("main .spoken") && document.querySelector("main .meter, main [role=meter]"));
  times.push(painted - start);
}
return times;
