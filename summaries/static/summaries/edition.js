// The edition with script: order by drag and by keyboard, the preview follows, nothing gets lost.
// Without it everything works by the form's buttons.

import { dragging } from "./edition_drag.js";
import { keeping } from "./edition_keeping.js";
import { previewing } from "./edition_preview.js";

const form = document.querySelector("form[data-edition]");
const places = document.getElementById("places");
const fill = (sentence, parts) => sentence.replace(/\{(\w+)\}/g, (_place, name) => parts[name]);

const inside = () => [...places.children];
const items = () => [...form.querySelectorAll(".places > li")].filter((item) => item.offsetParent);
const title = (item) => item.querySelector(".titles .en").textContent;
const head = (item) => item?.querySelector("summary");

// --- What changed ------------------------------------------------------------------------------

let waiting = 0;
let asked = null;

function changed() {
  form.dispatchEvent(new Event("edition:changed"));
  clearTimeout(waiting);
  waiting = setTimeout(lookForWants, 400);
}

// The server says what is wanting in what stands here now; it decides again when it is sent.
async function lookForWants() {
  if (!form.dataset.wanting) return;
  asked?.abort();
  asked = new AbortController();
  const wants = document.getElementById("wants");
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.wanting, {
      method: "POST", body, signal: asked.signal, headers: { "HX-Request": "true" },
    });
    if (!answer.ok || wants.contains(document.activeElement)) return;
    wants.innerHTML = await answer.text();
    wants.className = `note wants ${wants.querySelector("li") ? "warn" : "good"}`;
  } catch {
    // Offline, or a newer question is on its way: the server says it when the form is sent.
  }
}

function say(words, item) {
  const parts = { title: title(item), n: inside().indexOf(item) + 1, all: inside().length };
  form.querySelector("[data-said]").textContent = fill(words, parts);
}

// --- Order -------------------------------------------------------------------------------------

function settle(item) {
  const isIn = item.parentElement === places;
  item.querySelector("[name=briefs]").disabled = !isIn;
  form.querySelector("[data-count]").textContent = inside().length;
  changed();
}

// Moving a focused element blurs it; the focus goes back to where the hand was.
function keepFocus(act) {
  const focused = document.activeElement;
  act();
  if (focused?.offsetParent && form.contains(focused)) focused.focus();
}

function move(item, by) {
  const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!other || item.parentElement !== places) return;
  keepFocus(() => (by < 0 ? other.before(item) : other.after(item)));
  settle(item);
  item.scrollIntoView({ block: "nearest" });
  say(form.dataset.saysPlace, item);
}

function putIn(item, before = null) {
  if (item.parentElement === places) return;
  const next = item.nextElementSibling ?? item.previousElementSibling;
  places.insertBefore(item, before);
  settle(item);
  head(next ?? item)?.focus();
  say(form.dataset.saysIn, item);
}

function takeOut(item) {
  if (item.parentElement !== places) return;
  const next = item.nextElementSibling ?? item.previousElementSibling;
  document.getElementById("others").prepend(item);
  settle(item);
  head(next ?? item)?.focus();
  say(form.dataset.saysOut, item);
}

// --- Buttons and keys --------------------------------------------------------------------------

function press(event) {
  const button = event.target.closest(".moves button");
  if (!button) return;
  event.preventDefault();
  const item = button.closest("li");
  if (button.dataset.move) move(item, Number(button.dataset.move));
  else if ("remove" in button.dataset) takeOut(item);
  else putIn(item);
}

function step(by) {
  const all = items();
  const here = all.indexOf(document.activeElement?.closest(".places > li"));
  head(all[here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by])?.focus();
}

const WITH_ALT = {
  ArrowUp: (item) => move(item, -1),
  ArrowDown: (item) => move(item, 1),
  Delete: takeOut,
  Backspace: takeOut,
  Enter: (item) => putIn(item),
};

function typed(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.isComposing) return;
  const item = event.target.closest?.(".places > li");
  if (event.altKey && item && WITH_ALT[event.code]) {
    event.preventDefault();
    WITH_ALT[event.code](item);
    return;
  }
  const isTyping = event.target.matches("input:not([type=checkbox], [type=radio]), select, textarea");
  const by = { KeyJ: 1, KeyK: -1 }[event.code];
  if (by && !event.altKey && !isTyping && document.querySelector("main").dataset.singleKeys !== "off") {
    event.preventDefault();
    step(by);
  }
}

// After something was put back: the list as it was, by the keys of its briefs.
function arrange(keys) {
  for (const item of inside()) {
    if (!keys.includes(item.dataset.brief)) document.getElementById("others")?.prepend(item);
  }
  for (const key of keys) {
    const item = form.querySelector(`li[data-brief="${CSS.escape(key)}"]`);
    if (item) places.append(item);
  }
  for (const item of form.querySelectorAll(".places > li")) {
    item.querySelector("[name=briefs]").disabled = item.parentElement !== places;
  }
  form.querySelector("[data-count]").textContent = inside().length;
}

const show = document.querySelector("form.edition");
if (show) previewing(show);
if (form) {
  form.classList.add("with-script");
  form.addEventListener("input", (event) => {
    if (!event.target.matches("[name=show], [name=width], [name=accept]")) changed();
  });
  keeping(form, { arrange, changed });
  if (form.dataset.wanting) {
    form.addEventListener("click", press);
    document.addEventListener("keydown", typed);
    const others = document.getElementById("others").closest("section");
    dragging(form, { places, others, takenOut: takeOut, dropped: (item, before, wasIn) => {
      if (!wasIn) {
        putIn(item, before);
        return;
      }
      places.insertBefore(item, before);
      settle(item);
      say(form.dataset.saysPlace, item);
    } });
  }
}
