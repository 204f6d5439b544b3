import type { Vacancy } from '../../src/features/vacancy/vacancy.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import type { TestHub } from '../support/hub.js';
import { anOpenVacancy, changed, MINUTE, ofSchool, placed, someSchools } from './holding.js';

let hub: TestHub;
let graph: Graph;
let vacancy: Vacancy;
askedHub((...started) => {
  [hub, graph] = started;
});
beforeAll(() => someSchools(hub));
beforeEach(async () => {
  await hub.database.pool.query('delete from provider');
  vacancy = await anOpenVacancy(hub);
});

const school = '900001';
const mine = ofSchool(school);

interface Changed {
  readonly warnings: readonly { readonly code: string }[];
  readonly userErrors: readonly { readonly code: string; readonly message: string }[];
  readonly vacancy?: { readonly placesOffered: number; readonly placesAvailable: number } | null;
}

/** What the council changes of vacancies, which may lower an offer below what is held. */
async function offered(mutation: string): Promise<Changed> {
  const { data, errors } = await graph.ask<{ done: Changed }>(commissioner, `mutation { done: ${mutation} }`);
  expect(errors).toBeUndefined();
  return data.done;
}
const id = () => encodeId('vac', vacancy.id);
const SAID = 'warnings { code } userErrors { code message }';
const SHOWN = `vacancy { placesOffered placesAvailable } ${SAID}`;

describe('an offer of fewer places than are held', () => {
  it.each([
    ['a closed vacancy', () => `vacancyClose(id: "${id()}", version: 1) { ${SAID} }`],
    [
      'a confirmation of many',
      () => `vacanciesConfirm(inputs: [{ id: "${id()}", version: 1, placesAvailable: 1 }]) { ${SAID} }`,
    ],
    ['a confirmation', () => `vacancyConfirm(id: "${id()}", version: 1, placesAvailable: 1) { ${SAID} }`],
  ])('is stored and said: %s', async (_, mutation) => {
    await placed(graph, mine, hub, vacancy, { school, places: 3 });
    hub.clock.pass(1);
    expect(await offered(mutation())).toMatchObject({
      warnings: [{ code: 'FEWER_THAN_HELD' }],
      userErrors: [],
    });
  });

  it('is stored and said: of a sender’s own vacancies', async () => {
    const offering = encodeId('off', vacancy.offeringId);
    const upsert = (places: number) =>
      offered(`vacanciesUpsert(inputs: [{ offering: "${offering}", externalReference: "V-1", state: CAPACITY,
        placesAvailable: ${places}, unit: "FTE", availableFrom: "2026-01-05", minYear: 7, maxYear: 9 }]) {
        results { vacancy { id } } ${SAID} }`);
    expect(await upsert(3)).toMatchObject({ warnings: [], userErrors: [] });
    const { rows } = await hub.database.pool.query('select id from vacancy where id <> $1', [vacancy.id]);
    await placed(graph, mine, hub, rows[0], { school, places: 3 });
    hub.clock.pass(1);
    expect(await upsert(2)).toMatchObject({ warnings: [{ code: 'FEWER_THAN_HELD' }], userErrors: [] });
  });
});

describe('a confirmation that is undone', () => {
  const undo = (version: number) =>
    offered(`vacancyConfirmUndo(id: "${id()}", version: ${version}) { ${SHOWN} }`);

  beforeEach(async () => {
    hub.clock.pass(1);
    await offered(`vacancyConfirm(id: "${id()}", version: 1, placesAvailable: 9) { ${SHOWN} }`);
  });

  it('gives back the offer before it, less the places that were taken since', async () => {
    const { hold } = await placed(graph, mine, hub, vacancy, { school, places: 3 });
    const other = await placed(graph, mine, hub, vacancy, { school, places: 1 });
    hub.clock.pass(MINUTE);
    await changed(graph, mine, 'Convert', hold!);
    expect(await undo(3)).toMatchObject({
      vacancy: { placesOffered: 1, placesAvailable: 0 },
      warnings: [],
      userErrors: [],
    });
    await changed(graph, mine, 'Release', other.hold!);
  });

  it('never offers fewer than none', async () => {
    const { hold } = await placed(graph, mine, hub, vacancy, { school, places: 7 });
    await changed(graph, mine, 'Convert', hold!);
    expect(await undo(3)).toMatchObject({ vacancy: { placesOffered: 0 }, userErrors: [] });
  });

  it('cannot be undone once someone has said something else', async () => {
    const { hold } = await placed(graph, mine, hub, vacancy, { school, places: 3 });
    await changed(graph, mine, 'Convert', hold!);
    await offered(`vacancyUpdate(id: "${id()}", version: 3, input: { placesAvailable: 5 }) { ${SHOWN} }`);
    expect(await undo(4)).toMatchObject({ userErrors: [{ code: 'NOT_IN_THIS_STATE' }] });
  });
});
