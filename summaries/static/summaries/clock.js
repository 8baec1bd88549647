// How long the machine has worked, counted on between two looks at it.

function clock() {
  for (const item of document.querySelectorAll("[data-clock]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(item.dataset.clock)) / 1000));
    item.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}

setInterval(clock, 1000);
