// What is wrong, in a summary that gets the focus and leads to the fields, and once more beside each field.

function sentence(told) {
  const language = document.documentElement.lang;
  return typeof told === "string" ? told : told?.[language] ?? told?.vi ?? "";
}

function made(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function targetOf(form, at) {
  if (!at) return null;
  const found = form.elements.namedItem(at);
  const element = found instanceof RadioNodeList ? found[0] : found;
  if (element) return element;
  const named = [...form.querySelectorAll("[id]")].find((one) => one.id === at);
  return named ?? targetOf(form, /\.\d+$/.test(at) ? at.replace(/\.\d+$/, "") : ""); // one of a list: the list
}

function describe(element, ids) {
  if (ids.length) element.setAttribute("aria-describedby", ids.join(" "));
  else element.removeAttribute("aria-describedby");
}

function describedBy(element) {
  return (element.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
}

function putBeside(element, text, prefix, number) {
  const note = made("p", "", { class: "fault", id: `${element.id || element.name}-said-${number}`, "data-said-beside": "" });
  note.append(made("span", `${prefix}: `, { class: "unseen" }), text);
  const field = element.closest(".field");
  field?.classList.add("faulty");
  const label = field?.querySelector(":scope > label, :scope > legend");
  if (label) label.after(note);
  else element.before(note);
  element.setAttribute("aria-invalid", "true");
  describe(element, [...describedBy(element), note.id]);
}

export function clearFaults(form, summary) {
  summary.hidden = true;
  summary.querySelector("ul").replaceChildren();
  for (const note of form.querySelectorAll("[data-said-beside]")) {
    for (const element of form.querySelectorAll('[aria-invalid="true"]')) {
      describe(element, describedBy(element).filter((id) => id !== note.id));
      element.removeAttribute("aria-invalid");
    }
    note.closest(".field")?.classList.remove("faulty");
    note.remove();
  }
}

function open(summary, place) {
  if (summary.parentNode !== place) place.prepend(summary);
  summary.hidden = false;
  summary.focus();
}

/** `faults`: as the server tells them. Those of a field stand beside it too. `prefix`: the word for "fault". */
export function showFaults(form, summary, place, faults, prefix) {
  faults.forEach((fault, i) => {
    const text = [sentence(fault.text ?? fault.title), sentence(fault.fix)].filter(Boolean).join(" ");
    const item = document.createElement("li");
    const element = targetOf(form, fault.at);
    if (element) {
      element.id ||= element.name;
      item.append(made("a", text, { href: `#${element.id}` }));
      putBeside(element, text, prefix, i + 1);
    } else item.append(text);
    summary.querySelector("ul").append(item);
  });
  open(summary, place);
}

/** Our own words, which stand in the page. */
export function showWords(summary, place, words) {
  const item = document.createElement("li");
  item.append(...[...words.childNodes].map((node) => node.cloneNode(true)));
  summary.querySelector("ul").append(item);
  open(summary, place);
}
