// The preview follows the form: the form is sent into the frame, a moment after it changed.

const QUIET_MS = 1200;

export function previewing(form) {
  const buttons = [...form.querySelectorAll("[data-preview]")];
  const subject = form.querySelector("[data-subject]");
  let chosen = buttons[0];
  let waiting = 0;

  const frame = () => form.querySelector("iframe");

  // A new frame, because a second page in the old one would be a step of the Back button.
  function renew() {
    const fresh = frame().cloneNode();
    fresh.removeAttribute("src");
    fresh.removeAttribute("loading");
    fresh.addEventListener("load", told);
    frame().replaceWith(fresh);
  }

  // The title of an email's page is its subject.
  function told() {
    const isEmail = chosen !== buttons[0];
    subject.hidden = !isEmail;
    subject.querySelector("b").textContent = isEmail ? frame().contentDocument?.title ?? "" : "";
  }

  function look() {
    clearTimeout(waiting);
    form.requestSubmit(chosen);
  }

  // A desktop's page is no use on a phone.
  if (window.matchMedia("(max-width: 36rem)").matches) {
    form.querySelector("[name=width][value=phone]").checked = true;
  }
  form.addEventListener("submit", (event) => {
    if (!buttons.includes(event.submitter)) return;
    chosen = event.submitter;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button === chosen));
    renew();
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("[name=show]")) look();
  });
  if (!frame().hasAttribute("src")) look();
  form.addEventListener("edition:changed", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, QUIET_MS);
  });
}
