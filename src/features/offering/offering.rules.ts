import { z } from 'zod';
import { optional } from '../../platform/optional.js';
import { codeText } from '../../platform/parse.js';
import { lineText, proseText, webAddress } from '../privacy/text.rules.js';
import { entryFields, ofCouncil, ofNobody, ofProvider } from '../provider/field-owner.rules.js';
import { registerStates } from '../provider/provider.entity.js';
import { externalReference } from '../provider/provider.rules.js';

const codes = (what: string, max = 30) => z.array(codeText()).max(max).describe(what).default([]);
const weeks = (max: number, what: string) => optional(z.int().min(1).max(max).describe(what));

/** The days of the week, Monday first. */
export const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
/** How long pupils attend. */
export const attendances = ['FULL_TIME', 'PART_TIME', 'EITHER'] as const;
/** How pupils get to the offering. */
export const transports = ['INCLUDED', 'ARRANGED_AT_COST', 'NOT_PROVIDED'] as const;
/** Whether the offering takes pupils with an education, health and care (EHC) plan. */
export const ehcPlanRules = ['ACCEPTED', 'REQUIRED', 'NOT_ACCEPTED'] as const;
/** A national curriculum year, 0 (reception) to 14. */
export const schoolYear = z.int().min(0).max(14);

/** The national curriculum years of each key stage. Years 12 to 14 are sixth form and college. */
export const keyStageYears: Readonly<Record<string, readonly number[]>> = {
  KS1: [1, 2],
  KS2: [3, 4, 5, 6],
  KS3: [7, 8, 9],
  KS4: [10, 11],
  KS5: [12, 13, 14],
};

/** Returns the years that a pupil of this age can be in. The birthday decides: year = age on 31 August - 4. */
export function yearsOfAge(age: number): readonly number[] {
  return [age - 5, age - 4];
}

const areaServed = codeText().regex(
  /^(ENGLAND|LA:\d{3}|DISTRICT:[EWSN]\d{8}|PLANNING_AREA:[0-9a-f-]{36})$/,
  'Give ENGLAND, LA: and a code (LA:926), DISTRICT: and a code (DISTRICT:E07000147), or PLANNING_AREA: and the id of one of `planningAreas`.',
);

