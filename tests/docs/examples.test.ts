import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDemonstration } from '../../seeds/load-demonstration.js';
import type { Role } from '../../src/features/identity/permissions.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { DEMONSTRATION_PROVIDER } from '../../src/start/development-sign-in.js';
import { exampleQueries } from '../../src/start/example-queries.js';
import { startTestHub, type TestHub } from '../support/hub.js';

/** The day of the answers printed in the pages; the test clock stands at noon of that day. */
const TODAY = '2026-11-23';

/** Needs someone who keeps the register, in the order of a day: commissioner.test.ts runs it. */
const COMMISSIONERS = 'docs/commissioner.md';

const pages = ['README.md', ...readdirSync(join(projectRoot, 'docs')).map((name) => `docs/${name}`)];
const blocks = (page: string, language: string) =>
  [...readFileSync(join(projectRoot, page), 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, of]) => of === language)
    .map(([, , text]) => text ?? '');
/** Queries of a page that are followed by an answer, before any other block. */
const answersOf = (page: string) =>
  [
    ...readFileSync(join(projectRoot, page), 'utf8').matchAll(
      /^```graphql\n((?:(?!```)[\s\S])*?)^```\n(?:(?!```)[\s\S])*?^```json\n([\s\S]*?)^```$/gm,
    ),
  ].map(([, query = '', answer = '']): [string, string] => [query, answer]);

interface Example {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly role?: Role;
}

interface Searched {
  search?: { totalCount: number; nodes: unknown[]; userErrors?: unknown[] };
  suggest?: { suggestions: unknown[]; userErrors?: unknown[] };
  match?: { matches: unknown[]; userErrors?: unknown[] };
}

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) => loadDemonstration(pool, TODAY));
});
afterAll(() => hub.stop());

describe('an answer printed below a query', () => {
  const printed = pages.flatMap((page) =>
    answersOf(page).map(([query, answer], i) => ({ which: `${page}, ${i + 1}`, query, answer })),
  );

  it.each(printed)('of $which, is the one it really has', async ({ query, answer }) => {
    const { data, errors } = await hub.query(query);
    expect(errors).toBeUndefined();
    expect({ data }).toEqual(JSON.parse(answer));
  });

  it('is there for the first query of the README', () => {
    expect(answersOf('README.md')[0]?.[0]).toBe(blocks('README.md', 'graphql')[0]);
  });
});

describe('every query of the README, the pages and the explorer', () => {
  const queries = [
    ...pages
      .filter((page) => page !== COMMISSIONERS)
      .flatMap((page) => blocks(page, 'graphql').map((query) => ({ name: page, query, variables: {} }))),
    ...exampleQueries(TODAY).map((example) => ({ variables: {}, ...example })),
  ];

  it.each<Example>(queries)(
    '$name runs and finds something',
    async ({ query, variables, role = 'public' }) => {
      const reach = {
        commissioner: { localAuthorities: ['926'] },
        provider_editor: { providers: [DEMONSTRATION_PROVIDER] },
      }[role as string];
      const ask = role === 'public' ? hub.query : await hub.as(role, reach);
      const { data, errors } = await ask<Searched>(query, variables);
      expect(errors).toBeUndefined();
      if (data.search) {
        expect(data.search.userErrors ?? []).toEqual([]);
        expect(data.search.nodes.length).toBeGreaterThan(0);
      }
      if (data.suggest) {
        expect(data.suggest.userErrors ?? []).toEqual([]);
        expect(data.suggest.suggestions.length).toBeGreaterThan(0);
      }
      if (data.match) {
        expect(data.match.userErrors ?? []).toEqual([]);
        expect(data.match.matches.length).toBeGreaterThan(0);
      }
      expect(Object.values(data)).not.toContain(null);
    },
  );

  it('of the explorer are there for each who has a part of the graph', () => {
    const roles = exampleQueries(TODAY).map(({ role = 'public' }) => role);
    expect([...new Set(roles)]).toEqual(['public', 'school', 'provider_editor', 'commissioner', 'partner']);
  });
});

describe('a request by curl in a page for partners', () => {
  const bodies = [
    ...readFileSync(join(projectRoot, 'docs/partner-developer.md'), 'utf8').matchAll(/ -d '([^']*)'/g),
  ];

  it('gets the response that is printed', async () => {
    expect(bodies.length).toBeGreaterThan(0);
    for (const [, body = ''] of bodies) {
      const response = await fetch(`${hub.address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      const { data, errors } = (await response.json()) as { data: object; errors?: object[] };
      expect([response.status, errors]).toEqual([200, undefined]);
      expect(Object.values(data)).not.toContain(null);
    }
  });
});

describe('links between pages', () => {
  it.each(pages)('%s has no broken link', (page) => {
    const text = readFileSync(join(projectRoot, page), 'utf8');
    const targets = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, target]) => target ?? '');
    const folder = join(projectRoot, page, '..');
    for (const target of targets) expect(() => readFileSync(join(folder, target))).not.toThrow();
  });
});
