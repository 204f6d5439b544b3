import { z } from 'zod';

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

/** Their tables; `quality`: kept by a local authority, and known to those alone who read its quality records. */
export const partTables: Readonly<Record<PartKind, { readonly table: string; readonly isQuality: boolean }>> =
  {
    SITE: { table: 'site', isQuality: false },
    OFFERING: { table: 'offering', isQuality: false },
    CONTACT: { table: 'provider_contact', isQuality: false },
    CHANGE_REQUEST: { table: 'change_request', isQuality: false },
    LISTING_DECISION: { table: 'listing_decision', isQuality: false },
    REVIEW: { table: 'quality_review', isQuality: true },
    EVIDENCE: { table: 'evidence', isQuality: true },
    INSPECTION: { table: 'inspection', isQuality: true },
  };
