import { z } from 'zod';
import { globalId } from '../../../platform/parse.js';
import { offeringFields } from '../../offering/offering.rules.js';
import { providerFields, siteFields } from '../../provider/provider.rules.js';
import { vacancyFields } from '../../vacancy/vacancy.rules.js';

/** What steps and programs set. */
const unsettable = { state: true, isDemonstration: true } as const;
/** What the place of a postcode tells. */
const placed = { latitude: true, longitude: true, positionPrecision: true, districtCode: true } as const;

const provider = globalId.describe('Id of the provider.');
const sites = z.array(globalId).max(100).describe('Ids of the sites of its provider that it runs at.');

/** The fields of a provider that its keepers set. */
export const providerCreate = providerFields.omit(unsettable).describe('A new provider: a draft.');
export const providerUpdate = providerCreate.partial().describe('What is to be changed of a provider.');

/** The fields of a site that its keepers set. */
export const siteCreate = siteFields
  .omit({ ...unsettable, ...placed, providerId: true })
  .extend({ provider })
  .describe('A new site: a draft. Its postcode places it.');
export const siteUpdate = siteCreate
  .omit({ provider: true })
  .partial()
  .describe('What is to be changed of a site.');

/** The fields of an offering that its keepers set. */
export const offeringCreate = offeringFields
  .omit({ ...unsettable, providerId: true })
  .extend({ provider, sites: sites.default([]) })
  .describe('A new offering: a draft.');
export const offeringUpdate = offeringCreate
  .omit({ provider: true })
  .partial()
  .describe('What is to be changed of an offering.');

const site = globalId.describe('Id of the site; left out: at any site of the offering.').nullable();
const vacancyOwn = vacancyFields.omit({
  offeringId: true,
  siteId: true,
  confirmedAt: true,
  expiresAt: true,
  isDemonstration: true,
});

/** A vacancy as its keeper states it; when it was confirmed is the hub's to say. */
export const vacancyCreate = vacancyOwn
  .extend({ offering: globalId.describe('Id of the offering.'), site: site.default(null) })
  .describe('A dated assertion of open places, confirmed now.');
export const vacancyUpdate = vacancyOwn
  .extend({ site })
  .partial()
  .describe('What is to be changed of a vacancy; its confirmation stays as it was.');
