import { z } from 'zod';
import { optional } from '../../platform/optional.js';
import { codeText } from '../../platform/parse.js';
import { lineText, proseText, webAddress } from '../privacy/text.rules.js';
import { entryFields, ofCouncil, ofNobody, ofProvider } from '../provider/field-owner.rules.js';
import { registerStates } from '../provider/provider.entity.js';
import { externalReference } from '../provider/provider.rules.js';

const codes = (what: string, max = 30) => z.array(codeText()).max(max).describe(what).default([]);
const weeks = (max: number, what: string) => optional(z.int().min(1).max(max).describe(what));

/** Days of the week, Monday first. */
export const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
/** How long pupils attend. */
export const attendances = ['FULL_TIME', 'PART_TIME', 'EITHER'] as const;
/** Who takes pupils there. */
export const transports = ['INCLUDED', 'ARRANGED_AT_COST', 'NOT_PROVIDED'] as const;
/** Whether pupils with an EHC plan may or must come. */
export const ehcPlanRules = ['ACCEPTED', 'REQUIRED', 'NOT_ACCEPTED'] as const;
/** A national curriculum year, 0 being reception. */
export const schoolYear = z.int().min(0).max(14);

/** National curriculum years of each key stage; 12 to 14 are the sixth form and college years. */
export const keyStageYears: Readonly<Record<string, readonly number[]>> = {
  KS1: [1, 2],
  KS2: [3, 4, 5, 6],
  KS3: [7, 8, 9],
  KS4: [10, 11],
  KS5: [12, 13, 14],
};

/** The years a pupil of that age may be in, depending on the birthday (year = age on 31 August - 4). */
export function yearsOfAge(age: number): readonly number[] {
  return [age - 5, age - 4];
}

const areaServed = codeText().regex(
  /^(ENGLAND|LA:\d{3}|DISTRICT:[EWSN]\d{8}|PLANNING_AREA:[0-9a-f-]{36})$/,
  'Give ENGLAND, LA:926, DISTRICT:E07000147 or PLANNING_AREA: and its id.',
);

/** Fields of an offering. */
export const offeringFields = entryFields({
  providerId: ofNobody(z.uuid()),
  title: ofProvider(lineText(200).min(2).describe('Title.')),
  description: ofProvider(proseText(5_000).describe('What it is.').default('')),
  tier: ofCouncil(codeText().describe('Code of list TIER.')),
  primaryNeeds: ofCouncil(
    z.array(codeText()).min(1).max(13).describe('What it is made for: codes of list NEED.'),
  ),
  secondaryNeeds: ofCouncil(codes('What it also caters for: codes of list NEED.', 13)),
  circumstances: ofProvider(codes('Codes of list CIRCUMSTANCE.')),
  keyStages: ofCouncil(codes('Codes of list KEY_STAGE.', 5)),
  minYear: ofCouncil(schoolYear.describe('First national curriculum year, 0 being reception.')),
  maxYear: ofCouncil(schoolYear.describe('Last national curriculum year, up to 14.')),
  deliveryModes: ofCouncil(z.array(codeText()).min(1).max(3).describe('Codes of list DELIVERY_MODE.')),
  days: ofProvider(z.array(z.enum(weekdays)).max(7).describe('Days it runs.').default([])),
  hoursPerWeek: ofCouncil(optional(z.number().positive().max(60).describe('Hours a week.'))),
  attendance: ofCouncil(optional(z.enum(attendances).describe('Full or part time.'))),
  groupSize: ofCouncil(optional(z.int().min(1).max(100).describe('Most pupils in a group.'))),
  typicalWeeks: ofProvider(weeks(260, 'Typical length in weeks.')),
  maximumWeeks: ofCouncil(weeks(260, 'Longest stay in weeks.')),
  minimumBookingWeeks: ofProvider(weeks(52, 'Shortest booking in weeks.')),
  pricePence: ofProvider(
    optional(z.int().min(0).max(100_000_00).describe('Pence per unit, without VAT and transport.')),
  ),
  priceUnit: ofProvider(optional(codeText().describe('Code of list PRICE_UNIT.'))),
  accreditations: ofProvider(codes('Codes of list ACCREDITATION.')),
  outcomes: ofProvider(codes('Codes of list OUTCOME.')),
  transport: ofProvider(optional(z.enum(transports).describe('Who takes pupils there.'))),
  referralRoutes: ofCouncil(codes('Codes of list REFERRAL_ROUTE.')),
  commissioners: ofCouncil(codes('Who may refer and pay: codes of list COMMISSIONER_KIND.')),
  referralUrl: ofProvider(optional(webAddress.describe('Address of the referral form.'))),
  responseDays: ofProvider(
    optional(z.int().min(0).max(100).describe('School days in which a referral is promised an answer.')),
  ),
  beforeExclusion: ofCouncil(
    optional(z.boolean().describe('Whether it may be reached before an exclusion.')),
  ),
  ehcPlan: ofCouncil(
    optional(z.enum(ehcPlanRules).describe('Whether pupils with an EHC plan may or must come.')),
  ),
  areasServed: ofCouncil(
    z
      .array(areaServed)
      .max(200)
      .describe('Areas reached by outreach or online: ENGLAND, LA:926, DISTRICT:E07000147.')
      .default([]),
  ),
  externalReference: ofProvider(externalReference),
  state: ofNobody(z.enum(registerStates).default('DRAFT')),
  isDemonstration: ofNobody(z.boolean().default(false)),
});

/** A new offering, with the sites of its provider it runs at. */
export const offeringInput = offeringFields
  .extend({ siteIds: z.array(z.uuid()).max(100).default([]) })
  .refine((offering) => offering.minYear <= offering.maxYear, {
    path: ['maxYear'],
    message: 'The last year may not come before the first.',
  })
  .refine((offering) => (offering.pricePence === null) === (offering.priceUnit === null), {
    path: ['priceUnit'],
    message: 'Give a price together with its unit, or neither.',
  })
  .refine((offering) => !offering.primaryNeeds.some((need) => offering.secondaryNeeds.includes(need)), {
    path: ['secondaryNeeds'],
    message: 'A need is either primary or secondary, not both.',
  })
  .refine(
    ({ areasServed, deliveryModes }) =>
      areasServed.length === 0 || deliveryModes.some((mode) => mode === 'OUTREACH' || mode === 'ONLINE'),
    { path: ['areasServed'], message: 'Areas served belong to outreach and online delivery only.' },
  );
/** Changes to an offering; what is left out stays as it is. */
export const offeringChanges = offeringFields
  .omit({ providerId: true })
  .partial()
  .extend({ siteIds: ofCouncil(z.array(z.uuid()).max(100).optional()) });

/** Columns that hold codes, and the list they come from. */
export const offeringCodeLists = {
  tier: 'TIER',
  primaryNeeds: 'NEED',
  secondaryNeeds: 'NEED',
  circumstances: 'CIRCUMSTANCE',
  keyStages: 'KEY_STAGE',
  deliveryModes: 'DELIVERY_MODE',
  priceUnit: 'PRICE_UNIT',
  accreditations: 'ACCREDITATION',
  outcomes: 'OUTCOME',
  referralRoutes: 'REFERRAL_ROUTE',
  commissioners: 'COMMISSIONER_KIND',
} as const;
