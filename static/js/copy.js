// “Salin”: puts the text of a field into the clipboard. Without this file the text can be selected by hand.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  const words = button.querySelector("span");
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      words.textContent = "Tersalin";
    } catch {
      words.textContent = "Tekan Ctrl+C untuk menyalin";
    }
  });
}
