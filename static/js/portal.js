// Small comforts. Every page works without this file.
"use strict";

// A second press must not send a form twice. The button is only marked, so that its name and value are still sent.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[method=post]") || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
});

// Back to a page from the browser's memory: its forms may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled=true]")) button.removeAttribute("aria-disabled");
  }
});

// "Tambah baris" without a journey to the server.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row]");
  if (!button) return;
  event.preventDefault();
  const rows = button.closest("[data-rows]");
  const total = rows.querySelector(`[name="${rows.dataset.rows}-TOTAL_FORMS"]`);
  const most = Number(rows.querySelector(`[name="${rows.dataset.rows}-MAX_NUM_FORMS"]`).value);
  const number = Number(total.value);
  if (number >= most) return;
  const holder = document.createElement("template");
  holder.innerHTML = rows.querySelector("template").innerHTML.replaceAll("__prefix__", number);
  const row = holder.content.firstElementChild;
  row.setAttribute("aria-label", row.getAttribute("aria-label").replace("baru", number + 1));
  button.before(row);
  total.value = number + 1;
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
});

// Cells copied from a spreadsheet into a row: the server knows the columns, so they go the way of "Tempel dari Excel".
document.addEventListener("paste", (event) => {
  const rows = event.target.closest("[data-rows]");
  const area = rows?.querySelector("[data-paste]");
  const text = event.clipboardData.getData("text/plain").trimEnd();
  const holdsCells = text.includes("\t") || (event.target.matches("input") && text.includes("\n"));
  if (!area || event.target === area || !holdsCells) return;
  event.preventDefault();
  area.value = text;
  rows.querySelector(`[name="${rows.dataset.rows}-pasted_from"]`).value = event.target.name.split("-").pop();
  rows.querySelector(`[name="${rows.dataset.rows}-paste"]`).click();
});

// An open menu closes when one looks elsewhere.
document.addEventListener("click", (event) => {
  const menu = document.querySelector(".account-menu[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".account-menu[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// "/" goes to the search box, except where one types.
document.addEventListener("keydown", (event) => {
  const box = document.querySelector("[data-search]");
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping || !box) return;
  event.preventDefault();
  box.focus();
});

document.querySelector("[data-focus]")?.focus();
