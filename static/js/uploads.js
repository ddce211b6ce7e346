// Photos are shrunk on the phone. On a page with [data-uploads] each file then goes up by itself while the rest of the
// form is filled in: a cut connection costs one file's way, not the form. Without this file the form sends them all.
"use strict";

(() => {
  const EDGE = 1600;
  const QUALITY = 0.8;
  const ANSWER = 120000;

  // Which sending this is: the server keeps it once, even if its answer is lost and the file is sent again. Not
  // randomUUID, which is missing where the page came without encryption.
  const newKey = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  async function shrink(file) {
    if (!["image/jpeg", "image/png", "image/webp"].includes(file.type)) return file;
    try {
      const photo = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, EDGE / Math.max(photo.width, photo.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(photo.width * scale);
      canvas.height = Math.round(photo.height * scale);
      const pen = canvas.getContext("2d");
      pen.fillStyle = "white";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(photo, 0, 0, canvas.width, canvas.height);
      photo.close();
      const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
      if (blob === null || blob.size >= file.size) return file;
      return new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: blob.type });
    } catch {
      // What this browser cannot read, the server judges.
      return file;
    }
  }

  const list = document.querySelector("[data-uploads]");
  const form = (list ?? document.querySelector("[data-shrink]"))?.closest("form");
  const input = form?.querySelector("input[type=file]");
  if (!input) return;

  // The work in hand; a form that is sent meanwhile waits for it.
  let work = null;
  const queue = [];

  function begin(job) {
    const mine = (work ?? Promise.resolve()).then(job).finally(() => { if (work === mine) work = null; });
    work = mine;
  }

  async function replaceFiles() {
    const files = new DataTransfer();
    for (const file of input.files) files.items.add(await shrink(file));
    input.files = files.files;
  }

  function enqueue(file) {
    const row = list.querySelector("template").content.firstElementChild.cloneNode(true);
    row.querySelector(".file-name").textContent = file.name;
    row.querySelector("progress").setAttribute("aria-label", `Mengunggah ${file.name}`);
    list.append(row);
    const upload = { row, file, key: newKey() };
    row.querySelector("[data-retry]").addEventListener("click", () => retry(upload));
    row.querySelector("[data-drop]").addEventListener("click", () => {
      queue.splice(queue.indexOf(upload), 1);
      row.remove();
      input.focus();
    });
    queue.push(upload);
    begin(() => send(upload));
  }

  function retry(upload) {
    show(upload, "Menunggu");
    begin(() => send(upload));
  }

  function show({ row }, text, { failed = false, again = false } = {}) {
    row.classList.toggle("is-failed", failed);
    row.querySelector("[role=status]").textContent = text;
    row.querySelector("progress").hidden = failed;
    row.querySelector("[data-retry]").hidden = !again;
    row.querySelector("[data-drop]").hidden = !failed;
  }

  async function send(upload) {
    if (!queue.includes(upload)) return;
    show(upload, "Mengunggah");
    upload.small ??= await shrink(upload.file);
    const answer = await post(upload);
    upload.again = answer === null || answer.status >= 500 || !answer.responseURL.endsWith(list.dataset.uploads);
    if (answer?.status === 200 && !upload.again) {
      const holder = document.createElement("template");
      holder.innerHTML = answer.responseText;
      const kept = holder.content.querySelector("li");
      const hadFocus = upload.row.contains(document.activeElement);
      upload.row.replaceWith(kept);
      htmx.process(kept);
      if (hadFocus) kept.querySelector("a").focus();
      queue.splice(queue.indexOf(upload), 1);
    } else if (!upload.again) {
      show(upload, answer.status === 422 ? answer.responseText : "Ditolak. Muat ulang halaman ini.", { failed: true });
    } else if (answer === null) {
      show(upload, "Belum terunggah: sambungan terputus", { failed: true, again: true });
    } else {
      const why = answer.status >= 500 ? "portal sedang terganggu" : "masuk lagi di tab lain";
      show(upload, `Belum terunggah: ${why}`, { failed: true, again: true });
    }
  }

  function post({ row, small, key }) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", list.dataset.uploads);
      request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
      request.timeout = ANSWER;
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) row.querySelector("progress").value = (100 * event.loaded) / event.total;
      });
      request.addEventListener("load", () => resolve(request));
      request.addEventListener("error", () => resolve(null));
      request.addEventListener("timeout", () => resolve(null));
      const body = new FormData();
      body.append("files", small, small.name);
      body.append("key", key);
      request.send(body);
    });
  }

  input.addEventListener("change", () => {
    if (!list) {
      begin(replaceFiles);
      return;
    }
    for (const file of input.files) enqueue(file);
    input.value = "";
  });

  window.addEventListener("online", () => {
    for (const upload of queue) if (upload.again && upload.row.classList.contains("is-failed")) retry(upload);
  });

  // In the capturing phase: nobody else hears of it before the files are there.
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form || (!work && !queue.length)) return;
      event.preventDefault();
      event.stopPropagation();
      const { submitter } = event;
      const goOn = async () => {
        while (work) await work;
        if (queue.length) queue[0].row.querySelector("[data-retry]:not([hidden]), [data-drop]").focus();
        else form.requestSubmit(submitter);
      };
      goOn();
    },
    true,
  );
})();
