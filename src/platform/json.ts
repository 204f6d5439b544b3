import type { z } from 'zod';

/**
 * Reads a JSON text and checks it against the rules.
 * @throws SyntaxError if it is not JSON; ZodError if it breaks the rules.
 */
export function readJson<S extends z.ZodType>(rules: S, text: string): z.output<S> {
  return rules.parse(JSON.parse(text));
}

/** Like `readJson`, but returns undefined instead of throwing. */
export function tryJson<S extends z.ZodType>(rules: S, text: string): z.output<S> | undefined {
  try {
    return rules.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
