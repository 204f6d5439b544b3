import { isObjectType } from 'graphql';
import { registerSorts } from '../../src/features/register/list/register-filter.rules.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { actorOf } from '../memory/asking.js';
import { type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';

/**
 * A cursor is text from a caller. Every list of the graph returns a page, or says that the cursor is not its own, whatever it is
 * given: never INTERNAL.
 */

let hub: TestHub;
let graph: Graph;
let ids: Record<'prv' | 'sit' | 'off', string>;
askedHub(async (...started) => {
  [hub, graph] = started;
  const provider = await aProvider(hub);
  const site = await aSite(hub, provider);
  const offering = await anOffering(hub, provider, { siteIds: [site.id] });
  await aVacancy(hub, offering);
  ids = {
    prv: encodeId('prv', provider.id),
    sit: encodeId('sit', site.id),
    off: encodeId('off', offering.id),
  };
});

const administrator = actorOf('administrator');
const AT = '"2027-01-01T00:00:00Z"';
const PAGE = '(after: $after) { nodes { __typename } }';

/** How each list of the graph is asked for a page, by the field that gives it. */
const lists: Readonly<Record<string, () => readonly string[]>> = {
  'EntryAsOf.parts': () => [
    `providerAsOf(id: "${ids.prv}", at: ${AT}) { parts${PAGE} }`,
    `offeringAsOf(id: "${ids.off}", at: ${AT}) { parts${PAGE} }`,
  ],
  'Offering.sites': () => [`node(id: "${ids.off}") { ... on Offering { sites${PAGE} } }`],
  'Provider.offerings': () => [`provider(by: { id: "${ids.prv}" }) { offerings${PAGE} }`],
  'Provider.sites': () => [`provider(by: { id: "${ids.prv}" }) { sites${PAGE} }`],
  'Site.offerings': () => [`node(id: "${ids.sit}") { ... on Site { offerings${PAGE} } }`],
  'Query.apiClients': () => [`apiClients${PAGE}`],
  'Query.chasingDue': () => [`chasingDue${PAGE}`],
  'Query.duplicates': () => [`duplicates${PAGE}`],
  'Query.evidence': () => [`evidence${PAGE}`],
  'Query.history': () =>
    [ids.prv, ids.sit, ids.off].flatMap((id) => [
      `history(id: "${id}", after: $after) { nodes { __typename } }`,
      `history(id: "${id}", withParts: true, after: $after) { nodes { __typename } }`,
    ]),
  'Query.importRows': () => [
    `importRows(import: "imp_AAAAAAAAAAAAAAAAAAAAAA", outcome: ADDED, after: $after) { nodes { __typename } }`,
  ],
  'Query.imports': () => [`imports${PAGE}`],
  'Query.inspections': () => [`inspections${PAGE}`],
  'Query.offerings': () => [
    `offerings${PAGE}`,
    `offerings(filter: { provider: { anyOf: ["${encodeId('prv', '00000000-0000-0000-0000-000000000000')}"] } }, after: $after) { nodes { __typename } }`,
  ],
  'Query.placeHolds': () => [`placeHolds${PAGE}`],
  'Query.providers': () => [`providers${PAGE}`],
  'Query.qualityReviews': () => [`qualityReviews${PAGE}`],
  'Query.register': () =>
    registerSorts.map((sort) => `register(sort: ${sort}, after: $after) { nodes { __typename } }`),
  'Query.registerAsOf': () => [`registerAsOf(at: ${AT}, after: $after) { nodes { __typename } }`],
  'Query.search': () => ['search(after: $after) { nodes { __typename } userErrors { code } }'],
  'Query.sites': () => [`sites${PAGE}`],
  'Query.vacancies': () => [`vacancies${PAGE}`],
};

const UUID = '019abcde-0000-7000-8000-000000000000';
const DAYS = [
  '0000-05-05',
  '0000-12-31',
  '2026-02-30',
  '2026-13-01',
  '10000-01-01',
  '-0001-01-01',
  '2026-1-1',
];
const VALUES: readonly unknown[] = [
  ...DAYS,
  ...DAYS.map((day) => `${day}T00:00:00.000000Z`),
  '2026-01-01T24:00:01.000000Z',
  '2026-01-01T23:59:60.000000Z',
  '2026-01-01T00:00:00.000000+99:99',
  'infinity',
  '-infinity',
  'now',
  'today',
  'NaN',
  '',
  'a\0b',
  'half \ud800',
  '9999',
  '99999999999999999999',
  '-1',
  '1e9',
  '0x10',
  "'; select 1",
  null,
  0,
  -0.5,
  1e300,
  -9007199254740991,
];
const IDS: readonly unknown[] = [UUID, UUID.toUpperCase(), 'no id', '', null, 7, `{${UUID}}`, `${UUID}\0`];
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const HOSTILE: readonly string[] = [
  '',
  ' ',
  'no cursor',
  '\ud800',
  '\0',
  Buffer.from('generation digest 99999999999999999999').toString('base64url'),
  'A'.repeat(3_999),
  'A'.repeat(100_000),
  encoded(null),
  encoded({}),
  encoded([]),
  encoded([1]),
  encoded([[], {}]),
  encoded([1, 2, 3]),
  encoded([9007199254740991, 9007199254740991]),
  encoded([-9007199254740991, -1]),
  encoded([1e300, 1]),
  encoded([0.5, 0.5]),
  ...VALUES.flatMap((value) => IDS.map((id) => encoded([value, id]))),
];

describe('a cursor', () => {
  it('is tried here in every list of the graph', () => {
    const paged = Object.values(hub.schema.getTypeMap()).flatMap((type) =>
      isObjectType(type)
        ? Object.values(type.getFields())
            .filter(({ args }) => args.some(({ name }) => name === 'after'))
            .map((field) => `${type.name}.${field.name}`)
        : [],
    );
    expect(paged.sort()).toEqual(Object.keys(lists).sort());
  });

  it.each(Object.keys(lists))('is checked as input is: %s', async (list) => {
    const before = graph.unexpected.length;
    // Both are read by the same rules: as `before` some of them will do.
    const questions = lists[list]!().flatMap((question) => [
      { question, cursors: HOSTILE },
      { question: question.replace('after:', 'before:'), cursors: HOSTILE.filter((_, at) => at % 6 === 0) },
    ]);
    for (const { question, cursors } of questions) {
      const document = `query ($after: String) { ${question} }`;
      const wrong: unknown[] = [];
      let refused = 0;
      for (const after of cursors) {
        const { data, errors = [] } = await graph.ask<Record<string, { userErrors?: unknown[] }>>(
          administrator,
          document,
          { after },
        );
        refused += errors.length + Object.values(data ?? {}).flatMap((one) => one?.userErrors ?? []).length;
        const others = errors.filter(({ extensions }) => extensions?.code !== 'BAD_USER_INPUT');
        if (others.length > 0) wrong.push([Buffer.from(after, 'base64url').toString().slice(0, 100), others]);
      }
      expect([question, wrong]).toEqual([question, []]);
      expect([question, graph.unexpected.slice(before)]).toEqual([question, []]);
      expect(refused).toBeGreaterThan(cursors.length / 20);
    }
  });
});
