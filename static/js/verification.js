// The verification queue: decisions without leaving the page, and keys for whoever reads many. All works without it.
"use strict";

(() => {
  const CARD = "[data-verification]";
  const OFF = "pintasan-verifikasi-mati";
  const cards = () => [...document.querySelectorAll(CARD)];
  const current = () => document.activeElement?.closest(CARD);
  const areOn = () => localStorage.getItem(OFF) === null;

  function show(card, behavior = "auto") {
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start", behavior });
  }

  function step(by) {
    const all = cards();
    const place = all.indexOf(current());
    const next = place < 0 ? all[0] : all[place + by];
    if (next) show(next);
  }

  function writeReason(card) {
    const reason = card?.querySelector("[data-return]");
    if (!reason) return;
    reason.open = true;
    reason.querySelector("textarea").focus();
  }

  // A verdict is only given on the card that holds the focus: no key decides about what one does not look at.
  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    t: () => current()?.querySelector("[data-accept]")?.requestSubmit(),
    b: () => writeReason(current()),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented) return;
    const reason = event.target.closest?.("[data-return]");
    if (event.key === "Escape" && reason?.open) {
      reason.open = false;
      reason.querySelector("summary").focus();
      return;
    }
    if (!areOn() || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const act = KEYS[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // Single letters get in the way of speech input: they can be switched off, and stay so.
  for (const help of document.querySelectorAll("[data-keyboard-help]")) {
    const button = help.querySelector("[data-shortcuts]");
    const say = () => {
      button.setAttribute("aria-pressed", areOn());
      button.lastChild.textContent = areOn() ? "Pintasan aktif" : "Pintasan mati";
    };
    button.addEventListener("click", () => {
      if (areOn()) localStorage.setItem(OFF, "1");
      else localStorage.removeItem(OFF);
      say();
    });
    say();
  }

  let place = 0;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.target.matches(CARD)) return;
    const { xhr, pathInfo } = event.detail;
    // The session ended: the answer is the sign-in page, which must not be put into a card.
    if (new URL(xhr.responseURL).pathname !== pathInfo.requestPath) {
      event.detail.shouldSwap = false;
      location.reload();
      return;
    }
    place = cards().indexOf(event.detail.target);
    // Where the next card comes up in place of this one, what stands below stays there, even if that one is shorter.
    const stage = event.detail.target.closest("[data-one-by-one]");
    if (stage) stage.style.minHeight = `${stage.offsetHeight}px`;
    // What was refused comes back as a card that says why.
    if (xhr.status === 409 || xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  // The focus goes on to the card that took the place of the decided one. A card that came is shown with its first
  // picture; to one that stood further down the page goes on, once it is painted where it stood. So nothing jumps.
  let answered = null;
  document.addEventListener("htmx:afterSwap", (event) => {
    const { xhr, target } = event.detail;
    // Told once for each piece that was put in.
    if (!target.matches(CARD) || target.isConnected || xhr === answered) return;
    answered = xhr;
    const all = cards();
    const card = all[Math.min(place, all.length - 1)];
    if (card && document.querySelector("[data-one-by-one]")) {
      show(card, "instant");
      if (xhr.status === 422) writeReason(card);
    } else if (card) {
      card.focus({ preventScroll: true });
      requestAnimationFrame(() => requestAnimationFrame(() => {
        show(card);
        if (xhr.status === 422) writeReason(card);
      }));
    } else if (document.querySelector("[data-one-by-one]")) {
      document.getElementById("antrean").focus();
    } else {
      // The first page: the one on which this was the last card may be gone.
      location.assign(location.pathname);
    }
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const { target } = event.detail;
    if (!target.matches(CARD) || !target.isConnected) return;
    document.getElementById("kabar-verifikasi").textContent =
      "Keputusan belum tersimpan. Periksa sambungan Anda, lalu coba lagi.";
  });
})();
