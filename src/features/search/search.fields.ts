import { z } from 'zod';
import { ehcPlanRules, schoolYear, weekdays } from '../offering/offering.rules.js';
import { dailyPricePence, priceBandOf } from '../offering/price.rules.js';
import {
  areas,
  choices,
  codes,
  concepts,
  flag,
  ids,
  number,
  order,
  range,
  type SearchField,
  text,
} from './field-kinds.js';

/**
 * The searchable fields: one line each. Documents, filters, facets and every engine's settings follow from this
 * table; a new filter or facet is a new line here.
 */
export const searchFields = {
  title: text(6, ({ offering }) => offering.title, true),
  providerName: text(4, ({ provider }) => provider.name),
  place: text(2, ({ site, districtName }) =>
    [site?.name, site?.town, districtName].filter(Boolean).join(' '),
  ),
  description: text(1, ({ offering }) => offering.description),

  needs: codes('NEED', 'Needs it is made for or also caters for', ({ offering }) => [
    ...offering.primaryNeeds,
    ...offering.secondaryNeeds,
  ]),
  primaryNeeds: codes('NEED', 'Needs it is made for', ({ offering }) => offering.primaryNeeds),
  circumstances: codes(
    'CIRCUMSTANCE',
    'Circumstances it caters for',
    ({ offering }) => offering.circumstances,
  ),
  tier: codes('TIER', 'Tier of provision', ({ offering }) => [offering.tier]),
  keyStages: codes('KEY_STAGE', 'Key stages it teaches', ({ offering }) => offering.keyStages),
  deliveryModes: codes('DELIVERY_MODE', 'How it is delivered', ({ offering }) => offering.deliveryModes),
  settingType: codes('SETTING_TYPE', 'Type of setting', ({ provider }) => [provider.settingType]),
  referralRoutes: codes('REFERRAL_ROUTE', 'Routes of referral', ({ offering }) => offering.referralRoutes),
  commissioners: codes('COMMISSIONER_KIND', 'Who may refer', ({ offering }) => offering.commissioners),
  accreditations: codes('ACCREDITATION', 'Accreditation offered', ({ offering }) => offering.accreditations),
  outcomes: codes('OUTCOME', 'FLOURISH outcomes it works towards', ({ offering }) => offering.outcomes),
  concepts: concepts('Concepts its codes or words mean (ids of `concepts`)', ({ concepts }) => concepts),
  days: choices(weekdays, 'Days of the week it runs', ({ offering }) => offering.days),
  ehcPlan: choices(ehcPlanRules, 'Whether pupils with an EHC plan may or must come', ({ offering }) =>
    offering.ehcPlan ? [offering.ehcPlan] : [],
  ),
  beforeExclusion: flag(
    'Whether it may be reached before an exclusion',
    ({ offering }) => offering.beforeExclusion,
  ),
  provider: ids('prv', 'Providers', ({ provider }) => [provider.id]),
  localAuthority: areas('localAuthorities', "Local authority of the site, else the provider's", (record) => [
    record.areas.localAuthorityCode ?? record.provider.localAuthorityCode,
  ]),
  district: areas('districts', 'District of the site', ({ areas }) => present(areas.districtCode)),
  planningArea: ids('pla', 'Planning area of the site', ({ areas }) => present(areas.planningAreaId), true),

  yearGroup: range(schoolYear, 'A national curriculum year it teaches, 0 being reception', ({ offering }) => [
    offering.minYear,
    offering.maxYear,
  ]),
  // A pupil of year n is n + 4 or n + 5 years old (year = age on 31 August - 4).
  age: range(z.int().min(2).max(25), 'An age it takes, in whole years', ({ offering }) => [
    offering.minYear + 4,
    offering.maxYear + 5,
  ]),
  dailyPricePence: number(
    'Price of a day in pence, without VAT and transport; without the permission place.exact only bounds of `Offering.priceBand`',
    ({ offering }) => dailyPricePence(offering),
  ),
  // What the public may be sorted by: from the order of exact prices they could be worked out.
  priceBand: order(({ offering }) => priceBandOf(offering)?.minDailyPence ?? null),
} as const satisfies Readonly<Record<string, SearchField>>;

function present(code: string | null): readonly string[] {
  return code ? [code] : [];
}
