import type { Offering } from '../../src/features/offering/offering.entity.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider } from '../support/builders.js';
import type { TestHub } from '../support/hub.js';

const DAY = 86_400_000;

let hub: TestHub;
let graph: Graph;
let provider: Provider;
let offering: Offering;
askedHub((...started) => {
  [hub, graph] = started;
});
beforeEach(async () => {
  provider = await aProvider(hub);
  offering = await anOffering(hub, provider);
});
const editor = () => anActor('provider_editor', { providers: [provider.id] });

interface Result {
  readonly externalReference: string | null;
  readonly outcome: string;
  readonly vacancy: {
    readonly id: string;
    readonly version: number;
    readonly placesAvailable: number;
  } | null;
  readonly userErrors: readonly { readonly field: readonly string[] | null; readonly code: string }[];
}

const statement = (externalReference: string | undefined, values: object = {}) => ({
  offering: encodeId('off', offering.id),
  state: 'CAPACITY',
  placesAvailable: 2,
  unit: 'FTE',
  availableFrom: '2026-12-01',
  minYear: 7,
  maxYear: 9,
  ...(externalReference !== undefined && { externalReference }),
  ...values,
});

async function upsert(inputs: readonly object[], { mode = 'REJECT_ALL', actor = editor() } = {}) {
  const { data, errors } = await graph.ask<{
    vacanciesUpsert: { results: Result[] | null; userErrors: { field: string[] }[] };
  }>(
    actor,
    `mutation ($inputs: [VacancyCreateInput!]!, $mode: FailureMode!) {
      vacanciesUpsert(inputs: $inputs, onFailure: $mode) {
        results { externalReference outcome vacancy { id version placesAvailable } userErrors { field code } }
        userErrors { field } } }`,
    { inputs, mode },
  );
  expect(errors).toBeUndefined();
  return data.vacanciesUpsert;
}
const outcomes = async (...asked: Parameters<typeof upsert>) =>
  (await upsert(...asked)).results?.map(({ outcome, vacancy, userErrors }) => [
    outcome,
    vacancy?.version ?? null,
    ...userErrors.map(({ field, code }) => `${code} ${field?.join('.')}`),
  ]);
const count = async () =>
  (
    await hub.database.pool.query('select count(*)::int as n from vacancy where offering_id = $1', [
      offering.id,
    ])
  ).rows[0].n;

describe('vacanciesUpsert', () => {
  it('creates vacancies, finds them again by the sender’s reference, and confirms them each time', async () => {
    expect(await outcomes([statement('A'), statement('B')])).toEqual([
      ['CREATED', 1],
      ['CREATED', 1],
    ]);
    hub.clock.pass(20 * DAY);
    expect(await outcomes([statement('B'), statement('A', { placesAvailable: 4 }), statement('C')])).toEqual([
      ['UNCHANGED', 2],
      ['UPDATED', 2],
      ['CREATED', 1],
    ]);
    expect(await count()).toBe(3);
    const { data } = await hub.query<{ vacancies: { nodes: { freshness: string }[] } }>(
      'query ($off: ID!) { vacancies(filter: { offering: { anyOf: [$off] } }) { nodes { freshness } } }',
      { off: encodeId('off', offering.id) },
    );
    expect(data.vacancies.nodes.map(({ freshness }) => freshness)).toEqual(Array(3).fill('CONFIRMED'));
  });

  it('leaves out what fails, or writes nothing then', async () => {
    const wrong = [
      statement('A'),
      statement('B', { maxYear: 12 }),
      statement(undefined),
      statement('D', { offering: 'off_x' }),
      statement('E', { state: 'NO_CAPACITY' }),
      statement('F', { unit: 'YEAR' }),
    ];
    const failures = [
      ['FAILED', null, 'INVALID inputs.1.minYear'],
      ['FAILED', null, 'INVALID inputs.2.externalReference'],
      ['FAILED', null, 'NOT_FOUND inputs.3.offering'],
      ['FAILED', null, 'INVALID inputs.4.placesAvailable'],
      ['FAILED', null, 'UNKNOWN_CODE inputs.5.unit'],
    ];
    expect(await outcomes(wrong)).toEqual([['NOT_DONE', null], ...failures]);
    expect(await count()).toBe(0);
    expect(await outcomes(wrong, { mode: 'SKIP_FAILED' })).toEqual([['CREATED', 1], ...failures]);
    expect(await count()).toBe(1);
  });

  it('keeps the references of senders, and of offerings, apart', async () => {
    await upsert([statement('A')]);
    expect(await outcomes([statement('A')], { actor: commissioner })).toEqual([['CREATED', 1]]);
    const other = await anOffering(hub, provider);
    expect(await outcomes([statement('A', { offering: encodeId('off', other.id) })])).toEqual([
      ['CREATED', 1],
    ]);
    expect(await count()).toBe(2);
  });

  it('does not take two inputs for the same vacancy, nor more than 100', async () => {
    const same = 'INVALID inputs.0.externalReference';
    expect((await outcomes([statement('A'), statement('A')]))?.[0]).toEqual(['FAILED', null, same]);
    const { results, userErrors } = await upsert(Array.from({ length: 101 }, (_, n) => statement(`N${n}`)));
    expect([results, userErrors]).toEqual([null, [{ field: ['inputs'] }]]);
  });

  it('is refused one by one where the sender has no permission', async () => {
    const stranger = anActor('provider_editor', { providers: [(await aProvider(hub)).id] });
    expect(await outcomes([statement('A')], { actor: stranger })).toEqual([
      ['FAILED', null, 'FORBIDDEN inputs.0'],
    ]);
  });
});

describe('the reference of one vacancy', () => {
  interface One {
    readonly vacancy: { readonly id: string; readonly version: number } | null;
    readonly userErrors: readonly { readonly field: readonly string[]; readonly code: string }[];
  }
  const create = async (externalReference: string) => {
    const { data } = await graph.ask<{ vacancyCreate: One }>(
      editor(),
      `mutation ($input: VacancyCreateInput!) { vacancyCreate(input: $input) {
        vacancy { id version } userErrors { field code } } }`,
      { input: statement(externalReference) },
    );
    return data.vacancyCreate;
  };
  const update = async (id: string, version: number, externalReference: string | null) => {
    const { data } = await graph.ask<{ vacancyUpdate: One }>(
      editor(),
      `mutation ($id: ID!, $version: Int!, $input: VacancyUpdateInput!) {
        vacancyUpdate(id: $id, version: $version, input: $input) { vacancy { version } userErrors { field code } } }`,
      { id, version, input: { externalReference } },
    );
    return data.vacancyUpdate;
  };

  it('is set when it is created, changed, and taken away; an upsert finds it by the last', async () => {
    const { vacancy } = await create('ONE');
    expect(await update(vacancy!.id, 1, 'ONE')).toMatchObject({ vacancy: { version: 1 } });
    expect(await update(vacancy!.id, 1, 'UNO')).toMatchObject({ vacancy: { version: 2 } });
    hub.clock.pass(1);
    expect((await upsert([statement('UNO')])).results).toMatchObject([
      { outcome: 'UNCHANGED', vacancy: { id: vacancy!.id, version: 3 } },
    ]);
    expect(await update(vacancy!.id, 3, null)).toMatchObject({ vacancy: { version: 4 } });
    expect(await outcomes([statement('UNO')])).toEqual([['CREATED', 1]]);
  });

  it('is that of one vacancy of the offering', async () => {
    await create('ONE');
    expect(await create('ONE')).toEqual({
      vacancy: null,
      userErrors: [{ field: ['input', 'externalReference'], code: 'TAKEN' }],
    });
  });
});
