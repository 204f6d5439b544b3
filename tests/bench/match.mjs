// node tests/bench/match.mjs [offerings ...]: how long the needs match takes in process, without a database: one pass over
// the facts of every offering, and the sentences of the best 20. Prints a line for each kind of question.
import { CodeBits } from '../../dist/src/features/match/code-bits.js';
import { matchProfile } from '../../dist/src/features/match/match.rules.js';
import { Scorer } from '../../dist/src/features/match/match.score.js';
import { FactsMaker } from '../../dist/src/features/match/match-facts.js';
import { MatchTable } from '../../dist/src/features/match/match-table.js';
import { questionOf } from '../../dist/src/features/match/question.js';
import { districts } from './data/districts.mjs';
import { inventQuestions, inventRegister } from './data/register.mjs';

const QUESTIONS = 300;
const WARM_UP = 50;
/** Two weeks after everything in the invented register was confirmed. */
const now = Date.parse('2026-01-19T12:00:00Z');

const authorityOf = new Map(districts.map(({ code, authorityCode }) => [code, authorityCode]));
const atlas = {
  areasOf: (code) => ({
    districtCode: code,
    localAuthorityCode: authorityOf.get(code) ?? null,
    planningAreaId: null,
  }),
};
const bitsOf = (codes) => new CodeBits(codes.split(' ').map((code) => ({ code, label: code })));
const codebook = {
  needs: bitsOf('SPLD MLD SLD PMLD SEMH SLCN HI VI MSI PD ASD DS OTH'),
  circumstances: bitsOf('EBSA MEDICAL AT_RISK_OF_EXCLUSION TRAUMA YOUNG_CARER'),
  tiers: bitsOf('TIER_1 TIER_2 TIER_3'),
  routes: bitsOf('LOCAL_AUTHORITY SCHOOL_DIRECT PANEL HEALTH PARENT'),
};
const wording = { codebook, areaName: (token) => token };

/** What looking a position up would answer. */
function whereOf({ place: { point }, within }) {
  const origin = { lat: point.latitude, lng: point.longitude };
  const farthest = within.km * 1000;
  const scope = { kind: 'radius', centre: origin, metres: farthest, areas: ['ENGLAND'] };
  return { understood: null, scope, origin, farthest, areas: new Set(scope.areas), unit: 'km' };
}

/** Rows of a table as the entities that the hub reads them into. */
function entities(rows) {
  const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  const dates = ['confirmed_at', 'ageing_at', 'expires_at'];
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [
        camel(key),
        dates.includes(key) && value ? new Date(value) : value,
      ]),
    ),
  );
}

function readRegister(tables) {
  const byId = (rows) => new Map(rows.map((row) => [row.id, row]));
  const providers = byId(entities(tables.provider));
  const sites = byId(entities(tables.site));
  const sitesOf = groupBy(tables.offering_site, (link) => link.offering_id);
  const vacanciesOf = groupBy(entities(tables.vacancy), (vacancy) => vacancy.offeringId);
  return entities(tables.offering).map((offering) => ({
    offering: { ehcPlan: null, secondaryNeeds: [], areasServed: [], ...offering },
    provider: providers.get(offering.providerId),
    sites: (sitesOf.get(offering.id) ?? []).map((link) => sites.get(link.site_id)),
    vacancies: (vacanciesOf.get(offering.id) ?? [])
      .map((vacancy) => ({ siteId: null, ageingAt: null, expiresAt: null, ...vacancy }))
      .sort((a, b) => (a.availableFrom < b.availableFrom ? -1 : 1)),
  }));
}

function groupBy(rows, keyOf) {
  const groups = new Map();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

const yearOf = { KS1: 2, KS2: 5, KS3: 8, KS4: 10, KS5: 12 };
const whole = ({ latitude, longitude, km, needs, keyStage, by }) => ({
  needs: needs.map((code, i) => ({ code, weight: 3 - i })),
  circumstances: ['EBSA', 'TRAUMA'],
  yearGroup: yearOf[keyStage],
  tier: 'TIER_2',
  startBy: by,
  daysPerWeek: 3,
  near: { place: { point: { latitude, longitude } }, within: { km } },
  referralRoute: 'SCHOOL_DIRECT',
  ehcPlan: false,
});
const kinds = {
  'every part, years and 25 km hard': whole,
  'every part, all of them hard': (question) => ({
    ...whole(question),
    hard: [
      'NEEDS',
      'CIRCUMSTANCES',
      'YEARS',
      'TIER',
      'DISTANCE',
      'VACANCY',
      'DAYS',
      'REFERRAL_ROUTE',
      'EHC_PLAN',
    ],
  }),
  'every part, none hard': (question) => ({ ...whole(question), hard: [] }),
};

/** Half of them, and 99 in 100, are not above these. */
function percentiles(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return [0.5, 0.99].map((share) => sorted[Math.floor((sorted.length - 1) * share)].toFixed(2));
}

const sizes = process.argv.slice(2).map(Number);
for (const count of sizes.length > 0 ? sizes : [10_000, 100_000]) {
  const tables = inventRegister(count);
  const questions = inventQuestions(QUESTIONS, tables).nearby;
  const heapBefore = heapMb();
  const table = new MatchTable(new FactsMaker(codebook, atlas));
  const generation = table.begin();
  generation.add(readRegister(tables));
  generation.finish();
  const tableMb = heapMb() - heapBefore;
  for (const [kind, profileOf] of Object.entries(kinds)) {
    const times = [];
    const cpuTimes = [];
    let matching = 0;
    for (const [i, question] of questions.entries()) {
      const profile = matchProfile.parse(profileOf(question));
      const cpuBefore = process.cpuUsage();
      const began = performance.now();
      const scorer = new Scorer(questionOf(profile, whereOf(profile.near), codebook, now));
      const found = table.find(scorer, 20);
      for (const facts of found.best) scorer.explain(facts, wording);
      if (i >= WARM_UP) {
        times.push(performance.now() - began);
        const { user, system } = process.cpuUsage(cpuBefore);
        cpuTimes.push((user + system) / 1000);
      }
      matching += found.matching;
    }
    const [p50, p99] = percentiles(times);
    const [cpu50] = percentiles(cpuTimes);
    const each = Math.round(matching / questions.length);
    console.log(
      `${count} offerings, ${kind}: p50 ${p50} ms (${cpu50} ms of CPU), p99 ${p99} ms, ${each} match on average`,
    );
  }
  console.log(`${count} offerings: the facts take ${tableMb.toFixed(0)} MB`);
}

function heapMb() {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
