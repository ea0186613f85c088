// Questions to the server, as JSON, with the session's token.
import { Refused, Trouble } from "./trouble.js";

export function ask(address, message) {
  return told(address, { "Content-Type": "application/json" }, JSON.stringify(message));
}

/** What is answered to a body of whatever kind. */
export async function told(address, headers, body) {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  let answer, said;
  try {
    answer = await fetch(address, {
      method: "POST",
      headers: { Accept: "application/json", ...headers, ...(token ? { "X-CSRF-Token": token } : {}) },
      body,
      cache: "no-store",
      redirect: "error",
    });
    said = await answer.json();
  } catch (cause) {
    throw new Trouble("network", cause);
  }
  if (!answer.ok) throw new Refused(said);
  return said;
}
