// Small comforts; every page does its work without them.
"use strict";

// Ctrl F and "/" go to the search field of the page, where there is one.
document.addEventListener("keydown", (event) => {
  const field = document.getElementById("q");
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
  if (field && event.key === "/" && !typing && !event.isComposing) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (event.target.method === "post" && !event.target.hasAttribute("data-again")) {
    event.target.dataset.sent = "1";
  }
});

// Coming back with the browser's arrow finds the forms usable again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// Choosing in a select of filters goes there at once; without JavaScript the button beside it does.
document.querySelectorAll("form[data-at-once] select").forEach((choice) => {
  choice.addEventListener("change", () => choice.form.submit());
});

// What is being written stays in this tab until it is sent: the log-in may end meanwhile.
const said = new URLSearchParams(location.search).get("said");
if (said === "posted" || said === "logged_out") {
  sessionStorage.clear();
}
document.querySelectorAll("[data-forget]").forEach((link) => {
  link.addEventListener("click", () => sessionStorage.clear());
});
document.querySelectorAll("form[data-draft]").forEach((form) => {
  const key = `${form.dataset.draft} ${location.pathname}`;
  const fields = [...form.querySelectorAll("input[type=text], textarea")];
  const kept = JSON.parse(sessionStorage.getItem(key) || "{}");
  fields.forEach((field) => {
    field.value = field.value || kept[field.name] || "";
  });
  form.addEventListener("input", () => {
    const typed = fields.map((field) => [field.name, field.value]);
    sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(typed)));
  });
});
