import type { RegisterCriteria } from '../../src/features/register/list/entry-list.service.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider } from '../support/builders.js';
import { type TestHub } from '../support/hub.js';

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});

interface Shown {
  readonly registerEntry: {
    readonly offering: { readonly title: string };
    readonly lastStep: { readonly from: string | null; readonly to: string };
    readonly externalReference: string | null;
    readonly changeRequests: readonly { readonly id: string }[];
  };
}

describe('an entry of the register that is shown again', () => {
  it('is what it is now: its record, its last step, its reference and its change requests', async () => {
    const provider = await aProvider(hub);
    const offering = await anOffering(hub, provider, { title: 'Once', state: 'IN_REVIEW' });
    const id = encodeId('off', offering.id);
    const shown = async () => {
      const { data } = await graph.ask<Shown>(
        commissioner,
        `query ($id: ID!) { registerEntry(id: $id) {
          offering { title } lastStep { from to } externalReference changeRequests { id } } }`,
        { id },
      );
      const { changeRequests, ...entry } = data.registerEntry;
      return { ...entry, requests: changeRequests.length };
    };
    expect(await shown()).toEqual({
      offering: { title: 'Once' },
      lastStep: { from: null, to: 'IN_REVIEW' },
      externalReference: null,
      requests: 0,
    });

    const changes = [
      `offeringApprove(id: $id, version: 1) { userErrors { message } }`,
      `offeringUpdate(id: $id, version: 2, input: { title: "Now", externalReference: "O-7" }) { userErrors { message } }`,
    ];
    for (const change of changes) {
      const { data } = await graph.ask(commissioner, `mutation ($id: ID!) { done: ${change} }`, { id });
      expect(data).toEqual({ done: { userErrors: [] } });
    }
    const editor = anActor('provider_editor', { providers: [provider.id] });
    const asked = await graph.ask(
      editor,
      `mutation ($id: ID!) { offeringUpdate(id: $id, version: 3, input: { minYear: 8 }) {
        changeRequest { state } userErrors { message } } }`,
      { id },
    );
    expect(asked.data).toEqual({ offeringUpdate: { changeRequest: { state: 'OPEN' }, userErrors: [] } });
    expect(await shown()).toEqual({
      offering: { title: 'Now' },
      lastStep: { from: 'IN_REVIEW', to: 'LISTED' },
      externalReference: 'O-7',
      requests: 1,
    });
  });
});

describe('entries of the register that are shown together', () => {
  it('have each its own change requests', async () => {
    const provider = await aProvider(hub);
    const offerings = [await anOffering(hub, provider), await anOffering(hub, provider)];
    const editor = anActor('provider_editor', { providers: [provider.id] });
    const shown = offerings.map(({ id }) => ({ id: encodeId('off', id), asked: [] as string[] }));
    for (const one of shown) {
      const { data } = await graph.ask<{ offeringUpdate: { changeRequest: { id: string } } }>(
        editor,
        'mutation ($id: ID!) { offeringUpdate(id: $id, version: 1, input: { minYear: 8 }) { changeRequest { id } } }',
        { id: one.id },
      );
      one.asked.push(data.offeringUpdate.changeRequest.id);
    }
    const { data } = await graph.ask<{
      register: { nodes: { entryId: string; changeRequests: { id: string }[] }[] };
    }>(editor, '{ register(filter: { kind: [OFFERING] }) { nodes { entryId changeRequests { id } } } }');
    const found = data.register.nodes.map(({ entryId, changeRequests }) => ({
      id: entryId,
      asked: changeRequests.map(({ id }) => id),
    }));
    expect(new Set(found)).toEqual(new Set(shown));
  });
});

describe('the register, for those who read none', () => {
  it('is refused by whatever reads it, not by the graph alone', async () => {
    const { id } = await aProvider(hub, { state: 'DRAFT' });
    const { entryList } = hub.register;
    const everything: RegisterCriteria = { on: { today: '2026-11-23', now: new Date(hub.clock.now()) } };
    const first = { after: null, before: null, isBackwards: false, limit: 1 };
    for (const actor of [anActor('school'), anActor('public')]) {
      const reads = [
        async () => entryList.page(actor, everything, 'NAME_ASC', first),
        async () => entryList.count(actor, everything),
        async () => entryList.entry(actor, 'PROVIDER', id),
        async () => entryList.requestsByIds(actor, [id]),
      ];
      for (const read of reads) await expect(read()).rejects.toMatchObject({ name: 'Forbidden' });
    }
  });
});