/** The fields of an offering. */
export const offeringFields = entryFields({
  providerId: ofNobody(z.uuid()),
  title: ofProvider(lineText(200).min(2).describe('The title, 2 to 200 characters.')),
  description: ofProvider(
    proseText(5_000)
      .describe('What the offering is, in the provider’s own words. Up to 5,000 characters.')
      .default(''),
  ),
  tier: ofCouncil(codeText().describe('The tier of provision: a code of list TIER.')),
  primaryNeeds: ofCouncil(
    z
      .array(codeText())
      .min(1)
      .max(13)
      .describe('The needs that the offering is made for: 1 to 13 codes of list NEEDS.'),
  ),
  secondaryNeeds: ofCouncil(
    codes(
      'The needs that the offering also caters for: codes of list NEEDS that are not in `primaryNeeds`.',
      13,
    ),
  ),
  circumstances: ofProvider(
    codes('The circumstances that the offering caters for: codes of list CIRCUMSTANCES.'),
  ),
  keyStages: ofCouncil(codes('The key stages that the offering teaches: codes of list KEY_STAGES.', 5)),
  minYear: ofCouncil(
    schoolYear.describe('The first national curriculum year that the offering takes, 0 (reception) to 14.'),
  ),
  maxYear: ofCouncil(
    schoolYear.describe('The last national curriculum year that the offering takes, 0 (reception) to 14.'),
  ),
  deliveryModes: ofCouncil(
    z
      .array(codeText())
      .min(1)
      .max(3)
      .describe('How the offering is delivered: 1 to 3 codes of list DELIVERY_MODES.'),
  ),
  days: ofProvider(
    z.array(z.enum(weekdays)).max(7).describe('The days of the week on which the offering runs.').default([]),
  ),
  hoursPerWeek: ofCouncil(
    optional(z.number().positive().max(60).describe('The hours a week, more than 0 and up to 60.')),
  ),
  attendance: ofCouncil(
    optional(z.enum(attendances).describe('Whether pupils attend full time or part time.')),
  ),
  groupSize: ofCouncil(
    optional(z.int().min(1).max(100).describe('The largest number of pupils in a group, 1 to 100.')),
  ),
  typicalWeeks: ofProvider(weeks(260, 'The typical length of a stay in weeks, 1 to 260.')),
  maximumWeeks: ofCouncil(weeks(260, 'The longest stay in weeks, 1 to 260.')),
  minimumBookingWeeks: ofProvider(weeks(52, 'The shortest booking in weeks, 1 to 52.')),
  pricePence: ofProvider(
    optional(
      z
        .int()
        .min(0)
        .max(100_000_00)
        .describe(
          'The price of one `priceUnit` in pence, without VAT and transport. Give a price together with its unit, or neither.',
        ),
    ),
  ),
  priceUnit: ofProvider(optional(codeText().describe('What the price is for: a code of list PRICE_UNIT.'))),
  accreditations: ofProvider(codes('The accreditations that pupils can gain: codes of list ACCREDITATIONS.')),
  outcomes: ofProvider(
    codes('The FLOURISH outcomes that the offering works towards: codes of list OUTCOMES.'),
  ),
  transport: ofProvider(optional(z.enum(transports).describe('How pupils get to the offering.'))),
  referralRoutes: ofCouncil(codes('The ways to refer a pupil: codes of list REFERRAL_ROUTES.')),
  commissioners: ofCouncil(codes('Who can refer pupils and pay: codes of list COMMISSIONERS.')),
  referralUrl: ofProvider(optional(webAddress.describe('The web address of the referral form.'))),
  responseDays: ofProvider(
    optional(
      z
        .int()
        .min(0)
        .max(100)
        .describe(
          'The number of school days within which the provider promises to reply to a referral, 0 to 100.',
        ),
    ),
  ),
  beforeExclusion: ofCouncil(
    optional(z.boolean().describe('Whether a pupil can start before being excluded.')),
  ),
  ehcPlan: ofCouncil(
    optional(z.enum(ehcPlanRules).describe('Whether the offering takes pupils with an EHC plan.')),
  ),
  areasServed: ofCouncil(
    z
      .array(areaServed)
      .max(200)
      .describe(
        'The areas that outreach or online delivery covers, such as ENGLAND, LA:926, DISTRICT:E07000147 or PLANNING_AREA: with the id of one of `planningAreas`.',
      )
      .default([]),
  ),
  externalReference: ofProvider(externalReference),
  state: ofNobody(z.enum(registerStates).default('DRAFT')),
  isDemonstration: ofNobody(z.boolean().default(false)),
});

/** A new offering, with the sites of its provider that it runs at. */
export const offeringInput = offeringFields
  .extend({ siteIds: z.array(z.uuid()).max(100).default([]) })
  .refine((offering) => offering.minYear <= offering.maxYear, {
    path: ['maxYear'],
    message: 'The last year must not be earlier than the first year.',
  })
  .refine((offering) => (offering.pricePence === null) === (offering.priceUnit === null), {
    path: ['priceUnit'],
    message: 'Give both a price and its unit, or neither.',
  })
  .refine((offering) => !offering.primaryNeeds.some((need) => offering.secondaryNeeds.includes(need)), {
    path: ['secondaryNeeds'],
    message: 'A need is either primary or secondary, not both: remove it from one of the two lists.',
  })
  .refine(
    ({ areasServed, deliveryModes }) =>
      areasServed.length === 0 || deliveryModes.some((mode) => mode === 'OUTREACH' || mode === 'ONLINE'),
    {
      path: ['areasServed'],
      message:
        'Only offerings delivered by outreach or online have areas served: add that delivery mode, or leave areasServed empty.',
    },
  );
/** Changes to an offering. Fields that are left out stay as they are. */
export const offeringChanges = offeringFields
  .omit({ providerId: true })
  .partial()
  .extend({ siteIds: ofCouncil(z.array(z.uuid()).max(100).optional()) });

/** The columns that hold codes, each with its code list. */
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

/** The fields with several codes that a list of offerings can be narrowed by. */
export const offeringCodesFields = [
  'needs',
  'primaryNeeds',
  'circumstances',
  'keyStages',
  'deliveryModes',
  'accreditations',
  'outcomes',
  'referralRoutes',
  'commissioners',
] as const;
export type OfferingCodesField = (typeof offeringCodesFields)[number];

/** The orders of a list of offerings. Offerings with equal values are in the order of their ids. */
export const offeringSorts = ['TITLE_ASC', 'TITLE_DESC', 'UPDATED_AT_ASC', 'UPDATED_AT_DESC'] as const;
export type OfferingSort = (typeof offeringSorts)[number];
