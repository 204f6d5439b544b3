import { type RegisterState, registerStates } from '../../src/features/provider/provider.entity.js';
import { type StepName, stepNames, steps, stepsFrom } from '../../src/features/register/entry/steps.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { type Ask, anActor, commissioner, graphOf } from '../support/actors.js';
import { anOffering, aProvider, aSite } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';

let hub: TestHub;
let ask: Ask;
let stop: () => Promise<void>;
beforeAll(async () => {
  hub = await startTestHub();
  ({ ask, stop } = await graphOf(hub));
});
afterAll(async () => {
  await stop();
  await hub.stop();
});

const kinds = ['provider', 'site', 'offering'] as const;
type Kind = (typeof kinds)[number];
const prefixes = { provider: 'prv', site: 'sit', offering: 'off' };
const mutationOf = (kind: Kind, step: StepName) =>
  kind +
  step
    .split('_')
    .map((part) => part[0] + part.slice(1).toLowerCase())
    .join('');

async function anEntry(
  kind: Kind,
  state: RegisterState,
): Promise<{ id: string; version: number; providerId: string }> {
  const provider = await aProvider(hub, kind === 'provider' ? { state } : {});
  const made =
    kind === 'provider'
      ? provider
      : kind === 'site'
        ? await aSite(hub, provider, { state })
        : await anOffering(hub, provider, { state });
  return { id: encodeId(prefixes[kind], made.id), version: made.version, providerId: provider.id };
}

interface Taken {
  readonly [mutation: string]: {
    readonly entry: { readonly state: RegisterState; readonly version: number } | null;
    readonly userErrors: readonly { code: string; message: string; field: string[] | null }[];
  };
}
async function take(kind: Kind, step: StepName, id: string, version: number, actor = commissioner) {
  const mutation = mutationOf(kind, step);
  const { data, errors } = await ask<Taken>(
    actor,
    `mutation ($id: ID!, $version: Int!) { ${mutation}(id: $id, version: $version, reason: "Because.") {
      entry: ${kind} { state version } userErrors { code message field } } }`,
    { id, version },
  );
  return { answer: data?.[mutation], errors };
}

describe.each(kinds)('every step of a %s', (kind) => {
  it.each(stepNames.flatMap((step) => registerStates.map((from) => ({ step, from }))))(
    '$step from $from goes where the table says, or says where one can go',
    async ({ step, from }) => {
      const legal = steps.find((row) => row.name === step && row.from === from);
      const { id, version } = await anEntry(kind, from);
      const { answer } = await take(kind, step, id, version);
      if (legal) {
        expect(answer).toEqual({ entry: { state: legal.to, version: 2 }, userErrors: [] });
        return;
      }
      const names = stepsFrom(from).map(({ name }) => name);
      expect(answer).toEqual({
        entry: null,
        userErrors: [
          {
            code: 'NOT_IN_THIS_STATE',
            field: null,
            message: `${step} is not possible for this ${kind}, which is ${from}. Possible steps: ${names.join(', ')}.`,
          },
        ],
      });
    },
  );
});

describe('a step', () => {
  it('that takes something away needs a reason', async () => {
    const { id, version } = await anEntry('offering', 'LISTED');
    const { data } = await ask<Taken>(
      commissioner,
      `mutation ($id: ID!, $version: Int!) { offeringSuspend(id: $id, version: $version, reason: " ") {
        entry: offering { state } userErrors { code field } } }`,
      { id, version },
    );
    expect(data.offeringSuspend).toEqual({
      entry: null,
      userErrors: [{ code: 'REASON_NEEDED', field: ['reason'] }],
    });
  });

  it('is kept once, in the change log, with who and why', async () => {
    const { id, version } = await anEntry('provider', 'LISTED');
    await take('provider', 'SUSPEND', id, version);
    const { data } = await ask<{ registerEntry: object }>(
      commissioner,
      `query ($id: ID!) { registerEntry(id: $id) { state steps lastStep { from to actor reason } } }`,
      { id },
    );
    expect(data.registerEntry).toEqual({
      state: 'SUSPENDED',
      steps: ['WITHDRAW', 'RESTORE'],
      lastStep: { from: 'LISTED', to: 'SUSPENDED', actor: 'commissioner: test', reason: 'Because.' },
    });
  });

  it('is not for those without its permission, who change nothing', async () => {
    const { id, version, providerId } = await anEntry('offering', 'IN_REVIEW');
    const editor = anActor('provider_editor', { providers: [providerId] });
    const { errors } = await take('offering', 'APPROVE', id, version, editor);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', permission: 'register.decide' } }]);
    const { answer } = await take('offering', 'APPROVE', id, version);
    expect(answer?.entry).toEqual({ state: 'LISTED', version: 2 });
  });

  it('of an entry that another authority keeps in secret is taken by nobody else, who does not learn of it', async () => {
    const { id, version } = await anEntry('provider', 'SUBMITTED');
    const suffolk = anActor('commissioner', { localAuthorities: ['935'] });
    const { answer } = await take('provider', 'START_REVIEW', id, version, suffolk);
    expect(answer).toMatchObject({ entry: null, userErrors: [{ code: 'NOT_FOUND', field: ['id'] }] });
    const listed = await anEntry('provider', 'LISTED');
    const { errors } = await take('provider', 'SUSPEND', listed.id, listed.version, suffolk);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('is taken once if two users take it at a time: the other gets a conflict', async () => {
    const { id, version } = await anEntry('site', 'IN_REVIEW');
    const both = await Promise.all([
      take('site', 'APPROVE', id, version),
      take('site', 'REFUSE', id, version),
    ]);
    const answers = both.map(({ answer }) => answer!);
    expect(answers.map(({ userErrors }) => userErrors.map(({ code }) => code)).sort()).toEqual([
      [],
      ['CONFLICT'],
    ]);
  });
});

describe('a suspended entry', () => {
  const search = `{ search(text: "Vanishing", first: 5) { totalCount } offerings(first: 50) { nodes { title } } }`;
  interface Seen {
    readonly search: { totalCount: number };
    readonly offerings: { nodes: { title: string }[] };
  }
  it('is gone from search as soon as the mutation returns, and back as soon as it is restored', async () => {
    const provider = await aProvider(hub);
    const site = await aSite(hub, provider);
    const offering = await anOffering(hub, provider, { title: 'Vanishing', siteIds: [site.id] });
    const id = encodeId('off', offering.id);
    const seen = async () => {
      const { data } = await hub.query<Seen>(search);
      const listed = data.offerings.nodes.filter(({ title }) => title === 'Vanishing').length;
      return [data.search.totalCount, listed];
    };
    expect(await seen()).toEqual([1, 1]);
    await take('offering', 'SUSPEND', id, 1);
    expect(await seen()).toEqual([0, 0]);
    await take('offering', 'RESTORE', id, 2);
    expect(await seen()).toEqual([1, 1]);
    await take('provider', 'SUSPEND', encodeId('prv', provider.id), 1);
    expect(await seen()).toEqual([0, 0]);
  });
});
