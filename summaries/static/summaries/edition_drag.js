// Ordering by dragging the grip of an item, with mouse, pen or finger.

// What it was let go over: the list, before an item or at its end, or the others.
const OTHERS = "others";

const isOver = (box, event) =>
  event.clientX >= box.left && event.clientX <= box.right &&
  event.clientY >= box.top && event.clientY <= box.bottom;

// `dropped(item, before, wasIn)` is called once, where the item was let go over the list;
// `takenOut(item)`, where one of the list was let go over the others.
export function dragging(form, { places, others, dropped, takenOut }) {
  let held = null;

  // The item before which it would stand; null is the end, undefined is outside of both.
  function target(event) {
    if (isOver(others.getBoundingClientRect(), event)) {
      return held.parentElement === places ? OTHERS : undefined;
    }
    const box = places.parentElement.getBoundingClientRect();
    if (event.clientX < box.left || event.clientX > box.right) return undefined;
    const rest = [...places.children].filter((item) => item !== held);
    return rest.find((item) => {
      const { top, height } = item.getBoundingClientRect();
      return event.clientY < top + height / 2;
    }) ?? null;
  }

  function unmark() {
    for (const item of places.children) item.classList.remove("before", "after");
    others.classList.remove("taking");
  }

  function mark(before) {
    unmark();
    if (before === undefined) return;
    if (before === OTHERS) others.classList.add("taking");
    else if (before) before.classList.add("before");
    else [...places.children].findLast((item) => item !== held)?.classList.add("after");
  }

  function scroll(event) {
    const edge = 60;
    if (event.clientY < edge) window.scrollBy(0, -12);
    else if (event.clientY > window.innerHeight - edge) window.scrollBy(0, 12);
  }

  function moved(event) {
    mark(target(event));
    scroll(event);
  }

  function end() {
    held?.classList.remove("held");
    document.documentElement.classList.remove("dragging");
    unmark();
    document.removeEventListener("pointermove", moved);
    document.removeEventListener("pointerup", letGo);
    document.removeEventListener("pointercancel", end);
    document.removeEventListener("keydown", escaped);
    held = null;
  }

  function letGo(event) {
    const [item, before] = [held, target(event)];
    end();
    if (before === OTHERS) takenOut(item);
    else if (before !== undefined) dropped(item, before, item.parentElement === places);
  }

  function escaped(event) {
    if (event.code === "Escape") end();
  }

  form.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".grip");
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    held = grip.closest("li");
    held.classList.add("held");
    document.documentElement.classList.add("dragging");
    document.addEventListener("pointermove", moved);
    document.addEventListener("pointerup", letGo);
    document.addEventListener("pointercancel", end);
    document.addEventListener("keydown", escaped);
  });
}
