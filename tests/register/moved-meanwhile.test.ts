import type { Provider } from '../../src/features/provider/provider.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { aProvider, aSite } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';
import { waitingForLock } from '../support/waiting-for-lock.js';

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

/** Moves a site to another provider while a change to it, by an editor of the first one, waits for that. */
async function renamedWhileItMoves(editedBy: (from: Provider, into: Provider) => readonly Provider[]) {
  const [from, into] = [await aProvider(hub), await aProvider(hub)];
  const { id } = await aSite(hub, from, { name: 'As it was', state: 'DRAFT' });
  const providers = editedBy(from, into).map((provider) => provider.id);
  const mover = await hub.database.pool.connect();
  await mover.query('begin');
  await mover.query('select from provider where id = any($1) order by id for update', [[from.id, into.id]]);
  const answer = graph.ask<{ siteUpdate: object }>(
    anActor('provider_editor', { providers }),
    `mutation ($id: ID!) { siteUpdate(id: $id, version: 1, input: { name: "Renamed" }) {
      site { name } userErrors { code } } }`,
    { id: encodeId('sit', id) },
  );
  try {
    await waitingForLock(hub.database.pool, 'Provider');
    await mover.query('update site set provider_id = $2 where id = $1', [id, into.id]);
  } finally {
    await mover.query('commit');
    mover.release();
  }
  const { data } = await answer;
  const { rows } = await hub.database.pool.query('select name from site where id = $1', [id]);
  return { answer: data.siteUpdate, stored: rows[0].name };
}

describe('a change that waits while its entry moves to another provider', () => {
  it('is decided again: an editor of only the first one can no longer make it', async () => {
    expect(await renamedWhileItMoves((from) => [from])).toEqual({
      answer: { site: null, userErrors: [{ code: 'NOT_FOUND' }] },
      stored: 'As it was',
    });
  });

  it('is made where the editor keeps both', async () => {
    expect(await renamedWhileItMoves((from, into) => [from, into])).toEqual({
      answer: { site: { name: 'Renamed' }, userErrors: [] },
      stored: 'Renamed',
    });
  });
});
