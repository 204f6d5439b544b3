import { z } from 'zod';
import { optional } from '../../platform/optional.js';
import { codeText } from '../../platform/parse.js';
import { noAuthority } from '../place/local-authority.rules.js';
import { asStored } from '../place/postcode.js';
import { keyText, lineText, proseText, webAddress } from '../privacy/text.rules.js';
import { entryFields, ofCouncil, ofNobody, ofProvider } from './field-owner.rules.js';
import { registerStates } from './provider.entity.js';
import { addressVisibilities } from './site.entity.js';

/** The sender's own key for an entry. A bulk upsert finds the entry by it. */
export const externalReference = optional(
  keyText(100).describe(
    'Your own key for the entry. It must be unique among your keys. A bulk upsert finds the entry by it.',
  ),
);

/** Non-school setting types. Name and postcode are enough to identify these. */
export const nonSchoolSettings = ['NFE', 'OOT', 'OTH', 'WBP'];

/** A postcode as people type it, which becomes the form that is stored: "NR21 9AA". */
export const storedPostcode = codeText(20)
  .overwrite(asStored)
  .regex(/^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$/, 'Give a full postcode, such as NR21 9AA.');

/** The three-digit code of a local authority. */
export const localAuthorityCode = codeText(20).regex(/^\d{3}$/, {
  error: ({ input }) =>
    noAuthority(String(input)) ?? 'Give the three-digit code of the local authority, such as 926.',
});

/** The description of a provider's local authority code. */
export const ITS_AUTHORITY =
  'The three-digit code of the local authority whose register the provider belongs to.';

/** Fields of a provider. The GraphQL inputs leave out those that no one sets by hand (state, demonstration). */
export const providerFields = entryFields({
  name: ofCouncil(lineText(200).min(2).describe('The provider’s name.')),
  legalName: ofCouncil(optional(lineText(200).describe('The provider’s legal name, if it differs.'))),
  description: ofProvider(proseText(5_000).describe('What the provider does, in its own words.').default('')),
  settingType: ofCouncil(codeText().describe('Code of list SETTING_TYPE.')),
  registration: ofCouncil(codeText().describe('Code of list REGISTRATION.')),
  localAuthorityCode: ofCouncil(localAuthorityCode.describe(ITS_AUTHORITY)),
  urn: ofCouncil(
    optional(
      codeText(20)
        .regex(/^\d{6}$/, 'Give a URN of six digits.')
        .describe('The unique reference number (URN), six digits.'),
    ),
  ),
  ukprn: ofCouncil(
    optional(
      codeText(20)
        .regex(/^\d{8}$/, 'Give a UKPRN of eight digits.')
        .describe('The UK provider reference number (UKPRN), eight digits.'),
    ),
  ),
  companyNumber: ofCouncil(
    optional(
      codeText(20)
        .regex(/^[A-Z0-9]{8}$/, 'Give a company number of eight letters and digits, in capitals.')
        .describe('The Companies House number, eight characters.'),
    ),
  ),
  charityNumber: ofCouncil(
    optional(
      codeText(20)
        .regex(/^\d{6,8}(-\d{1,3})?$/, 'Give a charity number of six to eight digits.')
        .describe('The Charity Commission number.'),
    ),
  ),
  postcode: ofCouncil(
    optional(storedPostcode.describe('The postcode of the provider’s office, such as NR21 9AA.')),
  ),
  website: ofProvider(optional(webAddress.describe('The provider’s web address.'))),
  externalReference: ofProvider(externalReference),
  state: ofNobody(z.enum(registerStates).default('DRAFT')),
  isDemonstration: ofNobody(z.boolean().default(false)),
});

/**
 * Whether a new provider can be distinguished from others: by URN, UKPRN, company number or charity number, or by the
 * postcode of a non-school setting.
 */
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

/** A new provider that can be distinguished from others. */
export const providerInput = providerFields.refine(isIdentified, {
  path: ['urn'],
  message: `Give a URN, UKPRN, company or charity number; or a postcode with a setting type of ${nonSchoolSettings.join(', ')}.`,
});
/** Changes to a provider. Fields that are left out stay as they are. */
export const providerChanges = providerFields.partial();

/** Fields of a site. */
export const siteFields = entryFields({
  providerId: ofNobody(z.uuid()),
  name: ofProvider(lineText(200).min(2).describe('The site’s name.')),
  street: ofCouncil(optional(lineText(200).describe('The street.'))),
  locality: ofCouncil(optional(lineText(200).describe('The locality.'))),
  town: ofCouncil(optional(lineText(200).describe('The town.'))),
  postcode: ofCouncil(storedPostcode.describe('The postcode, such as NR21 9AA.')),
  uprn: ofCouncil(
    optional(
      codeText(20)
        .regex(/^\d{1,12}$/, 'Give a UPRN of up to twelve digits.')
        .describe('The unique property reference number (UPRN), up to twelve digits.'),
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
        'How much of the address is shown. PUBLIC: everyone reads it. FULL: only callers who may see exact places read it. OUTCODE: a home-based site, with an address that only callers who keep its record can read. By default, a new site is PUBLIC if GIAS publishes its postcode for its provider, and FULL if not. A PUBLIC site that moves to another postcode becomes FULL if GIAS does not publish that postcode, unless the same change sets this field. A provider can show less at once. To show more, it must ask the council.',
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
/** Changes to a site. Fields that are left out stay as they are. */
export const siteChanges = siteFields.omit({ providerId: true }).partial();

/** The fields of a provider that always need `place.exact`: those that show where its office is. */
export const exactProviderFields: readonly string[] = ['postcode'];
/**
 * The same for a site. Everyone sees its district and position only as in `Site.district` and `Site.publicPosition`.
 */
export const exactSiteFields: readonly string[] = [
  'street',
  'locality',
  'postcode',
  'uprn',
  'latitude',
  'longitude',
  'districtCode',
];

/** The orders of a list of providers. Equal providers are sorted by id. */
export const providerSorts = ['NAME_ASC', 'NAME_DESC', 'UPDATED_AT_ASC', 'UPDATED_AT_DESC'] as const;
export type ProviderSort = (typeof providerSorts)[number];
