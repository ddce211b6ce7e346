// What is typed into a long form is saved every ten seconds: private, without saving the form itself. It is offered again
// after a crash and on another machine. The page works without this file.
"use strict";

(() => {
  const INTERVAL = 10000;
  const ANSWER = 8000;
  const PATIENCE = 2000;
  // A browser sends no more than this much after the page is gone.
  const KEEPALIVE = 60000;

  const settings = document.querySelector("[data-draft]");
  // Looked up each time: rows pasted from a spreadsheet come with the whole form anew.
  const form = () => document.querySelector(".save-bar")?.closest("form");
  if (!settings || !form()) return;

  const filled = () => {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form())) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") fields.append(name, value);
    }
    return fields;
  };

  let saved = "draftAhead" in settings.dataset ? "" : filled().toString();
  let saving = null;
  let leaving = false;

  // There before it speaks: a screen reader announces what changes in it.
  function line() {
    const bar = form().querySelector(".save-bar");
    let found = bar.querySelector(".draft-state");
    if (!found) {
      found = document.createElement("p");
      found.className = "draft-state";
      found.setAttribute("role", "status");
      bar.prepend(found);
    }
    return found;
  }

  function say(text) {
    if (line().textContent !== text) line().textContent = text;
  }

  async function send(fields, keepalive) {
    const body = new URLSearchParams(fields);
    body.append("draft", settings.dataset.draft);
    try {
      const response = await fetch(settings.dataset.draftUrl, {
        method: "POST",
        headers: { "X-CSRFToken": form().elements.csrfmiddlewaretoken.value },
        body,
        redirect: "manual",
        keepalive: keepalive && body.toString().length < KEEPALIVE,
        signal: keepalive ? undefined : AbortSignal.timeout(ANSWER),
      });
      if (response.ok) {
        saved = fields.toString();
        say(`Draf tersimpan ${(await response.json()).saved_at}`);
      } else if (response.type === "opaqueredirect" || response.status === 403) {
        say("Belum tersimpan: masuk lagi di tab lain");
      } else {
        say(response.status < 500 ? `Belum tersimpan: ${await response.text()}` : "Belum tersimpan: portal sedang terganggu");
      }
    } catch {
      say("Belum tersimpan: sambungan terputus");
    }
  }

  function save({ keepalive = false } = {}) {
    if (leaving || (saving && !keepalive)) return;
    const fields = filled();
    if (fields.toString() === saved) return;
    // An older draft is not overwritten before its writer decided about it.
    if (document.querySelector("[data-draft-waits]")) {
      say("Pilih dahulu: lanjutkan atau buang draf di atas");
      return;
    }
    saving = send(fields, keepalive).finally(() => { saving = null; });
  }

  line();
  setInterval(save, INTERVAL);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save({ keepalive: true });
  });
  window.addEventListener("pagehide", () => save({ keepalive: true }));
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("online", () => save());

  // Once the form itself is sent, no draft may follow: the server has forgotten it by then. One that is on its way
  // arrives first. Heard below the document, where the form would already be marked as sent.
  document.body.addEventListener("submit", (event) => {
    if (event.target !== form() || event.defaultPrevented) return;
    if (!saving) {
      leaving = true;
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const { target, submitter } = event;
    const patience = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
    Promise.race([saving, patience]).then(() => {
      saving = null;
      target.requestSubmit(submitter);
    });
  });
})();
