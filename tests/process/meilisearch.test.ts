import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { projectRoot } from '../../src/platform/project-root.js';
import { describeOnServer } from '../contract/describe-on-server.js';
import { startMeilisearch, type TestServer } from '../contract/meilisearch-server.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/until.js';
import { ask, type HubProcess, startHub } from './hub-process.js';

const MASTER_KEY = 'a-master-key-of-the-tests';
const PATIENCE = { within: 120_000, every: 20 };

describeOnServer(
  'a hub on Meilisearch',
  () => {
    let server: TestServer;
    let database: TestDatabase;
    let settings: Record<string, string>;
    const running: HubProcess[] = [];
    const start = (environment: Record<string, string>) => {
      const hub = startHub({ DATABASE_URL: database.url, DEMONSTRATION: 'true', ...environment });
      running.push(hub);
      return hub;
    };

    beforeAll(async () => {
      server = await startMeilisearch({ masterKey: MASTER_KEY });
      database = await createTestDatabase();
      const [searchKey = '', indexKey = ''] = await Promise.all(keysOfThePage().map(makeKey));
      settings = {
        SEARCH_ENGINE: 'meilisearch',
        MEILISEARCH_URL: server.url,
        MEILISEARCH_SEARCH_KEY: searchKey,
        MEILISEARCH_INDEX_KEY: indexKey,
      };
    });
    afterEach(async () => {
      for (const hub of running.splice(0)) {
        hub.child.kill('SIGTERM');
        await hub.ended;
      }
    });
    afterAll(async () => {
      await database.drop();
      await server.stop();
    });

    /** The keys that the operator's page says to make, so that it stays true. */
    function keysOfThePage(): object[] {
      const page = readFileSync(join(projectRoot, 'docs/operator.md'), 'utf8');
      return [...page.matchAll(/-d '(\{[^']*"actions"[^']*\})'/g)].map(([, body]) => JSON.parse(body!));
    }

    async function makeKey(body: object): Promise<string> {
      const response = await fetch(`${server.url}/keys`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${MASTER_KEY}` },
        body: JSON.stringify(body),
      });
      return ((await response.json()) as { key: string }).key;
    }

    /** Waits until that engine responds to the searches of a hub. */
    async function answersFrom(engine: string, address: string): Promise<void> {
      const answers = async () => {
        const { data } = await ask<{ data: { search: { meta: { engine: string } } } }>(
          address,
          '{ search(first: 1) { meta { engine } } }',
        );
        return data.search.meta.engine === engine;
      };
      await until(`${engine} answers`, answers, { within: 40_000, every: 200 });
    }

    it('needs no more than the keys of the operator’s page, and answers like the embedded one', async () => {
      // Both hubs spend one budget (one database), so what remains of it would differ from answer to answer.
      const [there, here] = [start({ ...settings, BUDGETS: 'false' }), start({ BUDGETS: 'false' })];
      const [remote, embedded] = await Promise.all([there.ready, here.ready]);
      await answersFrom('meilisearch', remote);
      const parts =
        'totalCount facets { name values { value count } } hits: nodes { distanceMetres reachedBy offering { id } site { id } }';
      const near = 'near: { place: { postcode: "NR21 9AA" }, within: { km: 25 } }';
      const questions = [
        `search(first: 100, sort: NAME) { ${parts} }`,
        `search(${near}, first: 100, sort: NAME, facets: { fields: [NEEDS, DISTRICT, TIER] }) { ${parts} }`,
        `search(${near}, first: 50) { totalCount hits: nodes { distanceMetres reachedBy } }`,
        `search(filter: { keyStages: { anyOf: ["KS3"] }, vacancy: { availableBy: "2099-01-01", placesAtLeast: 3 } }, sort: SOONEST_VACANCY, first: 100) { ${parts} }`,
        `search(filter: { yearGroup: 8, dailyPricePence: { lte: 15000 } }, sort: PRICE, first: 100) { ${parts} }`,
        `search(near: { place: { district: "E07000147" } }, filter: { needs: { noneOf: ["SEMH"] } }, sort: NAME) { ${parts} }`,
        `search(text: "scool refusal", sort: NAME, first: 100) { ${parts} }`,
        `search(text: "forest", sort: NAME, first: 100) { ${parts} }`,
        `search(filter: { needs: { anyOf: ["SEMH"] } }, facets: { fields: [NEEDS], mode: CONJUNCTIVE }, sort: NAME) { ${parts} }`,
      ];
      for (const question of questions) {
        const [one, other] = await Promise.all([
          ask(remote, `{ ${question} }`),
          ask(embedded, `{ ${question} }`),
        ]);
        expect(one).toEqual(other);
        expect(one).not.toHaveProperty('errors');
      }
    });

    it.each<[string, () => Record<string, string>, RegExp]>([
      [
        'the master key',
        () => ({ MEILISEARCH_INDEX_KEY: MASTER_KEY }),
        /MEILISEARCH_INDEX_KEY can manage keys/,
      ],
      ['a wrong key', () => ({ MEILISEARCH_SEARCH_KEY: 'nonsense' }), /MEILISEARCH_SEARCH_KEY is wrong/],
      [
        'no key',
        () => ({ MEILISEARCH_INDEX_KEY: '' }),
        /MEILISEARCH_INDEX_KEY is wrong or has too few rights/,
      ],
    ])('does not start with %s, and says so in one line', async (_, wrong, line) => {
      const hub = start({ ...settings, ...wrong() });
      expect(await hub.ended).toBe(1);
      const { stderr } = hub.output();
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(stderr).toMatch(line);
      expect(stderr).not.toContain(MASTER_KEY);
    });

    it('starts without a server, says so in one line, and answers from the embedded engine', async () => {
      const hub = start({ ...settings, MEILISEARCH_URL: 'http://127.0.0.1:9' });
      await answersFrom('embedded', await hub.ready);
      const lines = hub
        .output()
        .stderr.split('\n')
        .filter((line) => line.includes('Meilisearch cannot be reached'));
      expect(lines).toHaveLength(1);
    });

    describe('search rebuild', () => {
      function rebuild(...flags: string[]) {
        const program = join(projectRoot, 'dist/src/cli.js');
        const child = spawn(process.execPath, [program, 'search', 'rebuild', ...flags], {
          env: { PATH: process.env.PATH ?? '', DATABASE_URL: database.url, ...settings },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(
          ([out, err, [code]]) => ({ out, err, code }),
        );
        return { child, ended };
      }
      const state = async () =>
        (await database.pool.query('select generation, created_on_server, building from search_engine_state'))
          .rows[0];

      it('is stopped by Ctrl-C and goes on from there, while a hub goes on answering and following', async () => {
        const hub = start(settings);
        const address = await hub.ready;
        await database.pool.query(
          `insert into offering (id, provider_id, title, tier, primary_needs, min_year, max_year, delivery_modes, state)
           select gen_random_uuid(), (select id from provider where state = 'LISTED' limit 1), 'Bulk ' || i, 'TIER_2',
                  '{SEMH}', 7, 9, '{IN_PERSON}', 'LISTED' from generate_series(1, 8000) i`,
        );
        /** Undefined when the search timed out, as it may while all of this shares one machine. */
        const bulk = async () => {
          type Found = { data: { search: { totalCount: number } } | null };
          const { data } = await ask<Found>(address, '{ search(text: "bulk") { totalCount } }');
          return data?.search.totalCount;
        };
        await until('all are indexed', async () => (await bulk()) === 8_000, PATIENCE);
        const { generation } = await state();

        const first = rebuild();
        await until('it has begun to rebuild', async () => (await state()).building?.lastId, PATIENCE);
        first.child.kill('SIGINT');
        expect(await first.ended).toMatchObject({ code: 130, err: expect.stringMatching(/^Stopped\./m) });
        const { building } = await state();
        expect(building).not.toBeNull();
        expect([8_000, undefined]).toContain(await bulk());

        const second = rebuild();
        await database.pool.query(`update offering set title = 'Renamed' where title = 'Bulk 1'`);
        expect(await second.ended).toMatchObject({
          code: 0,
          out: expect.stringMatching(/is built: \d+ offerings/),
        });
        expect(await state()).toEqual({
          generation: generation + 1,
          created_on_server: building.createdAt,
          building: null,
        });
        await until('one is taken out', async () => (await bulk()) === 7_999, PATIENCE);
      }, 300_000);

      it('says when there is nothing to rebuild', async () => {
        const embedded = { ...settings, SEARCH_ENGINE: 'embedded' };
        [settings] = [embedded, settings];
        const { out, code } = await rebuild().ended;
        expect([code, out]).toEqual([0, expect.stringContaining('every hub builds that index itself')]);
      });
    });
  },
  { own: true },
);
