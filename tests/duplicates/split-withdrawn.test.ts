import { commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { aProvider } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';
import { duplicatesOf, idOf } from './ask.js';

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

it('an entry that was withdrawn before it was merged is at a new version once it is split, and on record', async () => {
  const duplicates = duplicatesOf(graph);
  const from = await aProvider(hub, { name: 'Withdrawn long ago', state: 'WITHDRAWN' });
  const into = await aProvider(hub, { name: 'The one that stays' });
  const { merged, userErrors } = await duplicates.merge(from, into);
  expect(userErrors).toEqual([]);
  const split = await duplicates.split(from, merged!.version);
  expect(split).toMatchObject({ userErrors: [] });
  const { data } = await graph.ask<{
    registerEntry: { state: string; version: number };
    history: { nodes: { reason: string | null }[] };
  }>(
    commissioner,
    'query ($id: ID!) { registerEntry(id: $id) { state version } history(id: $id) { nodes { reason } } }',
    { id: idOf(from) },
  );
  expect(data.registerEntry).toEqual({ state: 'WITHDRAWN', version: merged!.version + 1 });
  expect(data.history.nodes[0]!.reason).toMatch(/^Split from another entry: /);
});
