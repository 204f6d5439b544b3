import { z } from 'zod';

/** Whether invented data is loaded. */
export const demonstrationSettings = z.object({
  DEMONSTRATION: z
    .enum(['auto', 'true', 'false'])
    .default('auto')
    .describe('Load invented demonstration data. `auto`: only into the embedded Postgres.'),
});
export type DemonstrationSettings = z.output<typeof demonstrationSettings>;

/** Whether the invented demonstration data belongs into this database. */
export function wantsDemonstration({ DEMONSTRATION }: DemonstrationSettings, isEmbedded: boolean): boolean {
  return DEMONSTRATION === 'auto' ? isEmbedded : DEMONSTRATION === 'true';
}
