import { z } from 'zod';

/** A setting that cannot be used. The message is one line for an operator. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** A port; 0 means any free one. */
export const port = z.coerce.number().int().min(0).max(65_535);
/** `true` or `false`. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
/** A whole number of at least 1. */
export const amount = z.coerce.number().int().positive();
/** A time in milliseconds that Node's timers can wait for. */
export const milliseconds = amount.max(2_147_483_647);
/** A value that is never shown. `config.ts` must list its name too. */
export const secret = z.string().min(1);
/** Texts separated by commas; an empty list if left out. */
export const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
  );
/** A list in which each text must be of a kind. */
export const listOf = (isOne: (text: string) => boolean, error: string) =>
  list.pipe(z.array(z.string()).refine((all) => all.every(isOne), error));
