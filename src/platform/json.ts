import type { z } from 'zod';

/**
 * What a text of JSON holds, as the rules say it must be.
 * @throws SyntaxError when it is no JSON; ZodError when it is another kind of JSON.
 */
export function readJson<S extends z.ZodType>(rules: S, text: string): z.output<S> {
  return rules.parse(JSON.parse(text));
}

/** Like `readJson`; undefined where that throws. */
export function tryJson<S extends z.ZodType>(rules: S, text: string): z.output<S> | undefined {
  try {
    return rules.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
