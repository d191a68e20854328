// Opens closed motions, `motions` by name, each for a second time: its ballots are here, and are counted again. Returns
// the milliseconds from the tap to the finding painted.
const counted = () => [...document.querySelectorAll("main .tag")].some((tag) => tag.textContent.includes("已核对"));
const times = [];
for (const motion of motions) {
  for (const first of [true, false]) {
    location.hash = "#/me";
    await bench.when(() => !counted() && document.querySelector("main h1, main h2"));
    await bench.calm();
    const start = performance.now();
    location.hash = `#/motion/${motion}`;
    const painted = await bench.when(counted);
    if (!first) times.push(painted - start);
    await bench.calm();
  }
}
return times;
