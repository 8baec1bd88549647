// What the page says about saving: in words, politely, in one place, and how long ago.

let savedAt = 0;

const region = () => document.getElementById("said");
const age = () => document.querySelector("[data-said-age]");

export function say(text) {
  savedAt = 0;
  age().textContent = "";
  if (region().textContent !== text) region().textContent = text;
}

export function saved() {
  say(region().dataset.saved);
  savedAt = Date.now();
  tick();
}

export function offline() {
  say(region().dataset.offline);
}

// The server's own words, when it refused in words instead of a page; otherwise nothing.
export function words(headers, text) {
  return (headers.get("content-type") ?? "").startsWith("text/plain") ? text : "";
}

// Says it beside the field, where the person looks, or at the top.
export function refused(near, text) {
  const message = text || region().dataset.refused;
  const place = near?.closest(".segment, #findings")?.querySelector(".refused");
  if (place) place.textContent = message;
  say(place ? "" : message);
}

// Only for the eye: a screen reader hears "Saved" once.
function tick() {
  if (!savedAt) return;
  // The server said something else meanwhile.
  if (region().textContent !== region().dataset.saved) {
    say(region().textContent);
    return;
  }
  const seconds = Math.round((Date.now() - savedAt) / 1000);
  const [n, unit] = seconds < 60 ? [seconds, "second"] : [Math.round(seconds / 60), "minute"];
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { style: "narrow" });
  age().textContent = format.format(-n, unit);
}

setInterval(tick, 5000);
