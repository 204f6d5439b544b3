import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDemonstration } from '../../seeds/load-demonstration.js';
import { decodeId } from '../../src/platform/graphql/global-id.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { anActor, commissioner, type Graph, graphOf } from '../support/actors.js';
import { startTestHub, type TestHub } from '../support/hub.js';

const page = readFileSync(join(projectRoot, 'docs/commissioner.md'), 'utf8');
const operations = [...page.matchAll(/^```graphql\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);

let hub: TestHub;
let graph: Graph;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) => loadDemonstration(pool, '2026-11-23'));
  graph = await graphOf(hub);
});
afterAll(async () => {
  expect(graph.unexpected).toEqual([]);
  await graph.stop();
  await hub.stop();
});

type Found = Record<string, { id?: string; version?: number } | null>;

describe('the day of a commissioner', () => {
  it('goes as the page says, each operation with ids and versions of the answers before it', async () => {
    expect(operations.length).toBeGreaterThan(10);
    const known: Record<string, unknown> = {};
    for (const operation of operations) {
      const provider = decodeId('prv', String(known.provider));
      const editor = anActor('provider_editor', { providers: provider ? [provider] : [] });
      const actor = operation.startsWith('# As the provider') ? editor : commissioner;
      const { data, errors } = await graph.ask<Record<string, Found>>(actor, operation, known);
      expect([operation, errors]).toEqual([operation, undefined]);
      for (const answer of Object.values(data)) {
        expect([operation, answer?.userErrors ?? []]).toEqual([operation, []]);
        for (const [name, found] of Object.entries(answer ?? {})) {
          if (found?.id) Object.assign(known, { [name]: found.id, [`${name}Version`]: found.version });
        }
      }
    }
    const { data } = await graph.ask(
      commissioner,
      'query ($offering: ID!) { registerEntry(id: $offering) { state lastStep { from actor reason } changeRequests { state } } }',
      known,
    );
    expect(data).toEqual({
      registerEntry: {
        state: 'SUSPENDED',
        lastStep: { from: 'LISTED', actor: 'commissioner: test', reason: 'The insurance has expired.' },
        changeRequests: [{ state: 'PARTLY_APPROVED' }],
      },
    });
  });
});
