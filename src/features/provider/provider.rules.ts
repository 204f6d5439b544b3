import { z } from 'zod';
import { optional } from '../../platform/optional.js';
import { codeText } from '../../platform/parse.js';
import { keyText, lineText, proseText, webAddress } from '../privacy/text.rules.js';
import { entryFields, ofCouncil, ofNobody, ofProvider } from './field-owner.rules.js';
import { registerStates } from './provider.entity.js';
import { addressVisibilities } from './site.entity.js';

/** The sender's own key of an entry, by which a bulk upsert finds it again. */
export const externalReference = optional(
  keyText(100).describe(
    'Your own key for it, unique within its owner: a bulk upsert finds it again by this.',
  ),
);

/** Non-school setting types, which may be identified by name and postcode alone. */
export const nonSchoolSettings = ['NFE', 'OOT', 'OTH', 'WBP'];

/** A postcode as it is stored: "NR21 9AA". */
export const storedPostcode = codeText(20).regex(
  /^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$/,
  'Give a whole postcode in capitals with its space, like NR21 9AA.',
);

/** The three-digit code of a local authority. */
export const localAuthorityCode = codeText(20).regex(
  /^\d{3}$/,
  'Give the three-digit code of the local authority.',
);

/** Fields of a provider. Those that nobody sets by hand (state, demonstration) are left out of the graph's inputs. */
export const providerFields = entryFields({
  name: ofCouncil(lineText(200).min(2).describe('Name.')),
  legalName: ofCouncil(optional(lineText(200).describe('Legal name, where it differs.'))),
  description: ofProvider(proseText(5_000).describe('What it does, in its own words.').default('')),
  settingType: ofCouncil(codeText().describe('Code of list SETTING_TYPE.')),
  registration: ofCouncil(codeText().describe('Code of list REGISTRATION.')),
  localAuthorityCode: ofCouncil(
    localAuthorityCode.describe('Three-digit code of the local authority whose register it belongs to.'),
  ),
  urn: ofCouncil(
    optional(
      codeText(20)
        .regex(/^\d{6}$/, 'A URN has six digits.')
        .describe('Unique reference number, six digits.'),
    ),
  ),
  ukprn: ofCouncil(
    optional(
      codeText(20)
        .regex(/^\d{8}$/, 'A UKPRN has eight digits.')
        .describe('UK provider reference number, eight digits.'),
    ),
  ),
  companyNumber: ofCouncil(
    optional(
      codeText(20)
        .regex(/^[A-Z0-9]{8}$/, 'A company number has eight characters.')
        .describe('Companies House number, eight characters.'),
    ),
  ),
  charityNumber: ofCouncil(
    optional(
      codeText(20)
        .regex(/^\d{6,8}(-\d{1,3})?$/, 'A charity number has six to eight digits.')
        .describe('Charity Commission number.'),
    ),
  ),
  postcode: ofCouncil(optional(storedPostcode.describe('Postcode of its office, like NR21 9AA.'))),
  website: ofProvider(optional(webAddress.describe('Web address.'))),
  externalReference: ofProvider(externalReference),
  state: ofNobody(z.enum(registerStates).default('DRAFT')),
  isDemonstration: ofNobody(z.boolean().default(false)),
});

/** Whether a new provider can be told apart: URN, else UKPRN, else company or charity number, else a non-school setting with a postcode. */
function isIdentified(
  provider: Pick<
    z.output<typeof providerFields>,
    'urn' | 'ukprn' | 'companyNumber' | 'charityNumber' | 'settingType' | 'postcode'
  >,
): boolean {
  return (
    Boolean(provider.urn ?? provider.ukprn ?? provider.companyNumber ?? provider.charityNumber) ||
    (nonSchoolSettings.includes(provider.settingType) && provider.postcode !== null)
  );
}

/** A new provider that can be told apart from others. */
export const providerInput = providerFields.refine(isIdentified, {
  path: ['urn'],
  message: `Give a URN, UKPRN, company or charity number; or a postcode with a setting type of ${nonSchoolSettings.join(', ')}.`,
});
/** Changes to a provider; what is left out stays as it is. */
export const providerChanges = providerFields.partial();

/** Fields of a site. */
export const siteFields = entryFields({
  providerId: ofNobody(z.uuid()),
  name: ofProvider(lineText(200).min(2).describe('Name.')),
  street: ofCouncil(optional(lineText(200).describe('Street.'))),
  locality: ofCouncil(optional(lineText(200).describe('Locality.'))),
  town: ofCouncil(optional(lineText(200).describe('Town.'))),
  postcode: ofCouncil(storedPostcode.describe('Postcode, like NR21 9AA.')),
  uprn: ofCouncil(
    optional(
      codeText(20)
        .regex(/^\d{1,12}$/, 'A UPRN has up to twelve digits.')
        .describe('Unique property reference number.'),
    ),
  ),
  latitude: ofNobody(optional(z.number().min(-90).max(90))),
  longitude: ofNobody(optional(z.number().min(-180).max(180))),
  positionPrecision: ofNobody(optional(z.enum(['POINT', 'POSTCODE', 'SECTOR', 'OUTCODE']))),
  districtCode: ofNobody(optional(codeText(20))),
  addressVisibility: ofCouncil(
    z
      .enum(addressVisibilities)
      .describe(
        'PUBLIC: everybody reads the address; FULL: who may see exact places; OUTCODE: a home-based site, whose address is never ' +
          'shown. A new site is PUBLIC where GIAS publishes its postcode for its provider, else FULL. One that moves is so again ' +
          'unless the same change says more. A provider shows less at once, and asks the council to show more.',
      )
      .optional(),
  ),
  accessibility: ofProvider(z.array(codeText()).max(20).describe('Codes of list ACCESSIBILITY.').default([])),
  externalReference: ofProvider(externalReference),
  state: ofNobody(z.enum(registerStates).default('DRAFT')),
  isDemonstration: ofNobody(z.boolean().default(false)),
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

/** What of a provider only who may see exact places (`place.exact`) reads, wherever it stands: its office. */
export const exactProviderFields: readonly string[] = ['postcode'];
/** The same of a site, whose district and position everybody is told as `Site.district` and `Site.publicPosition` have them. */
export const exactSiteFields: readonly string[] = [
  'street',
  'locality',
  'postcode',
  'uprn',
  'latitude',
  'longitude',
  'districtCode',
];
