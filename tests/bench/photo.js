// Waits for a photo to be chosen in the form on this screen: from the browser's word of it to its small picture painted,
// and the longest time until then and until it is stored in which the page did nothing else. Milliseconds.
const input = document.querySelector("[type=file][multiple]");
const chosen = new Promise((resolve) => input.addEventListener("change", () => resolve(performance.now()), { capture: true, once: true }));
bench.photo = (async () => {
  const begun = await chosen;
  let [last, longest, beating] = [performance.now(), 0, true];
  const beat = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (beating) setTimeout(beat);
  };
  beat();
  const drawn = () => [...document.querySelectorAll("main .photos img")].find((image) => image.complete && image.naturalWidth > 0);
  const stored = () => drawn()?.closest("button");
  await bench.until(drawn, "a small picture");
  const painted = await bench.painted();
  await bench.until(stored, "a photo that is stored");
  await bench.pause(500);
  beating = false;
  return { painted: painted - begun, longest };
})();
return true;
