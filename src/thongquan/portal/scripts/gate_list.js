// What is not filed yet, as the page tells it: one by one, until each is filed or dropped.

/** The time of day in Viet Nam, as texts say it. */
export function clock(milliseconds) {
  return new Date(milliseconds).toLocaleTimeString("vi-VN", { timeStyle: "short", timeZone: "Asia/Ho_Chi_Minh" });
}

function made(tag, text, about = {}) {
  return Object.assign(document.createElement(tag), { textContent: text }, about);
}

/** `gate`: its words, and the work that is dropped with a tap. */
export function row(gate, task) {
  const now = task.signature ? "signed" : gate.work.texts.has(task.id) ? "shown" : "waits";
  const [item, about] = [made("li", ""), made("div", "")];
  const button = made("button", gate.said("dismiss"), { type: "button", className: "quiet" });
  button.setAttribute("aria-label", `${button.textContent} ${task.number}`);
  button.addEventListener("click", () => gate.work.dismiss(task));
  about.append(
    made("strong", `${gate.said(`act-${task.step}`)} · ${task.number} · ${clock(task.at)}`),
    made("p", task.told ?? gate.said(now), { className: task.told ? "fault" : "hint" }),
  );
  item.append(about, button);
  return item;
}
