// What a page must be, whatever it shows: returns a list of what is wrong, in words.
const wrong = [];
const say = (what, element) =>
  wrong.push(`${what}: ${element ? element.outerHTML.slice(0, 120) : ""}`);
const visible = (element) => element.getClientRects().length > 0;
const named = (element) =>
  (element.getAttribute("aria-label") || element.textContent || element.title || "").trim() ||
  (element.getAttribute("aria-labelledby") &&
    document.getElementById(element.getAttribute("aria-labelledby")));

if (document.documentElement.lang !== "zh-CN") say("no language");
if (!document.title.trim()) say("no title");
if (document.querySelectorAll("h1").length !== 1) say("not one h1");
if (document.querySelectorAll("main").length !== 1) say("not one main");
const width = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth > width)
  for (const element of document.querySelectorAll("body *")) {
    const box = element.getBoundingClientRect();
    if (box.right > width + 1 && !element.closest(".scroll") && visible(element)) {
      say(`wider than the window by ${Math.round(box.right - width)}`, element);
      break;
    }
  }
let before = 0;
for (const heading of document.querySelectorAll("main h1, main h2, main h3, main h4")) {
  const level = Number(heading.tagName[1]);
  if (level > before + 1) say("a level of headings is left out", heading);
  before = level;
}
for (const field of document.querySelectorAll("input, select, textarea"))
  if (field.type !== "hidden" && !field.hidden && !field.labels.length && !field.ariaLabel)
    say("a field without a label", field);
for (const element of document.querySelectorAll("a[href], button"))
  if (visible(element) && !named(element)) say("nothing to call it by", element);
for (const image of document.querySelectorAll("img")) if (!image.hasAttribute("alt")) say("no alt", image);
for (const table of document.querySelectorAll("table")) {
  if (!table.caption) say("a table without a caption", table);
  if (table.querySelector("thead th:not([scope])")) say("a heading without scope", table);
}
const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
for (const id of new Set(ids)) if (ids.filter((each) => each === id).length > 1) say(`two of id ${id}`);
for (const form of document.querySelectorAll('form[method="post"]'))
  if (!form.querySelector('input[name="form_key"]')) say("a form without its key", form);
if (document.querySelector("[style], style, script:not([src])")) say("something in the line");

// Contrast of text against the first background behind it that is not clear (WCAG, 4.5).
const parts = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
const light = (colour) => {
  const [r, g, b] = parts(colour).map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const behind = (element) => {
  for (let each = element; each; each = each.parentElement) {
    const style = getComputedStyle(each);
    if (style.backgroundImage !== "none") return null;
    const [r, g, b, a = 1] = parts(style.backgroundColor);
    if (a > 0.99) return `rgb(${r}, ${g}, ${b})`;
  }
  return "rgb(255, 255, 255)";
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const seen = new Set();
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || !visible(element) || seen.has(element)) continue;
  if (element.closest(".unseen, .skip, option, [aria-hidden]")) continue;
  seen.add(element);
  const back = behind(element);
  if (!back) continue;
  const [high, low] = [light(getComputedStyle(element).color), light(back)].sort((a, b) => b - a);
  if ((high + 0.05) / (low + 0.05) < 4.5) say(`contrast ${((high + 0.05) / (low + 0.05)).toFixed(1)}`, element);
  if (parseFloat(getComputedStyle(element).fontSize) < 12) say("smaller than 12 px", element);
}
return wrong;
