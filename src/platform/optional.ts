import type { z } from 'zod';

/** An input value that can be left out or null. Both mean the same. */
export const optional = <T extends z.ZodType>(type: T) => type.nullable().default(null);
