// Lights the evidence of a summary sentence in both languages without a page load.
// Without this script every link still works: the server lights `?sentence=N` itself.

const root = document.querySelector("[data-evidence-page]");

const all = (selector) => [...root.querySelectorAll(selector)];

function evidenceOf(sentence) {
  return (sentence?.dataset.evidence ?? "").split(" ").filter(Boolean);
}

function light(sentence) {
  const numbers = evidenceOf(sentence);
  for (const item of all("[data-evidence]")) {
    const chosen = item === sentence;
    item.classList.toggle("lit", chosen);
    const link = item.querySelector("a");
    if (chosen) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  for (const item of all(".segment, [data-segment]")) {
    const number = item.dataset.segment ?? item.id.replace("segment-", "");
    item.classList.toggle("lit", numbers.includes(number));
  }
  root.querySelector("[data-evidence-said]").textContent = sentence?.dataset.says ?? "";
  claim(sentence);
}

// Keeps the chosen sentence in view above the segments, once it has scrolled away itself.
function claim(sentence) {
  const bar = root.querySelector("[data-claim]");
  const link = bar.querySelector("a");
  watcher.disconnect();
  bar.hidden = true;
  if (!sentence) return;
  link.textContent = sentence.querySelector("[data-sentence-link]").textContent;
  link.href = `#${sentence.id}`;
  watcher.observe(sentence);
}

const watcher = new IntersectionObserver(([seen]) => {
  root.querySelector("[data-claim]").hidden = seen.isIntersecting;
});

function remember(number) {
  const address = new URL(window.location.href);
  address.hash = "";
  if (number) address.searchParams.set("sentence", number);
  else address.searchParams.delete("sentence");
  window.history.replaceState(window.history.state, "", address);
}

function choose(event) {
  const link = event.target.closest("[data-sentence-link]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const sentence = link.closest("[data-evidence]");
  light(sentence);
  remember(sentence.dataset.number);
}

if (root) {
  claim(root.querySelector("[data-evidence].lit"));
  root.addEventListener("click", choose);
  root.addEventListener("focusin", (event) => {
    const link = event.target.closest("[data-sentence-link]");
    if (link) light(link.closest("[data-evidence]"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.code !== "Escape") return;
    light(null);
    remember("");
  });
}
