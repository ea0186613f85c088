// The fields of a form as the server's typed fields. `persons.0.name` is the name of the first of the persons; what is
// marked data-list is a list even if there is one or none (with data-lines: of the words in it), data-number a number;
// what is marked data-secret goes with the signature only. Each data-entry that stands blank at the end of the form is left
// out: a page offers more of them than most need.

const OTHERS = new Set(["csrf", "account"]); // the shell's own field, and who signs, who is told apart
const BUTTONS = new Set(["submit", "button", "reset", "image", "file", "fieldset", "output"]);

function isOurs(element, panel) {
  return element.name && !element.disabled && !OTHERS.has(element.name) && !BUTTONS.has(element.type) && !panel.contains(element);
}

// Groups of three are one number: 50.000 is fifty thousand, never fifty.
function numberIn(text) {
  const written = text.trim();
  return Number(/^\d{1,3}([.,]\d{3})+$/.test(written) ? written.replace(/[.,]/g, "") : written);
}

function valueOf(element) {
  if (element.type === "select-multiple") return [...element.selectedOptions].map((option) => option.value);
  if ("number" in element.dataset && element.value) return numberIn(element.value);
  if (element.type === "time") return element.value.replace(":", "");
  if ("lines" in element.dataset) return element.value.split(/\s+/).filter(Boolean);
  if (element.type !== "checkbox") return element.value;
  return "list" in element.dataset ? element.value : element.checked;
}

function put(values, path, value, isList) {
  const steps = path.split(".");
  const last = steps.pop();
  let at = values;
  steps.forEach((step, i) => {
    at[step] ??= /^\d+$/.test(steps[i + 1] ?? last) ? [] : {};
    at = at[step];
  });
  if (isList) (at[last] ??= []).push(...value);
  else at[last] = value;
}

/** What is chosen of a list does not count: something always is. */
function blankEntries(form) {
  const entries = [...form.querySelectorAll("[data-entry]")];
  const isTyped = (entry) => [...entry.querySelectorAll("input, textarea")].some((field) => field.value);
  return new Set(entries.slice(entries.findLastIndex(isTyped) + 1));
}

/** What is asked of the server before anything is signed. */
export function fieldsOf(form, panel) {
  const values = {};
  const blank = blankEntries(form);
  for (const element of form.elements) {
    if (!isOurs(element, panel) || "secret" in element.dataset || blank.has(element.closest("[data-entry]"))) continue;
    const chosen = !["radio", "checkbox"].includes(element.type) || element.checked;
    if ("list" in element.dataset) put(values, element.name, chosen ? [valueOf(element)].flat() : [], true);
    else if (chosen || element.type === "checkbox") put(values, element.name, valueOf(element), false);
  }
  return values;
}

function secretFields(form, panel) {
  return [...form.elements].filter((element) => isOurs(element, panel) && "secret" in element.dataset);
}

/** Passwords and the like, by their names: never part of the text that is signed. */
export function secretsOf(form, panel) {
  return Object.fromEntries(secretFields(form, panel).map((element) => [element.name, element.value]));
}

export function dropSecrets(form, panel) {
  for (const element of secretFields(form, panel)) element.value = "";
}
