// What a browser can say about the screen it shows: a list of complaints, empty when all is well.
// `expected` = {phone: bool, english: a regular expression}. Each check is one function that returns its complaints.
async (expected) => {
  const name = (element) => {
    const words = (element.innerText || element.getAttribute("aria-label") || element.name || "").trim();
    return `<${element.localName}${element.id ? `#${element.id}` : ""}> “${words.replace(/\s+/g, " ").slice(0, 60)}”`;
  };
  const isShown = (element) => element.checkVisibility({ checkVisibilityCSS: true, contentVisibilityAuto: true });
  const shown = (selector) => [...document.querySelectorAll(selector)].filter(isShown);

  const sideways = () => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const wide = shown("body *").filter((element) => element.getBoundingClientRect().right > room + 1);
    return [`scrolls sideways: ${wide.slice(0, 3).map(name).join(", ")}`];
  };

  const frame = () => {
    const complaints = [];
    const headings = document.querySelectorAll("h1").length;
    if (headings !== 1) complaints.push(`${headings} h1`);
    if (document.documentElement.lang !== "id") complaints.push("lang is not id");
    for (const tag of shown(".tag")) {
      const drawn = getComputedStyle(tag, "::before").maskImage.startsWith("url(");
      if (!drawn || !tag.textContent.trim()) complaints.push(`status without icon or word: ${name(tag)}`);
    }
    return complaints;
  };

  // WCAG 2.5.8 lets a link inside a sentence be as high as its line.
  const isInSentence = (element) => {
    if (element.localName !== "a" || getComputedStyle(element).display !== "inline") return false;
    const block = element.closest("p, li, dd, td, th, div, section, span.note, label, small");
    return [...block.childNodes].some((node) => !node.contains(element) && node.textContent.trim());
  };
  const targets = () => {
    const complaints = [];
    for (const element of shown("a[href], button, summary, select, textarea, input:not([type=hidden])")) {
      // A whole card or a whole row may be the target of the one thing in it.
      const target = element.closest(".card-row-title")?.closest(".card-row") ?? element.closest(".form-check") ?? element;
      const box = target.getBoundingClientRect();
      if (element.matches(".skip-link") || (box.width >= 43.5 && box.height >= 43.5) || isInSentence(element)) continue;
      complaints.push(`target of ${Math.round(box.width)}×${Math.round(box.height)} px: ${name(element)}`);
    }
    return complaints;
  };

  const save = () => {
    const button = shown(".save-bar .btn-primary")[0];
    if (!expected.phone || !button) return [];
    const box = button.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight) return [`save is below the first screen: ${name(button)}`];
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return button.contains(top) ? [] : [`save is covered by ${top && name(top)}`];
  };

  const shift = async () => {
    const entries = await new Promise((resolve) => {
      const observer = new PerformanceObserver((list) => resolve(list.getEntries()));
      observer.observe({ type: "layout-shift", buffered: true });
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(observer.takeRecords())));
    });
    const unasked = entries.filter((entry) => !entry.hadRecentInput);
    const sum = unasked.reduce((total, entry) => total + entry.value, 0);
    const moved = unasked.flatMap((entry) => entry.sources.map(({ node }) => name(node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement ?? document.body)));
    return sum < 0.02 ? [] : [`layout shifts by ${sum.toFixed(3)}: ${moved.join(", ")}`];
  };

  const english = () => {
    const texts = [document.title, document.body.innerText];
    for (const attribute of ["placeholder", "aria-label", "title", "alt"]) {
      for (const element of shown(`[${attribute}]`)) texts.push(element.getAttribute(attribute));
    }
    const found = new Set(texts.join("\n").match(new RegExp(expected.english, "gi")) ?? []);
    return found.size ? [`English on screen: ${[...found].join(", ")}`] : [];
  };

  // “3 hari lagi, 27 November 2026”: near and exact. What is over and done with needs no nearness.
  const MONTHS = "Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember";
  const DAY = String.raw`(\d{1,2}) (${MONTHS}) (\d{4})`;
  const isAhead = ([, day, month, year]) => new Date(year, MONTHS.split("|").indexOf(month), day, 23) > new Date();
  const dates = () => {
    const complaints = [];
    const nearness = new RegExp(String.raw`\b(?:\d+ (?:hari|bulan|tahun) (?:lagi|lalu)|kemarin|besok)\b(?!, ${DAY})`, "gi");
    for (const [words] of document.body.innerText.matchAll(nearness)) complaints.push(`how near, but not which day: ${words}`);
    for (const element of shown("p, dd, td")) {
      const text = `${element.dataset.label ?? element.previousElementSibling?.innerText ?? ""} ${element.innerText}`;
      const deadline = text.match(new RegExp(String.raw`(?:batas|tenggat)[^.;]*?${DAY}`, "i"));
      if (!deadline || !isAhead(deadline) || /lagi, |besok, |hari ini, /.test(deadline[0])) continue;
      const tags = [...(element.closest("tr, li, article") ?? document).querySelectorAll(".tag")];
      if (!tags.some((tag) => /Selesai|Dibatalkan/.test(tag.innerText))) complaints.push(`a deadline, but not how near: ${name(element)}`);
    }
    for (const element of shown("main *:not(.form-text, script, template)")) {
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join(" ");
      if (/\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}\/\d{1,2}\/\d{2,4}\b/.test(own)) complaints.push(`a day in figures: ${name(element)}`);
    }
    return complaints;
  };

  const empty = () =>
    shown(".empty")
      .filter((box) => !box.querySelector("h2")?.innerText || !box.querySelector("p")?.innerText || !box.querySelector("a.btn[href]"))
      .map((box) => `an empty list says not what to do next: ${name(box)}`);

  // Runs after a Tab, so that what gets the focus from here shows it as it does to the keyboard.
  const focus = () => {
    const complaints = [];
    if (!document.activeElement.matches(".skip-link")) complaints.push(`first on Tab: ${name(document.activeElement)}`);
    else if (document.activeElement.getBoundingClientRect().top < 0) complaints.push("the skip link stays hidden");
    for (const element of shown("a[href], button, summary, select, textarea, input, [hx-get], [hx-post], [onclick], [role=button]")) {
      const actsByItself = element.matches("form, [hx-trigger]");
      if (element.tabIndex < 0 && !element.disabled && !actsByItself) complaints.push(`not reached by Tab: ${name(element)}`);
    }
    const kinds = new Map();
    for (const element of shown("a[href], button, summary, select, textarea, input:not([type=hidden]), [tabindex='0']")) {
      kinds.set(`${element.localName} ${element.getAttribute("class")} ${element.type ?? ""}`, element);
    }
    for (const element of kinds.values()) {
      element.focus({ preventScroll: true });
      if (document.activeElement !== element) continue;
      const rings = [getComputedStyle(element), getComputedStyle(element, "::after")];
      const isOutlined = rings.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
      // A link inside a drawing marks its own shape.
      const shapes = element.ownerSVGElement ? [...element.querySelectorAll("rect")].map((shape) => getComputedStyle(shape)) : [];
      if (!isOutlined && !shapes.some((style) => style.stroke !== "none" && parseFloat(style.strokeWidth) >= 2)) {
        complaints.push(`no visible focus: ${name(element)}`);
      }
    }
    document.activeElement.blur();
    return complaints;
  };

  const accessible = async () => {
    const { violations } = await axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      resultTypes: ["violations"],
    });
    return violations.map(({ id, nodes }) => `axe ${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
  };

  return [...sideways(), ...frame(), ...(await shift()), ...save(), ...focus(), ...targets(), ...english(), ...dates(), ...empty(), ...(await accessible())];
};
