// What the eye and the finger would find wrong with the page. `least` is the size of a touch target in CSS pixels.
const root = document.documentElement;
const open = document.querySelector("dialog[open]");
const within = open ?? document.body;
const visible = (element) => {
  const box = element.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true });
};

// A choice is touched on its whole label. Links inside running text are read first and exempt (WCAG 2.5.8).
const touched = (element) => (element.matches("[type=radio], [type=checkbox]") ? element.closest("label") : element);
const TARGETS = "nav a, button, a.button, label.button, a.card, a.back, input, select, textarea, summary";
const small_targets = [...within.querySelectorAll(TARGETS)].filter(visible).map(touched).flatMap((element) => {
  const { width, height } = element.getBoundingClientRect();
  return width >= least - 0.5 && height >= least - 0.5 ? []
    : [`${element.outerHTML.slice(0, 120)} ${width.toFixed(1)} × ${height.toFixed(1)}`];
});

const texts = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
let smallest = Infinity;
while (texts.nextNode()) {
  const element = texts.currentNode.parentElement;
  if (!texts.currentNode.data.trim() || !visible(element)) continue;
  smallest = Math.min(smallest, parseFloat(getComputedStyle(element).fontSize));
}

return {
  too_wide: root.scrollWidth - root.clientWidth,
  small_targets: [...new Set(small_targets)],
  text: parseFloat(getComputedStyle(document.body).fontSize),
  smallest: Number.isFinite(smallest) ? smallest : 999,
};
