// What is confirmed of a transport, as the particulars of its deed: out of what the page shows and what was typed.

const SEALS_NAMED = 20; // as many as one deed names

/** Day and time in Viet Nam, to the minute. */
function told(at) {
  const digits = new Date(at).toLocaleString("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" }); // 2026-09-02 10:05:00
  return { day: digits.slice(0, 10), time: digits.slice(11, 16).replace(":", "") };
}

function value(fields, name) {
  return fields.querySelector(`input[name="${name}"]`).value.trim();
}

function seal(fields) {
  return {
    run: Number(fields.dataset.run),
    vehicle: value(fields, "vehicle").toUpperCase(),
    seals: value(fields, "seals").split(/[\s;,]+/).filter(Boolean),
  };
}

/** What differs, in the order of the form. A note alone is something else. */
function discrepancies(fields) {
  const note = value(fields, "note");
  const found = [...fields.querySelectorAll('input[name="seal"]:checked')].map((box) => ({ what: "seal", which: box.value, note }));
  for (const what of ["missing", "surplus"]) {
    if (value(fields, what)) found.push({ what, which: value(fields, what), note });
  }
  return found.length || !note ? found : [{ what: "other", which: "–", note }];
}

/** `fields`: the fieldset of the act in `article`; `at`: the moment, in milliseconds by the server's clock. */
export function says(article, fields, at) {
  const { number, version, state, seals } = article.dataset;
  const { act } = fields.dataset;
  const seen = JSON.parse(seals);
  const more = {
    seal: () => seal(fields),
    depart: () => told(at),
    arrive: () => ({ ...told(at), seals: seen.length <= SEALS_NAMED ? seen : [] }),
    "arrive-differing": () => ({ ...told(at), discrepancies: discrepancies(fields) }),
  }[act]();
  return { number, version: Number(version), state, step: act, ...more };
}
