// Keyboard shortcuts by the place of the key (event.code), so that they work on an Arabic layout.

export const FIELDS = "input, textarea, select, [contenteditable]";

function nameOf(event) {
  if (event.altKey) return "";
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  return `${mod}${event.shiftKey ? "shift+" : ""}${event.code.replace("NumpadEnter", "Enter")}`;
}

// Single keys are for reading: never in a field, never over a dialog, never when switched off.
function mayBeSingle(event, singles) {
  return singles && !event.target.closest(FIELDS) && !document.querySelector("dialog[open]");
}

// Calls `bindings["KeyJ"]`, `bindings["shift+Slash"]` or `bindings["mod+Enter"]` with the event.
// A binding that answers false did nothing, and the browser goes on as usual.
export function onKeys(bindings, { singles = true } = {}) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const name = nameOf(event);
    const act = bindings[name];
    if (!act) return;
    const isSingle = !name.startsWith("mod+") && event.code !== "Escape";
    if (isSingle && !mayBeSingle(event, singles)) return;
    if (act(event) !== false) event.preventDefault();
  });
}

// The map of the keys: a dialog where the page has one, otherwise the link's own page.
export function keyMap() {
  const dialog = document.querySelector("dialog#keys");
  if (dialog && !dialog.open) dialog.showModal();
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-keys]") || !document.querySelector("dialog#keys")) return;
  event.preventDefault();
  keyMap();
});
