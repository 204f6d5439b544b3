import { PeopleByDigest1764000000029 } from '../../migrations/1764000000029-people-by-digest.js';
import { createHub } from '../../src/app.js';
import type { Actor } from '../../src/features/identity/actor.js';
import { actorOfClaims } from '../../src/features/identity/claims.js';
import { identityFeature } from '../../src/features/identity/identity.feature.js';
import { PersonNames } from '../../src/features/identity/person-names.service.js';
import { verifyChain } from '../../src/platform/database/changes/change-chain.js';
import { decodeId, encodeId } from '../../src/platform/graphql/global-id.js';
import { open } from '../../src/start/database.js';
import { type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { aProvider } from '../support/builders.js';
import { createTestDatabase } from '../support/database.js';
import { type TestHub } from '../support/hub.js';

/** Who did something is on record for ever: by a digest that only this database can make, and never by a name. */

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

const names = {
  role: 'role',
  localAuthority: 'la',
  provider: 'provider',
  school: 'school',
  roleNames: new Map(),
};
/** Norfolk's commissioner, as the identity provider calls them. */
const called = (sub: string, people = hub.people): Actor =>
  actorOfClaims({ sub, role: 'commissioner', la: '926' }, names, (id) => decodeId('prv', id), people);
const BY_DIGEST = /^commissioner person [0-9a-f]{32}$/;

const update = (actor: Actor, id: string, version: number) =>
  graph.ask<{ providerUpdate: { userErrors: object[] } }>(
    actor,
    `mutation ($id: ID!, $version: Int!, $input: ProviderUpdateInput!) {
       providerUpdate(id: $id, version: $version, input: $input) { userErrors { message } } }`,
    { id, version, input: { description: `As of version ${version}.` } },
  );

describe('someone whose subject is their name', () => {
  it('is on record by a digest, the same in every hub on the database and in no other', async () => {
    const provider = await aProvider(hub);
    const id = encodeId('prv', provider.id);
    for (const [at, sub] of ['jane.smith', 'jane.smith@norfolk.example', 'Jane Smith'].entries()) {
      const actor = called(sub);
      expect(actor.name).toMatch(BY_DIGEST);
      expect((await update(actor, id, at + 1)).data.providerUpdate.userErrors).toEqual([]);
    }
    const { rows } = await hub.database.pool.query(
      `select (select count(*)::int from change c where c::text ~* '\\m(jane|smith)') as changes,
              (select count(distinct actor)::int from change where entity_id = $1 and operation = 'UPDATE') as people`,
      [provider.id],
    );
    expect(rows).toEqual([{ changes: 0, people: 3 }]);

    const silent = { info() {}, warn() {}, error() {} };
    const other = await createHub({ url: hub.database.url, clock: hub.clock, log: silent });
    expect(called('jane.smith', other.of(identityFeature).people).name).toBe(called('jane.smith').name);
    await other.close();
    const elsewhere = await createTestDatabase();
    const { key } = (await elsewhere.pool.query('select key from person_key')).rows[0];
    await elsewhere.pool.query(`update person_key set key = sha256(key)`);
    const people = await PersonNames.of(elsewhere.pool);
    expect(called('jane.smith', people).name).not.toBe(called('jane.smith').name);
    expect(key).toHaveLength(32);
    await elsewhere.drop();
  });

  it('has a key that programs may read and not change, and that is on no record', async () => {
    const source = await open(hub.database.url, 1);
    await expect(source.query('update person_key set key = sha256(key)')).rejects.toThrow(
      /permission denied/,
    );
    await source.destroy();
    const { rows } = await hub.database.pool.query(`select from change where table_name = 'person_key'`);
    expect(rows).toEqual([]);
  });
});

describe('what a release before wrote', () => {
  it('is shown by the digest that the same person has now, in history, provenance and steps; the record stays as it is', async () => {
    const provider = await aProvider(hub, { state: 'IN_REVIEW' });
    const id = encodeId('prv', provider.id);
    const once = async (actor: string, assignment: string) => {
      const client = await hub.database.pool.connect();
      await client.query('begin');
      await client.query(`select set_config('hub.actor', $1, true)`, [actor]);
      await client.query(`update provider set ${assignment}, version = version + 1 where id = $1`, [
        provider.id,
      ]);
      await client.query('commit');
      client.release();
    };
    await once('commissioner jane.smith', `state = 'LISTED'`);
    await once('import gias', `legal_name = 'Imported'`);
    await once('administrator client 0199a9b4-0000-7000-8000-000000000001', `website = 'https://x.example'`);
    await hub.feed.sync();
    await update(called('jane.smith'), id, 4);
    const { data } = await graph.ask<{
      history: { nodes: { actor: string; source: string }[] };
      provenance: { field: string; actor: string }[];
      registerEntry: { lastStep: { actor: string } };
    }>(
      called('someone.else'),
      `query ($id: ID!) { history(id: $id) { nodes { actor source } } provenance(id: $id) { field actor }
         registerEntry(id: $id) { lastStep { actor } } }`,
      { id },
    );
    const jane = called('jane.smith').name;
    expect(data.history.nodes.slice(0, 4)).toEqual([
      { actor: jane, source: 'COUNCIL' },
      { actor: 'administrator client 0199a9b4-0000-7000-8000-000000000001', source: 'COUNCIL' },
      { actor: 'import gias', source: 'GIAS' },
      { actor: jane, source: 'COUNCIL' },
    ]);
    expect(data.registerEntry.lastStep.actor).toBe(jane);
    expect(data.provenance.find(({ field }) => field === 'state')?.actor).toBe(jane);
    expect((await verifyChain(hub.database.pool)).faults).toEqual([]);
  });

  it('that is not in the record is changed to it, by the migration; the chain holds', async () => {
    const database = await createTestDatabase();
    const source = await open(database.ownerUrl, 1);
    const run = async (direction: 'up' | 'down') => {
      const runner = source.createQueryRunner();
      await runner.startTransaction();
      await new PeopleByDigest1764000000029()[direction](runner);
      await runner.commitTransaction();
      await runner.release();
    };
    await run('down');
    await database.pool.query(`
      insert into provider (id, name, setting_type, registration, local_authority_code, postcode, state)
        values ('0199a000-0000-7000-8000-000000000001', 'Anvil', 'OTH', 'NOT_STATED', '926', 'NR21 9AA', 'LISTED');
      insert into change_request (id, provider_id, entry_kind, entry_id, fields, requested_by, state, decided_by, decided_at)
        values (gen_random_uuid(), '0199a000-0000-7000-8000-000000000001', 'PROVIDER', '0199a000-0000-7000-8000-000000000001',
          '[{"field": "name", "from": "a", "to": "b"}]', 'provider_editor jane.smith', 'REFUSED', 'system: change requests', now());
      insert into idempotency_key values ('commissioner+school jane.smith', 'k', 'o', 'h', gen_random_uuid(), now()),
        ('administrator client 0199a9b4-0000-7000-8000-000000000001', 'k', 'o', 'h', gen_random_uuid(), now())`);
    await run('up');
    const people = await PersonNames.of(database.pool);
    const { rows } = await database.pool.query('select requested_by, decided_by from change_request');
    expect(rows).toEqual([
      {
        requested_by: people.nameOf(['provider_editor'], 'jane.smith'),
        decided_by: 'system: change requests',
      },
    ]);
    const keys = await database.pool.query('select actor from idempotency_key order by 1');
    expect(keys.rows).toEqual([
      { actor: 'administrator client 0199a9b4-0000-7000-8000-000000000001' },
      { actor: people.nameOf(['commissioner', 'school'], 'jane.smith') },
    ]);
    expect((await verifyChain(database.pool)).faults).toEqual([]);
    await source.destroy();
    await database.drop();
  });
});
