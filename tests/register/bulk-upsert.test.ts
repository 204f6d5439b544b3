import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { aProvider } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

interface Upserted {
  readonly results:
    | readonly {
        readonly externalReference: string | null;
        readonly outcome: string;
        readonly entry: { id: string; name?: string; title?: string } | null;
        readonly userErrors: readonly { code: string; field: string[] | null; message: string }[];
      }[]
    | null;
  readonly userErrors: readonly { code: string }[];
}
async function upsert(
  kind: 'provider' | 'site' | 'offering',
  inputs: object[],
  mode = 'REJECT_ALL',
  actor = commissioner,
) {
  const Kind = kind[0]?.toUpperCase() + kind.slice(1);
  const { data, errors } = await graph.ask<Record<string, Upserted>>(
    actor,
    `mutation ($inputs: [${Kind}CreateInput!]!, $mode: FailureMode!) {
      ${kind}sUpsert(inputs: $inputs, onFailure: $mode) {
        results { externalReference outcome entry: ${kind} { id } userErrors { code field message } } userErrors { code } } }`,
    { inputs, mode },
  );
  return { ...data?.[`${kind}sUpsert`], errors };
}

const aRow = (externalReference: string | null, values: object = {}) => ({
  externalReference,
  name: `Row ${externalReference}`,
  settingType: 'OTH',
  registration: 'UNREGISTERED',
  localAuthority: '926',
  postcode: 'NR21 9AA',
  ...values,
});
const outcomes = ({ results }: Partial<Upserted>) => results?.map(({ outcome }) => outcome);
async function countNamed(prefix: string): Promise<number> {
  const { rows } = await hub.database.pool.query('select count(*)::int n from provider where name like $1', [
    `${prefix}%`,
  ]);
  return rows[0].n;
}

