import { isDeepStrictEqual } from 'node:util';

/**
 * Puts every question to a system. The exchanges, with the responses as text, and what they say.
 * @throws Error when one is refused.
 */
export async function ask(system, server, name, asked) {
  const exchanges = [];
  const facts = [];
  for (const question of asked) {
    const { path, body, headers } = system.exchange(name, question);
    const response = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${name}: status ${response.status}, ${answer.slice(0, 500)}`);
    exchanges.push({ path, body, headers, answer });
    facts.push(system.facts[name](JSON.parse(answer)));
  }
  return { exchanges, facts };
}

/** @throws Error that shows the first question to which two systems say different things. */
export function refuseDifferences(name, asked, [first, facts], [second, others]) {
  for (const [i, question] of asked.entries()) {
    if (isDeepStrictEqual(facts[i], others[i])) continue;
    const said = (what) => JSON.stringify(what).slice(0, 2_000);
    throw new Error(
      `${name}: ${first} and ${second} differ on ${JSON.stringify(question)}:\n${said(facts[i])}\n${said(others[i])}`,
    );
  }
}
