// Questions to the server, as JSON, with the session's token.
import { Refused, Trouble } from "./trouble.js";

export async function ask(address, message) {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  let answer, told;
  try {
    answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(token ? { "X-CSRF-Token": token } : {}) },
      body: JSON.stringify(message),
      cache: "no-store",
      redirect: "error",
    });
    told = await answer.json();
  } catch (cause) {
    throw new Trouble("network", cause);
  }
  if (!answer.ok) throw new Refused(told);
  return told;
}
