import { z } from 'zod';
import { globalId } from '../../platform/parse.js';

/** Fields that the entry that stays may take over, with what people call them. */
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

/** The names of what is taken over, once each. */
export const takeRule = z
  .array(z.enum(takeableNames as [Takeable, ...Takeable[]]))
  .max(takeableNames.length)
  .transform((names) => [...new Set(names)]);

/** Kinds of rows that belong to a provider, in the order in which they are told. */
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
 * Their tables, and what their ids begin with in the graph; `quality`: kept by a local authority, and known to those alone who read
 * its quality records.
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

const named = (what: string) => z.array(globalId).max(100).optional().describe(`Ids of ${what}, up to 100.`);

/** What is new since a merge, and goes back with a split all the same. */
export const alsoRule = z
  .strictObject({
    sites: named('sites'),
    offerings: named('offerings'),
    changeRequests: named('change requests; those of sites and offerings go with them'),
    listingDecisions: named('listing decisions'),
    reviews: named('reviews'),
    evidence: named('evidence'),
    inspections: named('inspections'),
  })
  .describe('What is new since a merge, and goes back with a split all the same.');

/** The kind of the parts that each field names. Contacts have no ids: they are set anew. */
export const namedKinds = {
  sites: 'SITE',
  offerings: 'OFFERING',
  changeRequests: 'CHANGE_REQUEST',
  listingDecisions: 'LISTING_DECISION',
  reviews: 'REVIEW',
  evidence: 'EVIDENCE',
  inspections: 'INSPECTION',
} as const satisfies Record<keyof typeof alsoRule.shape, PartKind>;