describe('a bulk upsert', () => {
  it('makes what is new, changes what is there, leaves alone what is so already; in the order of the inputs', async () => {
    expect(outcomes(await upsert('provider', [aRow('a'), aRow('b')]))).toEqual(['CREATED', 'CREATED']);
    const again = await upsert('provider', [
      aRow('c'),
      aRow('b', { website: 'https://b.example' }),
      aRow('a'),
    ]);
    expect(outcomes(again)).toEqual(['CREATED', 'UPDATED', 'UNCHANGED']);
    expect(again.results?.map(({ externalReference }) => externalReference)).toEqual(['c', 'b', 'a']);
  });

  const broken = [aRow('x1'), aRow('x2', { settingType: 'NONE' }), aRow('x3'), aRow(null)];

  it('that rejects all writes nothing when one fails, and says which', async () => {
    const { results } = await upsert('provider', broken);
    expect(results?.map(({ outcome }) => outcome)).toEqual(['NOT_DONE', 'FAILED', 'NOT_DONE', 'FAILED']);
    expect(results?.map(({ entry }) => entry)).toEqual([null, null, null, null]);
    expect(results?.[3]?.userErrors).toMatchObject([
      { code: 'INVALID', field: ['inputs', '3', 'externalReference'] },
    ]);
    expect(await countNamed('Row x')).toBe(0);
  });

  it('that skips what fails writes the rest, in search and caches at once', async () => {
    const { results } = await upsert('provider', broken, 'SKIP_FAILED');
    expect(results?.map(({ outcome }) => outcome)).toEqual(['CREATED', 'FAILED', 'CREATED', 'FAILED']);
    expect(await countNamed('Row x')).toBe(2);
  });

  it('goes on after a constraint of the database, and names the field', async () => {
    const rows = [aRow('u1', { urn: '199801' }), aRow('u2', { urn: '199801' }), aRow('u3')];
    const { results } = await upsert('provider', rows, 'SKIP_FAILED');
    expect(results?.map(({ outcome }) => outcome)).toEqual(['CREATED', 'FAILED', 'CREATED']);
    expect(results?.[1]?.userErrors).toMatchObject([{ code: 'TAKEN', field: ['inputs', '1', 'urn'] }]);
  });

  it('knows sites and offerings among those of their provider; a provider asks for what is the council’s', async () => {
    const [one, other] = [await aProvider(hub), await aProvider(hub)];
    const site = (provider: { id: string }, values: object = {}) => ({
      externalReference: 'main',
      provider: encodeId('prv', provider.id),
      name: 'Main site',
      postcode: 'NR21 9AA',
      ...values,
    });
    expect(outcomes(await upsert('site', [site(one), site(other)]))).toEqual(['CREATED', 'CREATED']);
    const editor = anActor('provider_editor', { providers: [one.id] });
    expect(outcomes(await upsert('site', [site(one)], 'REJECT_ALL', editor))).toEqual(['CREATED']);
    await hub.database.pool.query(`update site set state = 'LISTED' where provider_id = $1`, [one.id]);
    const moved = site(one, { street: 'Quay Street' });
    expect(outcomes(await upsert('site', [moved], 'REJECT_ALL', editor))).toEqual(['REQUESTED']);
  });

  it('that skips failures skips what its sender cannot change, and is refused to a sender who can change nothing', async () => {
    const [one, other] = [await aProvider(hub), await aProvider(hub)];
    const editor = anActor('provider_editor', { providers: [one.id] });
    const site = ({ id }: { id: string }) => ({
      externalReference: 'new',
      provider: encodeId('prv', id),
      name: 'New site',
      postcode: 'NR21 9AA',
    });
    const mixed = await upsert('site', [site(other), site(one)], 'SKIP_FAILED', editor);
    expect(mixed.errors).toBeUndefined();
    expect(mixed.results).toMatchObject([
      { outcome: 'FAILED', userErrors: [{ code: 'FORBIDDEN', field: ['inputs', '0'] }] },
      { outcome: 'CREATED' },
    ]);
    const rows = [aRow('theirs', { localAuthority: '935' }), aRow('ours')];
    expect((await upsert('provider', rows, 'SKIP_FAILED')).results).toMatchObject([
      { outcome: 'FAILED', userErrors: [{ code: 'FORBIDDEN', field: ['inputs', '0'] }] },
      { outcome: 'CREATED' },
    ]);
    expect(outcomes(await upsert('provider', rows))).toEqual(['FAILED', 'NOT_DONE']);
    const school = await upsert('site', [site(one)], 'SKIP_FAILED', anActor('school'));
    expect(school.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('of one key twice names both inputs, and loses neither', async () => {
    const twice = [aRow('same', { name: 'Row same 1' }), aRow('d'), aRow(' same ', { name: 'Row same 2' })];
    const { results } = await upsert('provider', twice, 'SKIP_FAILED');
    expect(results?.map(({ outcome }) => outcome)).toEqual(['FAILED', 'CREATED', 'FAILED']);
    for (const at of [0, 2]) {
      expect(results?.[at]?.userErrors).toMatchObject([
        {
          code: 'INVALID',
          field: ['inputs', String(at), 'externalReference'],
          message: expect.stringContaining('Inputs 0 and 2'),
        },
      ]);
    }
    expect(await countNamed('Row same')).toBe(0);
    expect(outcomes(await upsert('provider', [aRow('same')]))).toEqual(['CREATED']);
    const known = await upsert('provider', twice, 'SKIP_FAILED');
    expect(outcomes(known)).toEqual(['FAILED', 'UNCHANGED', 'FAILED']);
    const provider = await aProvider(hub);
    const site = (name: string) => ({
      externalReference: 'one',
      provider: encodeId('prv', provider.id),
      name,
      postcode: 'NR21 9AA',
    });
    expect(outcomes(await upsert('site', [site('East'), site('West')], 'SKIP_FAILED'))).toEqual([
      'FAILED',
      'FAILED',
    ]);
  });

  it('of the same providers in another order, at the same time, waits and does not fail', async () => {
    const providers = [await aProvider(hub), await aProvider(hub), await aProvider(hub)];
    for (let round = 0; round < 8; round++) {
      const sites = providers.map(({ id }) => ({
        externalReference: 'shared',
        provider: encodeId('prv', id),
        name: `Site of round ${round}`,
        postcode: 'NR21 9AA',
      }));
      const rows = [1, 2, 3].map((n) => aRow(`both ${n}`, { description: `Round ${round}` }));
      const answers = await Promise.all([
        upsert('site', sites),
        upsert('site', sites.map((site) => ({ ...site, street: 'Quay Street' })).reverse()),
        upsert('provider', rows),
        upsert('provider', rows.map((row) => ({ ...row, description: 'Reversed' })).reverse()),
      ]);
      for (const { errors, userErrors, results } of answers) {
        expect([errors, userErrors]).toEqual([undefined, []]);
        expect(results?.flatMap((result) => result.userErrors)).toEqual([]);
      }
    }
    expect(await countNamed('Row both')).toBe(3);
  });

  it('takes up to 100', async () => {
    const rows = Array.from({ length: 101 }, (_, i) => aRow(`n${i}`));
    expect(await upsert('provider', rows)).toMatchObject({
      results: null,
      userErrors: [{ code: 'INVALID' }],
    });
    expect(new Set(outcomes(await upsert('provider', rows.slice(1))))).toEqual(new Set(['CREATED']));
  });

  it('of the same key twice at a time makes one entry', async () => {
    const both = await Promise.all([upsert('provider', [aRow('t')]), upsert('provider', [aRow('t')])]);
    expect(await countNamed('Row t')).toBe(1);
    const [failed] = both.filter((answer) => outcomes(answer)?.[0] === 'FAILED');
    if (failed) expect(failed.results?.[0]?.userErrors[0]?.code).toBe('TAKEN');
  });
});
