// What a person can see and touch on a page. Called with what is asked and the text (or CSS) that it is about;
// answers an element, true or false, or null for "not yet".
const [asked, wanted] = arguments;

// What nobody sees, such as what keeps hours on one line (U+2060), is not read either.
const plain = (text) => (text ?? "").replace(/[\u00ad\u200b\u2060]/g, "").replace(/\s+/g, " ").trim();
const goal = plain(wanted);
const css = wanted.startsWith("css=") ? wanted.slice(4) : /^[#.[]/.test(wanted) ? wanted : null;

const visible = (element) => {
  const box = element.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true });
};
const byCss = () => [...document.querySelectorAll(css)].find(visible) ?? null;

const byIds = (ids) => plain(ids?.split(/\s+/).map((id) => document.getElementById(id)?.innerText).join(" "));
const names = (element) => [
  byIds(element.getAttribute("aria-labelledby")), element.getAttribute("aria-label"), element.innerText,
  /^(button|submit|reset)$/.test(element.type ?? "") ? element.value : null,
  element.getAttribute("title"), element.getAttribute("alt"),
].map(plain).filter(Boolean);

// The best match wins: the whole name before a part of it, and of two the shorter name and the deeper element.
const best = (elements) => elements
  .flatMap((element) => names(element).filter((name) => name.includes(goal)).map((name) => ({ element, name })))
  .sort((a, b) => (a.name === goal ? 0 : 1) - (b.name === goal ? 0 : 1) || a.name.length - b.name.length
    || (a.element.contains(b.element) ? 1 : b.element.contains(a.element) ? -1 : 0))[0]?.element ?? null;

const TOUCHABLE = "a[href], button, summary, label, input, select, textarea, [role=button], [role=tab], [role=radio], "
  + "[role=checkbox], [role=switch], [role=option], [role=link], [role=menuitem], [tabindex], [onclick]";
const FIELDS = "input, textarea, select, [contenteditable=true]";

const off = (element) => element.matches(":disabled, [aria-disabled=true]") || element.closest("[inert]") !== null;

// Nobody taps a sheet that is still rising.
const moves = (element) => document.getAnimations().some(({ effect, playState }) => playState === "running"
  && !effect?.pseudoElement && effect?.target?.contains(element));

// As a person does with what lies behind a bar at the edge; a driver scrolls only to what is outside the window.
const bare = (element) => {
  const box = element.getBoundingClientRect();
  const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  if (!element.contains(there)) element.scrollIntoView({ block: "center", behavior: "instant" });
};

const target = () => {
  if (css) return byCss();
  const shown = (selector) => [...document.querySelectorAll(selector)].filter(visible);
  return best(shown(TOUCHABLE)) ?? best(shown("body *"));
};

const field = () => {
  if (css) return byCss();
  const fields = [...document.querySelectorAll(FIELDS)].filter(visible);
  const labels = (element) => [
    ...[...(element.labels ?? [])].map((label) => label.innerText), element.getAttribute("aria-label"),
    byIds(element.getAttribute("aria-labelledby")), element.getAttribute("placeholder"), element.getAttribute("name"),
  ].map(plain).filter(Boolean);
  return fields.find((element) => labels(element).includes(goal))
    ?? fields.find((element) => labels(element).some((label) => label.includes(goal))) ?? null;
};

switch (asked) {
  case "see": return css ? byCss() !== null : plain(document.body?.innerText).includes(goal);
  case "target": {
    const found = target();
    if (!found || off(found) || moves(found)) return null;
    bare(found);
    window.tapped = false;
    // What was drawn anew meanwhile is met in its place.
    document.addEventListener("click", (event) => {
      window.tapped = !found.isConnected || event.composedPath().includes(found);
    }, { capture: true, once: true });
    return found;
  }
  // Whether the tap has met its target; of a page that is gone nobody can say.
  case "tapped": return window.tapped !== false;
  case "field": {
    const found = field();
    if (!found || off(found)) return null;
    bare(found);
    return found;
  }
  // A value that keys cannot type alike in every engine and language (dates, choices): set as the engine would.
  case "set": {
    const [, , element, value] = arguments;
    if (element.matches("select")) {
      const option = [...element.options].find((each) => plain(each.text) === plain(value) || each.value === value);
      if (!option) return false;
      element.value = option.value;
    } else {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(element, value);
    }
    for (const type of ["input", "change"]) element.dispatchEvent(new Event(type, { bubbles: true }));
    return true;
  }
  case "kind": {
    const element = arguments[2];
    return element.matches("select") ? "select" : element.matches("input") ? element.type : "text";
  }
}
