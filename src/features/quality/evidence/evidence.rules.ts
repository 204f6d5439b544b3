import { z } from 'zod';
import { DAY, dateOfEpochDay } from '../../../platform/clock.js';
import { optional } from '../../../platform/optional.js';
import { codeText, globalId } from '../../../platform/parse.js';
import { proseText } from '../../privacy/text.rules.js';
import { day, keeper } from '../record/quality.rules.js';
import { evidenceStates, officerRoles } from '../record/quality.terms.js';

const fields = {
  kind: codeText().describe('Code of list EVIDENCE_KIND.'),
  issuedOn: day.describe('The day from which it holds.'),
  expiresOn: optional(
    day.describe('The last day it holds; left out of new evidence, what is usual for its kind.'),
  ),
  state: z
    .enum(evidenceStates)
    .describe('How far it was verified; attested unless said.')
    .default('ATTESTED'),
  verifiedBy: optional(z.enum(officerRoles).describe('In which role it was verified; never a name.')),
  verifiedOn: optional(day.describe('The day it was last verified.')),
  note: proseText(1_000)
    .describe('A remark; no certificate number. Text that seems to hold pupil data is refused.')
    .default(''),
};

/** Evidence to be recorded. */
export const evidenceInput = z
  .strictObject({
    localAuthority: keeper,
    provider: globalId.describe('Whose evidence it is.'),
    ...fields,
  })
  .describe('Evidence to be recorded: that it was seen, never its number or contents.');

/** Changes to recorded evidence, its renewal among them; what is left out stays as it is. */
export const evidenceChanges = z
  .strictObject(fields)
  .omit({ kind: true })
  .partial()
  .describe('Changes to recorded evidence, its renewal among them; what is left out stays as it is.');

/**
 * For how many months evidence of a kind usually holds. Only where the source is sure; for the others the date is asked
 * for, since a wrong one would let something lapse unseen.
 */
export const typicalMonths: Readonly<Record<string, number>> = {
  DESIGNATED_LEAD_TRAINING: 24,
  ANNUAL_POLICIES: 12,
};

/** The last day of so many months from a `yyyy-mm-dd` date: 12 from 2026-03-01 end on 2027-02-28. */
export function lastDay(from: string, months: number): string {
  const [year = 0, month = 1, date = 1] = from.split('-').map(Number);
  const monthStart = (ahead: number) => Date.UTC(year, month - 1 + months + ahead, 1) / DAY;
  const anniversary = Math.min(monthStart(0) + date - 1, monthStart(1));
  return dateOfEpochDay(anniversary - 1);
}

/** Conditions of a list of evidence; what is absent does not narrow. */
export interface EvidenceCriteria {
  readonly localAuthorityCode?: string;
  readonly providerId?: string;
  readonly kinds?: readonly string[];
  readonly states?: readonly string[];
  /** `yyyy-mm-dd`. */
  readonly expiresBy?: string;
  readonly affectsListing?: boolean;
}
