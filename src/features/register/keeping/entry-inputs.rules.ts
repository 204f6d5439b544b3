import { z } from 'zod';
import { globalId } from '../../../platform/parse.js';
import { offeringFields } from '../../offering/offering.rules.js';
import {
  externalReference,
  ITS_AUTHORITY,
  localAuthorityCode,
  providerFields,
  siteFields,
} from '../../provider/provider.rules.js';
import { vacancyFields } from '../../vacancy/vacancy.rules.js';

/** Fields that only steps and programs set. */
const unsettable = { state: true, isDemonstration: true } as const;
/** Fields that come from the place of the postcode. */
const placed = { latitude: true, longitude: true, positionPrecision: true, districtCode: true } as const;

const provider = globalId.describe('The id of the provider.');
const sites = z
  .array(globalId)
  .max(100)
  .describe('The ids of the sites that the offering runs at, up to 100. They must belong to its provider.');

/** The fields of a provider that users can set. */
export const providerCreate = providerFields
  .omit({ ...unsettable, localAuthorityCode: true })
  .extend({ localAuthority: localAuthorityCode.describe(ITS_AUTHORITY) })
  .describe('A new provider. It starts as a draft.');
export const providerUpdate = providerCreate
  .partial()
  .describe('The changes to a provider. Fields that you leave out stay as they are.');

/** The fields of a site that users can set. */
export const siteCreate = siteFields
  .omit({ ...unsettable, ...placed, providerId: true })
  .extend({ provider })
  .describe('A new site. It starts as a draft, and its postcode gives its position.');
export const siteUpdate = siteCreate
  .omit({ provider: true })
  .partial()
  .describe('The changes to a site. Fields that you leave out stay as they are.');

/** The fields of an offering that users can set. */
export const offeringCreate = offeringFields
  .omit({ ...unsettable, providerId: true })
  .extend({ provider, sites: sites.default([]) })
  .describe('A new offering. It starts as a draft.');
export const offeringUpdate = offeringCreate
  .omit({ provider: true })
  .partial()
  .describe('The changes to an offering. Fields that you leave out stay as they are.');

const site = globalId.describe('The id of the site. Null means any site of the offering.').nullable();
const ownReference = externalReference.describe(
  'Your own key for the vacancy. It must be unique among your keys for vacancies of the offering. An upsert finds the vacancy by it.',
);
const vacancyOwn = vacancyFields.omit({
  offeringId: true,
  siteId: true,
  confirmedByRole: true,
  confirmedAt: true,
  ageingAt: true,
  expiresAt: true,
  isDemonstration: true,
});

/** The fields of a vacancy that users can set. The hub sets when it was confirmed. */
export const vacancyCreate = vacancyOwn
  .extend({
    offering: globalId.describe('The id of the offering.'),
    site: site.default(null),
    externalReference: ownReference,
  })
  .describe('A new statement about open places. It is confirmed now.');
export const vacancyConfirm = z
  .strictObject({
    id: globalId.describe('The id of the vacancy.'),
    version: z.int().describe('The version of the vacancy that you read.'),
    placesAvailable: vacancyFields.shape.placesAvailable
      .nullish()
      .describe('The number of places available now, if it has changed, 0 to 200.'),
  })
  .describe('A vacancy that is still true.');
export const vacancyUpdate = vacancyOwn
  .extend({ site, externalReference: ownReference })
  .partial()
  .describe(
    'The changes to a vacancy. Fields that you leave out stay as they are, and so does its confirmation.',
  );
