import { z } from 'zod';

/** The settings of the demonstration data. */
export const demonstrationSettings = z.object({
  DEMONSTRATION: z
    .enum(['auto', 'true', 'false'])
    .default('auto')
    .describe(
      'Whether to load invented demonstration data: `true`, `false`, or `auto` to load it only into the embedded Postgres.',
    ),
});
export type DemonstrationSettings = z.output<typeof demonstrationSettings>;

/** Whether to load demonstration data into this database. */
export function wantsDemonstration({ DEMONSTRATION }: DemonstrationSettings, isEmbedded: boolean): boolean {
  return DEMONSTRATION === 'auto' ? isEmbedded : DEMONSTRATION === 'true';
}
