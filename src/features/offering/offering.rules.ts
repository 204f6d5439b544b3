import { z } from 'zod';
import { freeText, storableText } from '../../platform/parse.js';
import { registerStates } from '../provider/provider.entity.js';
import { webAddress } from '../provider/provider.rules.js';

const codes = (max = 30) => z.array(z.string()).max(max).default([]);
const optional = <T extends z.ZodType>(type: T) => type.nullable().default(null);
const weeks = (max: number) => optional(z.int().min(1).max(max));

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

const areaServed = z
  .string()
  .regex(
    /^(ENGLAND|LA:\d{3}|DISTRICT:[EWSN]\d{8}|PLANNING_AREA:[0-9a-f-]{36})$/,
    'Give ENGLAND, LA:926, DISTRICT:E07000147 or PLANNING_AREA: and its id.',
  );

const fields = z.strictObject({
  providerId: z.uuid(),
  title: storableText(200).trim().min(2),
  description: freeText(5_000).default(''),
  tier: z.string(),
  primaryNeeds: z.array(z.string()).min(1).max(13),
  secondaryNeeds: codes(13),
  circumstances: codes(),
  keyStages: codes(5),
  minYear: schoolYear,
  maxYear: schoolYear,
  deliveryModes: z.array(z.string()).min(1).max(3),
  days: z.array(z.enum(weekdays)).max(7).default([]),
  hoursPerWeek: optional(z.number().positive().max(60)),
  attendance: optional(z.enum(attendances)),
  groupSize: optional(z.int().min(1).max(100)),
  typicalWeeks: weeks(260),
  maximumWeeks: weeks(260),
  minimumBookingWeeks: weeks(52),
  pricePence: optional(z.int().min(0).max(100_000_00)),
  priceUnit: optional(z.string()),
  accreditations: codes(),
  outcomes: codes(),
  transport: optional(z.enum(transports)),
  referralRoutes: codes(),
  commissioners: codes(),
  referralUrl: optional(webAddress),
  responseDays: optional(z.int().min(0).max(100)),
  beforeExclusion: optional(z.boolean()),
  ehcPlan: optional(z.enum(ehcPlanRules)),
  areasServed: z.array(areaServed).max(200).default([]),
  state: z.enum(registerStates).default('DRAFT'),
  isDemonstration: z.boolean().default(false),
});

/** A new offering, with the sites of its provider it runs at. */
export const offeringInput = fields
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
export const offeringChanges = fields
  .omit({ providerId: true })
  .partial()
  .extend({ siteIds: z.array(z.uuid()).max(100).optional() });

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
