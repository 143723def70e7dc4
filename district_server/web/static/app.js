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
