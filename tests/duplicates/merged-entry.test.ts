import { Duplicates1764000000014 } from '../../migrations/1764000000014-duplicates.js';
import { NameForms1764000000036 } from '../../migrations/1764000000036-name-forms.js';
import { loadDemonstration } from '../../seeds/load-demonstration.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { open } from '../../src/start/database.js';
import { commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { aProvider } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';
import { until } from '../support/until.js';
import { both, duplicatesOf, idOf } from './ask.js';
import { aFullProvider } from './full-provider.js';

let hub: TestHub;
let graph: Graph;
let duplicates: ReturnType<typeof duplicatesOf>;
askedHub((...started) => {
  [hub, graph] = started;
  duplicates = duplicatesOf(graph);
});

describe('an entry that was merged', () => {
  it('is not changed, given anything, or taken a step with; the register says where it went', async () => {
    const { provider: from } = await aFullProvider(hub, 'Dunlin Lodge');
    const into = await aProvider(hub, { name: 'Dunlin Lodge Trust' });
    const { merged } = await duplicates.merge(from, into);
    const said = { code: 'NOT_IN_THIS_STATE', message: expect.stringContaining('split this one off first') };
    const variables = { id: merged?.id, version: merged?.version };
    const mutations = [
      'providerRestore(id: $id, version: $version) { userErrors { code message } }',
      'providerSubmit(id: $id, version: $version) { userErrors { code message } }',
      'providerUpdate(id: $id, version: $version, input: { name: "New" }) { userErrors { code message } }',
      'providerRestoreVersion(id: $id, version: $version, toVersion: 1, reason: "Back") { userErrors { code message } }',
      'siteCreate(input: { provider: $id, name: "Site", postcode: "NR21 9AA" }) { userErrors { code message } }',
      'contactSet(provider: $id, version: $version, input: { role: FINANCE, audience: PUBLIC, email: "a@b.example" }) { userErrors { code message } }',
      `listingDecisionCreate(provider: $id, input: { localAuthority: "926", basis: TENDERED, validFrom: "2026-01-01" }) {
        userErrors { code message } }`,
    ];
    for (const mutation of mutations) {
      const use = mutation.includes('$version') ? '$id: ID!, $version: Int!' : '$id: ID!';
      const { data, errors } = await graph.ask<Record<string, { userErrors: object[] }>>(
        both,
        `mutation (${use}) { ${mutation} }`,
        variables,
      );
      expect([mutation, errors, Object.values(data ?? {})[0]?.userErrors]).toEqual([
        mutation,
        undefined,
        [said],
      ]);
    }
    const { data } = await graph.ask(
      commissioner,
      `query ($old: ID!, $new: ID!) {
        old: registerEntry(id: $old) { state steps mergedInto { id } mergedEntries { id } }
        new: registerEntry(id: $new) { state mergedInto { id } mergedEntries { id } } }`,
      { old: idOf(from), new: idOf(into) },
    );
    expect(data).toEqual({
      old: { state: 'WITHDRAWN', steps: [], mergedInto: { id: idOf(into) }, mergedEntries: [] },
      new: { state: 'LISTED', mergedInto: null, mergedEntries: [{ id: idOf(from) }] },
    });
  });

  it('keeps its history, and the one that stays shows that of the parts; as of before, each is what it was', async () => {
    const { provider: from, offering } = await aFullProvider(hub, 'Godwit Hall');
    const into = await aProvider(hub, { name: 'Godwit Hall Trust' });
    await hub.offerings.update(offering.id, 1, { title: 'Godwit pottery' });
    const now = Date.now();
    const before = new Date(now).toISOString();
    await until('that is a moment ago', () => Date.now() > now + 1);
    await duplicates.merge(from, into, { reason: 'Entered twice.' });
    const { data, errors } = await graph.ask<{
      old: { nodes: { reason: string | null; action: string }[] };
      new: { nodes: { recordId: string; action: string; changes: { field: string }[] }[] };
      oldThen: {
        parts: { nodes: { name: string }[] };
        record: { fields: { field: string; value: string }[] };
      };
      newThen: { parts: { nodes: object[] } };
      newNow: { parts: { nodes: object[] } };
    }>(
      commissioner,
      `query ($old: ID!, $new: ID!, $before: DateTime!, $now: DateTime!) {
        old: history(id: $old) { nodes { reason action } }
        new: history(id: $new, withParts: true, first: 100) { nodes { recordId action changes { field } } }
        oldThen: providerAsOf(id: $old, at: $before) { record { fields { field value } } parts { nodes { name } } }
        newThen: providerAsOf(id: $new, at: $before) { parts { nodes { name } } }
        newNow: providerAsOf(id: $new, at: $now) { parts { nodes { name } } } }`,
      { old: idOf(from), new: idOf(into), before, now: new Date(Date.now() + 60_000).toISOString() },
    );
    expect(errors).toBeUndefined();
    expect(data.old.nodes.map(({ reason, action }) => [action, reason])).toEqual([
      ['CHANGED', 'Merged into another entry: Entered twice.'],
      ['CREATED', null],
    ]);
    const ofOffering = data.new.nodes.filter(({ recordId }) => recordId === encodeId('off', offering.id));
    expect(ofOffering.map(({ action, changes }) => [action, changes[0]?.field]).slice(0, 2)).toEqual([
      ['CHANGED', 'provider'],
      ['CHANGED', 'title'],
    ]);
    expect(data.oldThen.record.fields).toContainEqual({ field: 'state', value: '"LISTED"' });
    expect(data.oldThen.parts.nodes.map(({ name }) => name)).toContain('Godwit pottery');
    expect(data.newThen.parts.nodes).toEqual([]);
    expect(data.newNow.parts.nodes.length).toBeGreaterThan(2);
  });
});

describe('the demonstration', () => {
  it('loads again after two of its entries were merged, and leaves them so', async () => {
    const { pool } = hub.database;
    await loadDemonstration(pool, '2026-11-23');
    const [from, into] = (
      await pool.query(
        `select * from provider where is_demonstration and state = 'LISTED' order by id limit 2`,
      )
    ).rows;
    expect(await duplicates.merge(from, into, { actor: commissioner })).toMatchObject({ userErrors: [] });
    await loadDemonstration(pool, '2026-11-24');
    const { rows } = await pool.query(
      `select p.state, (select count(*)::int from site where provider_id = p.id) as sites from provider p where id = $1`,
      [from.id],
    );
    expect(rows).toEqual([{ state: 'WITHDRAWN', sites: 0 }]);
  });
});

describe('a database in which the extension cannot be created', () => {
  it('gets an error that names the extension and says what to do', async () => {
    const owner = await open(hub.database.ownerUrl, 1);
    const runner = owner.createQueryRunner();
    await runner.startTransaction();
    try {
      await new NameForms1764000000036().down(runner); // it uses the extension too
      await new Duplicates1764000000014().down(runner);
      await runner.query('create role trigrams_denied; set local role trigrams_denied');
      await expect(new Duplicates1764000000014().up(runner)).rejects.toThrow(
        /extension pg_trgm .*postgresql-contrib.*permission denied.*create extension pg_trgm/,
      );
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
      await owner.destroy();
    }
  });
});
