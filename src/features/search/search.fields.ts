import { z } from 'zod';
import { ehcPlanRules, schoolYear, weekdays } from '../offering/offering.rules.js';
import { dailyPricePence, priceBandOf } from '../offering/price.rules.js';
import { districtsOf } from '../place/atlas.js';
import {
  areas,
  choice,
  choices,
  code,
  codes,
  concepts,
  flag,
  group,
  ids,
  number,
  order,
  range,
  type SearchField,
  text,
} from './field-kinds.js';

/**
 * The searchable fields, one line each. Documents, filters, facets and the settings of every engine are made from this table.
 * To add a filter or facet, add a line here.
 */
export const searchFields = {
  title: text(6, ({ offering }) => offering.title, true),
  providerName: text(4, ({ provider }) => provider.name),
  place: text(2, ({ site, districtName }) =>
    [site?.name, site?.town, districtName].filter(Boolean).join(' '),
  ),
  description: text(1, ({ offering }) => offering.description),

  needs: codes('NEED', 'Needs that the offering is designed for or also caters for', ({ offering }) => [
    ...offering.primaryNeeds,
    ...offering.secondaryNeeds,
  ]),
  primaryNeeds: codes(
    'NEED',
    'Needs that the offering is designed for',
    ({ offering }) => offering.primaryNeeds,
  ),
  circumstances: codes(
    'CIRCUMSTANCE',
    'Circumstances that the offering caters for',
    ({ offering }) => offering.circumstances,
  ),
  tier: code('TIER', 'Tier of the provision', ({ offering }) => offering.tier),
  keyStages: codes('KEY_STAGE', 'Key stages that the offering teaches', ({ offering }) => offering.keyStages),
  deliveryModes: codes(
    'DELIVERY_MODE',
    'How the offering is delivered',
    ({ offering }) => offering.deliveryModes,
  ),
  settingType: code('SETTING_TYPE', 'Setting type of the provider', ({ provider }) => provider.settingType),
  referralRoutes: codes(
    'REFERRAL_ROUTE',
    'Routes by which the offering takes referrals',
    ({ offering }) => offering.referralRoutes,
  ),
  commissioners: codes(
    'COMMISSIONER_KIND',
    'Kinds of commissioner that can refer pupils to the offering',
    ({ offering }) => offering.commissioners,
  ),
  accreditations: codes(
    'ACCREDITATION',
    'Accreditation that pupils can gain',
    ({ offering }) => offering.accreditations,
  ),
  outcomes: codes(
    'OUTCOME',
    'FLOURISH outcomes that the offering works towards',
    ({ offering }) => offering.outcomes,
  ),
  concepts: concepts(
    'Concepts that the offering’s codes or words mean; keys of `concepts`',
    ({ concepts }) => concepts,
  ),
  days: choices(
    weekdays,
    'Days of the week on which the offering runs: MON to SUN',
    ({ offering }) => offering.days,
  ),
  ehcPlan: choice(
    ehcPlanRules,
    'Rule on education, health and care (EHC) plans: ACCEPTED, REQUIRED or NOT_ACCEPTED',
    ({ offering }) => offering.ehcPlan,
  ),
  beforeExclusion: flag(
    'Whether a pupil can be placed before an exclusion',
    ({ offering }) => offering.beforeExclusion,
  ),
  provider: ids('prv', 'The offering’s provider', ({ provider }) => provider.id),
  localAuthority: areas(
    'localAuthorities',
    'Local authority of the site, or of the provider if that is not known',
    ({ areas, provider }) => [areas.localAuthorityCode ?? provider.localAuthorityCode],
  ),
  district: areas('districts', 'District of the site, or one that was there before', ({ areas }) =>
    districtsOf(areas),
  ),
  planningArea: ids('pla', 'Planning area of the site', ({ areas }) => areas.planningAreaId, true),

  yearGroup: range(
    schoolYear,
    'A national curriculum year that the offering teaches; 0 is reception',
    ({ offering }) => [offering.minYear, offering.maxYear],
  ),
  // A pupil of year n is n + 4 or n + 5 years old (year = age on 31 August - 4).
  age: range(z.int().min(2).max(25), 'An age that the offering takes, in whole years', ({ offering }) => [
    offering.minYear + 4,
    offering.maxYear + 5,
  ]),
  dailyPricePence: number(
    'Price of a day in pence, without VAT and transport. Without the permission place.exact you can only use the edges of the bands in `Offering.priceBand`',
    ({ offering }) => dailyPricePence(offering),
  ),
  // For callers who may only see bands: the order of exact prices would reveal the prices.
  priceBand: order(({ offering }) => priceBandOf(offering)?.minDailyPence ?? null),
  offering: group(({ offering }) => offering.id),
} as const satisfies Readonly<Record<string, SearchField>>;

/** What can count as one result, and the field that says which documents are the same one. The thing that is found first. */
export const searchGroups = {
  OFFERING: 'offering',
  PROVIDER: 'provider',
} as const satisfies Readonly<Record<string, keyof typeof searchFields>>;
