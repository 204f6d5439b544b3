import { z } from 'zod';

/** A setting that cannot be used; the message is one line for an operator. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** A port; 0 stands for any that is free. */
export const port = z.coerce.number().int().min(0).max(65_535);
/** `true` or `false`. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
/** A whole number, 1 at least. */
export const amount = z.coerce.number().int().positive();
/** A time that Node's timers can wait for. */
export const milliseconds = amount.max(2_147_483_647);
/** What is never shown, when `config.ts` knows its name too. */
export const secret = z.string().min(1);
/** Texts with commas between them; none when it is left out. */
export const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
  );
/** Such a list of which each is one of a kind. */
export const listOf = (isOne: (text: string) => boolean, error: string) =>
  list.pipe(z.array(z.string()).refine((all) => all.every(isOne), error));
