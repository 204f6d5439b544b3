import { z } from 'zod';
import { freeText, storableText } from '../../platform/parse.js';
import { registerStates } from './provider.entity.js';

const text = (max: number) => storableText(max).trim();
const optional = <T extends z.ZodType>(type: T) => type.nullable().default(null);

/** Non-school setting types, which may be identified by name and postcode alone. */
export const nonSchoolSettings = ['NFE', 'OOT', 'OTH', 'WBP'];

/** A postcode as it is stored: "NR21 9AA". */
export const storedPostcode = z
  .string()
  .regex(
    /^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$/,
    'Give a whole postcode in capitals with its space, like NR21 9AA.',
  );

const notAWebAddress = 'Give an address that begins with https:// or http://.';
/** A public web address. */
export const webAddress = z
  .url({ protocol: /^https?$/, error: notAWebAddress, abort: true })
  .regex(/^https?:\/\//, notAWebAddress); // as it stands: the check above reads HTTPS: and https: alike

const fields = z.strictObject({
  name: text(200).min(2),
  legalName: optional(text(200)),
  description: freeText(5_000).default(''),
  settingType: z.string(),
  registration: z.string(),
  localAuthorityCode: z.string().regex(/^\d{3}$/, 'Give the three-digit code of the local authority.'),
  urn: optional(z.string().regex(/^\d{6}$/, 'A URN has six digits.')),
  ukprn: optional(z.string().regex(/^\d{8}$/, 'A UKPRN has eight digits.')),
  companyNumber: optional(z.string().regex(/^[A-Z0-9]{8}$/, 'A company number has eight characters.')),
  charityNumber: optional(
    z.string().regex(/^\d{6,8}(-\d{1,3})?$/, 'A charity number has six to eight digits.'),
  ),
  postcode: optional(storedPostcode),
  website: optional(webAddress),
  state: z.enum(registerStates).default('DRAFT'),
  isDemonstration: z.boolean().default(false),
});

/** A new provider: URN, else UKPRN, else company or charity number, else a non-school setting with a postcode. */
export const providerInput = fields.refine(
  (provider) =>
    Boolean(provider.urn ?? provider.ukprn ?? provider.companyNumber ?? provider.charityNumber) ||
    (nonSchoolSettings.includes(provider.settingType) && provider.postcode !== null),
  {
    path: ['urn'],
    message: `Give a URN, UKPRN, company or charity number; or a postcode with a setting type of ${nonSchoolSettings.join(', ')}.`,
  },
);
/** Changes to a provider; what is left out stays as it is. */
export const providerChanges = fields.partial();

const siteFields = z.strictObject({
  providerId: z.uuid(),
  name: text(200).min(2),
  street: optional(text(200)),
  locality: optional(text(200)),
  town: optional(text(200)),
  postcode: storedPostcode,
  uprn: optional(z.string().regex(/^\d{1,12}$/, 'A UPRN has up to twelve digits.')),
  latitude: optional(z.number().min(-90).max(90)),
  longitude: optional(z.number().min(-180).max(180)),
  positionPrecision: optional(z.enum(['POINT', 'POSTCODE', 'SECTOR', 'OUTCODE'])),
  districtCode: optional(z.string()),
  addressVisibility: z.enum(['FULL', 'OUTCODE']).default('FULL'),
  accessibility: z.array(z.string()).max(20).default([]),
  state: z.enum(registerStates).default('DRAFT'),
  isDemonstration: z.boolean().default(false),
});

/** A new site of a provider. */
export const siteInput = siteFields.refine(
  (site) =>
    (site.latitude === null) === (site.longitude === null) &&
    (site.latitude === null) === (site.positionPrecision === null),
  { path: ['latitude'], message: 'Give latitude, longitude and their precision together, or none of them.' },
);
/** Changes to a site; what is left out stays as it is. */
export const siteChanges = siteFields.omit({ providerId: true }).partial();
