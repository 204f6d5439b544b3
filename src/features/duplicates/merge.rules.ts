import { z } from 'zod';
import { globalId } from '../../platform/parse.js';

/** The fields that the remaining entry can take over, with their everyday names. */
export const takeable = {
  URN: { column: 'urn', property: 'urn', word: 'URN', identifies: true },
  UKPRN: { column: 'ukprn', property: 'ukprn', word: 'UKPRN', identifies: true },
  COMPANY_NUMBER: {
    column: 'company_number',
    property: 'companyNumber',
    word: 'company number',
    identifies: true,
  },
  CHARITY_NUMBER: {
    column: 'charity_number',
    property: 'charityNumber',
    word: 'charity number',
    identifies: true,
  },
  NAME: { column: 'name', property: 'name', word: 'name', identifies: false },
  LEGAL_NAME: { column: 'legal_name', property: 'legalName', word: 'legal name', identifies: false },
  DESCRIPTION: { column: 'description', property: 'description', word: 'description', identifies: false },
  POSTCODE: { column: 'postcode', property: 'postcode', word: 'postcode', identifies: false },
  WEBSITE: { column: 'website', property: 'website', word: 'website', identifies: false },
} as const;
export type Takeable = keyof typeof takeable;
export const takeableNames = Object.keys(takeable) as Takeable[];

/** The names of the fields to take over, once each. */
export const takeRule = z
  .array(z.enum(takeableNames as [Takeable, ...Takeable[]]))
  .max(takeableNames.length)
  .transform((names) => [...new Set(names)]);

/** The kinds of rows that belong to a provider, in the order in which they are listed. */
export const partKinds = [
  'SITE',
  'OFFERING',
  'CONTACT',
  'CHANGE_REQUEST',
  'LISTING_DECISION',
  'REVIEW',
  'EVIDENCE',
  'INSPECTION',
] as const;
export type PartKind = (typeof partKinds)[number];

/**
 * Their tables, and the prefixes of their ids in the graph. `isQuality`: a local authority keeps the row, and only users who
 * read its quality records see it.
 */
export const partTables: Readonly<
  Record<PartKind, { readonly table: string; readonly prefix: string; readonly isQuality: boolean }>
> = {
  SITE: { table: 'site', prefix: 'sit', isQuality: false },
  OFFERING: { table: 'offering', prefix: 'off', isQuality: false },
  CONTACT: { table: 'provider_contact', prefix: 'con', isQuality: false },
  CHANGE_REQUEST: { table: 'change_request', prefix: 'chr', isQuality: false },
  LISTING_DECISION: { table: 'listing_decision', prefix: 'lsd', isQuality: false },
  REVIEW: { table: 'quality_review', prefix: 'qrv', isQuality: true },
  EVIDENCE: { table: 'evidence', prefix: 'evi', isQuality: true },
  INSPECTION: { table: 'inspection', prefix: 'ins', isQuality: true },
};

const named = (what: string) =>
  z.array(globalId).max(100).optional().describe(`The ids of up to 100 ${what}.`);

/** Records that are newer than a merge and move to the restored entry with a split. */
export const alsoRule = z
  .strictObject({
    sites: named('sites'),
    offerings: named('offerings'),
    changeRequests: named('change requests. Those about the named sites and offerings move anyway'),
    listingDecisions: named('listing decisions'),
    reviews: named('reviews'),
    evidence: named('pieces of evidence'),
    inspections: named('inspections'),
  })
  .describe('Records that are newer than the merge and should move to the restored entry too.');

/** The kind of record that each field names. Contacts have no ids: set them again instead. */
export const namedKinds = {
  sites: 'SITE',
  offerings: 'OFFERING',
  changeRequests: 'CHANGE_REQUEST',
  listingDecisions: 'LISTING_DECISION',
  reviews: 'REVIEW',
  evidence: 'EVIDENCE',
  inspections: 'INSPECTION',
} as const satisfies Record<keyof typeof alsoRule.shape, PartKind>;
