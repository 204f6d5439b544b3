import { encodeId } from '../../src/platform/graphql/global-id.js';
import { type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider, aSite, aVacancy } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';
import { actorOf } from './asking.js';

/**
 * The instant that the history gives for a change, given back to what was known at a time: that is the state after the change, and a
 * millisecond earlier the state before it.
 */

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

const administrator = actorOf('administrator');
const RECORD = 'recordId version fields { field value }';
const AS_OF = (what: string) => `query ($id: ID!, $at: DateTime!) {
  entry: ${what}(id: $id, at: $at) { existed record { ${RECORD} } parts(first: 100) { nodes { ${RECORD} } } } }`;

interface Seen {
  readonly recordId: string;
  readonly version: number;
  readonly fields: readonly { readonly field: string; readonly value: string | null }[];
}
interface Entry {
  readonly existed: boolean | null;
  readonly record: Seen | null;
  readonly parts: { readonly nodes: readonly Seen[] };
}
interface Event {
  readonly at: string;
  readonly kind: string;
  readonly recordId: string;
  readonly action: string;
  readonly version: number | null;
  readonly changes: readonly { readonly field: string; readonly to: { readonly value: string | null } }[];
}

async function ask<T>(document: string, variables: Record<string, unknown>): Promise<T> {
  const { data, errors } = await graph.ask<T>(administrator, document, variables);
  expect(errors).toBeUndefined();
  return data;
}

/** Oldest first. */
async function historyOf(id: string): Promise<Event[]> {
  const { history } = await ask<{ history: { nodes: Event[] } }>(
    `query ($id: ID!) { history(id: $id, withParts: true, first: 100) {
       nodes { at kind recordId action version changes { field to { value } } } } }`,
    { id },
  );
  return history.nodes.toReversed();
}

const entryAt = async (what: string, id: string, at: string) =>
  (await ask<{ entry: Entry }>(AS_OF(what), { id, at })).entry;

const earlier = (at: string) => new Date(Date.parse(at) - 1).toISOString();

async function aHistory() {
  const provider = await aProvider(hub);
  const site = await aSite(hub, provider);
  const offering = await anOffering(hub, provider, { siteIds: [site.id] });
  const vacancy = await aVacancy(hub, offering);
  for (let n = 1; n <= 5; n++) {
    await hub.providers.update(provider.id, n, { description: `Text ${n}` });
    await hub.providers.updateSite(site.id, n, { town: `Town ${n}` });
    await hub.offerings.update(offering.id, n, { groupSize: n, siteIds: n % 2 ? [] : [site.id] });
    await hub.vacancies.update(vacancy.id, n, { placesAvailable: 10 + n });
  }
  return { provider, offering };
}

describe('the instant of every change', () => {
  it.each([
    ['providerAsOf', 'prv', 'provider'],
    ['offeringAsOf', 'off', 'offering'],
  ] as const)('is the first at which %s knows it', async (query, prefix, which) => {
    const made = await aHistory();
    const id = encodeId(prefix, made[which].id);
    const events = await historyOf(id);
    expect(new Set(events.map(({ at }) => at)).size).toBeGreaterThan(5);
    for (const { at, recordId, version, changes } of events) {
      // What came later in the same millisecond is known at that instant too.
      const last = events.filter((one) => one.at === at && one.recordId === recordId).at(-1)!;
      const seenAt = async (when: string) => {
        const { record, parts } = await entryAt(query, id, when);
        return [record, ...parts.nodes].find((one) => one?.recordId === recordId) ?? null;
      };
      const after = await seenAt(at);
      const before = await seenAt(earlier(at));
      // Vacancies are parts of an offering, and no part of a part is shown.
      if (query === 'providerAsOf' && recordId.startsWith('vac_')) continue;
      if (version !== null && last.version !== null) expect([at, after?.version]).toEqual([at, last.version]);
      for (const { field, to } of last.changes.filter((one) => one.field !== 'sites')) {
        expect([at, after?.fields.find((one) => one.field === field)?.value ?? null]).toEqual([at, to.value]);
      }
      if (changes.length > 0) expect(before).not.toEqual(after);
    }
  });

  it('is the first at which registerAsOf knows it', async () => {
    const { provider } = await aHistory();
    const id = encodeId('prv', provider.id);
    const own = (await historyOf(id)).filter(({ recordId }) => recordId === id);
    expect(own).toHaveLength(6);
    for (const { at, version } of own) {
      const { registerAsOf } = await ask<{ registerAsOf: { totalCount: number; nodes: Seen[] } }>(
        `query ($at: DateTime!) { registerAsOf(at: $at, first: 100) { totalCount nodes { ${RECORD} } } }`,
        { at },
      );
      expect([at, registerAsOf.nodes.find((one) => one.recordId === id)?.version]).toEqual([at, version]);
      expect(registerAsOf.totalCount).toBe(registerAsOf.nodes.length);
    }
  });

  it('holds for a merge: parts belong to the other entry from then on, and the entry that went is withdrawn', async () => {
    const [from, into] = [await aProvider(hub), await aProvider(hub)];
    const site = await aSite(hub, from);
    const [fromId, intoId] = [encodeId('prv', from.id), encodeId('prv', into.id)];
    await ask(
      `mutation ($from: ID!, $into: ID!) {
         providerMerge(from: $from, fromVersion: 1, into: $into, intoVersion: 1, reason: "One and the same.") {
           userErrors { message } } }`,
      { from: fromId, into: intoId },
    );
    const merge = (await historyOf(fromId)).findLast(({ recordId }) => recordId === fromId)!;
    const stateOf = ({ record }: Entry) => record?.fields.find(({ field }) => field === 'state')?.value;
    const sitesOf = ({ parts }: Entry) => parts.nodes.map((part) => part.recordId);
    const siteId = encodeId('sit', site.id);
    const [gone, stays] = [
      await entryAt('providerAsOf', fromId, merge.at),
      await entryAt('providerAsOf', intoId, merge.at),
    ];
    expect([stateOf(gone), sitesOf(gone), sitesOf(stays)]).toEqual(['"WITHDRAWN"', [], [siteId]]);
    const [was, other] = [
      await entryAt('providerAsOf', fromId, earlier(merge.at)),
      await entryAt('providerAsOf', intoId, earlier(merge.at)),
    ];
    expect([stateOf(was), sitesOf(was), sitesOf(other)]).toEqual(['"LISTED"', [siteId], []]);
  });

  it('is the same in the last step of an entry and by where a value comes from', async () => {
    const provider = await aProvider(hub);
    const id = encodeId('prv', provider.id);
    await ask(
      `mutation ($id: ID!) { providerSuspend(id: $id, version: 1, reason: "Closed for now.") { userErrors { message } } }`,
      { id },
    );
    const step = (await historyOf(id)).at(-1)!;
    const told = await ask<{
      registerEntry: { lastStep: { at: string } };
      provenance: { field: string; observedAt: string }[];
    }>(
      `query ($id: ID!) { registerEntry(id: $id) { lastStep { at } } provenance(id: $id) { field observedAt } }`,
      {
        id,
      },
    );
    expect(told.registerEntry.lastStep.at).toBe(step.at);
    expect(told.provenance.find(({ field }) => field === 'state')?.observedAt).toBe(step.at);
  });
});
