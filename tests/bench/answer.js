// Answers the question on the screen so that all is in order, and goes on. Returns whether there was one.
const wait = async (look) => { while (!look()) await new Promise((done) => setTimeout(done, 5)); };
const on = document.querySelector(".fill-turns .button.main");
if (!on) return false;
const question = document.querySelector("#question");
const figure = document.querySelector("#figure");
if (figure) {
  figure.value = "4";
  figure.dispatchEvent(new Event("input", { bubbles: true }));
  await wait(() => document.querySelector(".control .tag.ok"));
} else {
  const points = [...document.querySelectorAll(".points .verdict")].at(-1);
  const button = points ?? document.querySelector(".verdict.ok") ?? document.querySelector(".verdict.none");
  button.click();
  await wait(() => button.getAttribute("aria-pressed") === "true");
}
on.click();
await wait(() => document.querySelector("#question") && document.querySelector("#question") !== question);
return true;
