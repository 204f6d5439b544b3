import type { z } from 'zod';

/** A value of an input that may be left out or null, which is the same. */
export const optional = <T extends z.ZodType>(type: T) => type.nullable().default(null);
