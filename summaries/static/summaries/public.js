// Remembers which languages a reader chose, in this browser alone: nothing is sent anywhere.
(() => {
  const KEY = "show";
  // Where a choice of language is remembered: not in the desk's preview, not on the answer to a form.
  const SWITCH = "nav.switch[data-remember]";
  const kept = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const keep = (choice) => {
    try {
      if (choice === "both") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, choice);
    } catch { /* Storage may be switched off; the address carries the choice all the same. */ }
  };

  document.addEventListener("click", (event) => {
    const choice = event.target.closest("a[data-show]");
    if (choice && document.querySelector(SWITCH)) keep(choice.dataset.show);
  });

  document.addEventListener("DOMContentLoaded", () => {
    const address = new URL(location.href);
    const choice = kept();
    const asked = address.searchParams.has("show");
    // Not in the desk's preview, and not over a form that was sent and came back.
    const open = window.top === window && document.querySelector(SWITCH);
    if (!open || asked || (choice !== "en" && choice !== "ar")) return;
    address.searchParams.set("show", choice);
    location.replace(address);
  });
})();
