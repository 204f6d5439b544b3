import { z } from 'zod';
import type { Choice } from '../../../platform/choice.js';
import { DAY, dateOfEpochDay } from '../../../platform/clock.js';
import { optional } from '../../../platform/optional.js';
import { codeText, globalId } from '../../../platform/parse.js';
import { proseText } from '../../privacy/text.rules.js';
import { day, keeper } from '../record/quality.rules.js';
import { evidenceStates, officerRoles } from '../record/quality.terms.js';

const fields = {
  kind: codeText().describe('Code of list EVIDENCE_KIND.'),
  issuedOn: day.describe('The first day the evidence is valid.'),
  expiresOn: optional(
    day.describe(
      'The last day the evidence is valid. If you leave it out of new evidence, the usual period for its kind applies.',
    ),
  ),
  state: z
    .enum(evidenceStates)
    .describe('How far the evidence has been verified. The default is ATTESTED.')
    .default('ATTESTED'),
  verifiedBy: optional(
    z.enum(officerRoles).describe('The role of the officer who verified it. Never give a name.'),
  ),
  verifiedOn: optional(day.describe('The day the evidence was last verified.')),
  note: proseText(1_000)
    .describe('A remark. Do not give a certificate number. Text that seems to contain pupil data is refused.')
    .default(''),
};

/** Evidence to record. */
export const evidenceInput = z
  .strictObject({
    localAuthority: keeper,
    provider: globalId.describe('The id of the provider that showed the evidence.'),
    ...fields,
  })
  .describe('Evidence to record. Record that it was seen, never its number or contents.');

/** Changes to recorded evidence, including its renewal. Fields that are left out stay as they are. */
export const evidenceChanges = z
  .strictObject(fields)
  .omit({ kind: true })
  .partial()
  .describe(
    'Changes to recorded evidence, including its renewal. Fields that are left out stay as they are.',
  );

/**
 * How many months evidence of a kind is usually valid. Only kinds with a certain source are here. For all others the
 * caller must give the date, because a wrong default would let evidence expire unnoticed.
 */
export const typicalMonths: Readonly<Record<string, number>> = {
  DESIGNATED_LEAD_TRAINING: 24,
  ANNUAL_POLICIES: 12,
};

/**
 * The last day of a number of months that start on a `yyyy-mm-dd` date: 12 months from 2026-03-01 end on 2027-02-28.
 */
export function lastDay(from: string, months: number): string {
  const [year = 0, month = 1, date = 1] = from.split('-').map(Number);
  const monthStart = (ahead: number) => Date.UTC(year, month - 1 + months + ahead, 1) / DAY;
  const anniversary = Math.min(monthStart(0) + date - 1, monthStart(1));
  return dateOfEpochDay(anniversary - 1);
}

/** Conditions for a list of evidence. A condition that is absent does not limit the list. */
export interface EvidenceCriteria {
  readonly localAuthority?: Choice | undefined;
  /** Ids of providers. */
  readonly provider?: Choice | undefined;
  readonly kind?: Choice | undefined;
  readonly states?: readonly string[];
  /** `yyyy-mm-dd`. */
  readonly expiresBy?: string;
  readonly affectsListing?: boolean;
}
