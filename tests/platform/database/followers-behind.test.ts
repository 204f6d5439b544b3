import { anOffering, aProvider, aSite } from '../../support/builders.js';
import { followed } from '../../support/followed.js';
import { startTestHub, type TestHub } from '../../support/hub.js';
import { carryOutEveryMutation, faultsOf } from './every-mutation.js';

let hub: TestHub;
beforeEach(async () => {
  hub = await startTestHub();
});
afterEach(() => hub.stop());

describe('while nothing can follow the register', () => {
  it('every mutation succeeds as stored, and warns; what was missed is found afterwards', async () => {
    const { following } = hub;
    const connect = following.connect.bind(following);
    const refusing = (connected?: (error: Error) => void) => {
      const error = new Error('No connection is left for followers.');
      return connected ? connected(error) : Promise.reject(error);
    };
    following.connect = refusing as never;
    const sent = await carryOutEveryMutation(hub);
    expect(faultsOf(sent)).toEqual([]);
    const silent = sent.filter(
      ({ payload }) => !payload?.warnings.some(({ code }: { code: string }) => code === 'SEARCHABLE_SHORTLY'),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
    following.connect = connect as never;
    await followed(hub);
    const { data } = await hub.query('{ search(text: "smithing") { totalCount } }');
    expect(data).toEqual({ search: { totalCount: 1 } });
  });

  it('a slow follower is waited for, and its writer warned when that takes too long', async () => {
    const warned: string[] = [];
    const provider = await aProvider(hub);
    const { id } = provider;
    await aSite(hub, provider);
    await anOffering(hub, provider);
    const holder = await hub.database.pool.connect();
    try {
      await holder.query('begin; lock table site in access exclusive mode');
      const change = { description: 'Changed while sites are locked.' };
      const by = { actor: 'test', warn: ({ code }: { code: string }) => void warned.push(code) };
      expect(await hub.providers.update(id, 1, change, by)).toMatchObject({ version: 2, ...change });
      expect(warned).toEqual(['SEARCHABLE_SHORTLY']);
    } finally {
      await holder.query('rollback');
      holder.release();
    }
    await followed(hub);
    await hub.providers.update(
      id,
      2,
      { description: 'All is well.' },
      {
        actor: 'test',
        warn: ({ code }) => void warned.push(code),
      },
    );
    expect(warned).toHaveLength(1);
  });
});
