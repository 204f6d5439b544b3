import { randomUUID } from 'node:crypto';
import type { Offering } from '../../src/features/offering/offering.entity.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import type { Vacancy } from '../../src/features/vacancy/vacancy.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { startStatementLog } from '../guards/statement-log.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import { anOffering, aProvider, aVacancy } from '../support/builders.js';
import type { TestHub } from '../support/hub.js';

const DAY = 86_400_000;

let hub: TestHub;
let graph: Graph;
let provider: Provider;
let offering: Offering;
askedHub(async (...started) => {
  [hub, graph] = started;
  provider = await aProvider(hub);
  offering = await anOffering(hub, provider);
});
const editor = () => anActor('provider_editor', { providers: [provider.id] });

interface Shown {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly placesAvailable: number;
  readonly freshness: string;
  readonly expiresAt: string;
}
interface Said {
  readonly field: readonly string[] | null;
  readonly code: string;
  readonly message: string;
}
interface Outcome {
  readonly vacancies: readonly Shown[] | null;
  readonly userErrors: readonly Said[];
}
const SHOWN = 'id version state placesAvailable freshness expiresAt';

async function confirmAll(inputs: readonly object[], days: number | null = null, actor = editor()) {
  const { data, errors } = await graph.ask<{ vacanciesConfirm: Outcome }>(
    actor,
    `mutation ($inputs: [VacancyConfirmInput!]!, $days: Int) {
      vacanciesConfirm(inputs: $inputs, confirmedForDays: $days) {
        vacancies { ${SHOWN} } userErrors { field code message } } }`,
    { inputs, days },
  );
  expect(errors).toBeUndefined();
  return data.vacanciesConfirm;
}
const globalId = ({ id }: Vacancy) => encodeId('vac', id);
const stored = (one: Vacancy) => hub.vacancies.get(one.id);

describe('vacanciesConfirm', () => {
  it('confirms all that are sent, in their order, with other numbers where they are given', async () => {
    const [one, two] = [await aVacancy(hub, offering), await aVacancy(hub, offering)];
    hub.clock.pass(20 * DAY);
    const inputs = [
      { id: globalId(two), version: 1, placesAvailable: 5 },
      { id: globalId(one), version: 1 },
    ];
    const { vacancies, userErrors } = await confirmAll(inputs);
    const expiresAt = new Date(hub.clock.now() + 28 * DAY).toISOString();
    const common = { version: 2, state: 'CAPACITY', freshness: 'CONFIRMED', expiresAt };
    expect(userErrors).toEqual([]);
    expect(vacancies).toEqual([
      { ...common, id: globalId(two), placesAvailable: 5 },
      { ...common, id: globalId(one), placesAvailable: 2 },
    ]);
    expect(await stored(two)).toMatchObject({ placesAvailable: 5, version: 2 });
  });

  it('says which is in conflict, and writes nothing then', async () => {
    const all = [await aVacancy(hub, offering), await aVacancy(hub, offering), await aVacancy(hub, offering)];
    await hub.vacancies.update(all[1]!.id, 1, { placesAvailable: 1 });
    const commits = async () =>
      (await hub.database.pool.query('select count(*) from change_commit')).rows[0].count;
    const before = await commits();
    const { vacancies, userErrors } = await confirmAll(all.map((one) => ({ id: globalId(one), version: 1 })));
    expect(vacancies).toBeNull();
    expect(userErrors).toEqual([
      {
        field: ['inputs', '1', 'version'],
        code: 'CONFLICT',
        message: expect.stringContaining('at version 2'),
      },
    ]);
    expect(await commits()).toBe(before);
  });

  it('names everything that is wrong, each where it stands', async () => {
    const own = await aVacancy(hub, offering);
    const full = await aVacancy(hub, offering, { state: 'NO_CAPACITY', placesAvailable: 0 });
    const strange = await aVacancy(hub, await anOffering(hub, await aProvider(hub)));
    const hidden = await aVacancy(hub, await anOffering(hub, await aProvider(hub, { state: 'DRAFT' })));
    const { userErrors } = await confirmAll([
      { id: globalId(own), version: 1 },
      { id: globalId(full), version: 1, placesAvailable: 1 },
      { id: globalId(strange), version: 1 },
      { id: globalId(hidden), version: 1 },
      { id: encodeId('vac', randomUUID()), version: 1 },
      { id: 'off_1', version: 1 },
      { id: globalId(own), version: 1 },
    ]);
    expect(userErrors.map(({ field, code }) => [code, ...(field ?? [])])).toEqual([
      ['INVALID', 'inputs', '0', 'id'],
      ['INVALID', 'inputs', '1', 'placesAvailable'],
      ['FORBIDDEN', 'inputs', '2'],
      ['NOT_FOUND', 'inputs', '3', 'id'],
      ['NOT_FOUND', 'inputs', '4', 'id'],
      ['NOT_FOUND', 'inputs', '5', 'id'],
      ['INVALID', 'inputs', '6', 'id'],
    ]);
    expect(await stored(own)).toMatchObject({ version: 1 });
  });

  it('keeps to the number of places that there can be, and to the days of the rule', async () => {
    const own = await aVacancy(hub, offering);
    const input = { id: globalId(own), version: 1 };
    const fields = async (asked: object[], days: number | null = null) =>
      (await confirmAll(asked, days)).userErrors.map(({ field }) => field?.join('.'));
    expect(await fields([{ ...input, placesAvailable: 201 }])).toEqual(['inputs.0.placesAvailable']);
    expect(await fields([input], 181)).toEqual(['confirmedForDays']);
    expect(await fields(Array.from({ length: 101 }, () => input))).toEqual(['inputs']);
    expect(await fields([])).toEqual([]);
  });

  it('takes as many statements for 100 as for one, under 300 ms', async () => {
    const all: Vacancy[] = [];
    for (let n = 0; n < 102; n++) all.push(await aVacancy(hub, offering));
    const inputs = all.map((one) => ({ id: globalId(one), version: 1 }));
    hub.clock.pass(DAY);
    const log = startStatementLog();
    try {
      // What is read for the first time is read in addition.
      await confirmAll(inputs.slice(100, 101), null, commissioner);
      const one = await log.during(() => confirmAll(inputs.slice(101), null, commissioner));
      let vacancies: Outcome['vacancies'] = null;
      const started = process.hrtime.bigint();
      const hundred = await log.during(async () => {
        ({ vacancies } = await confirmAll(inputs.slice(0, 100), null, commissioner));
      });
      process.stderr.write(`100 confirmed in ${(process.hrtime.bigint() - started) / 1_000_000n} ms.\n`);
      expect(vacancies!.map(({ version }: Shown) => version)).toEqual(Array(100).fill(2));
      expect(hundred.length).toBe(one.length);
    } finally {
      log.stop();
    }
  });
});

describe('a statement about a vacancy', () => {
  const WAITING = 'version confirmedByRole waitingListUntil';

  it('says as what it was confirmed, and how long pupils wait: exactly only to those who may know', async () => {
    const vacancy = await aVacancy(hub, offering, { state: 'WAITLIST', placesAvailable: 0 });
    const id = globalId(vacancy);
    const { data } = await graph.ask<{ vacancyUpdate: { vacancy: object } }>(
      editor(),
      `mutation ($id: ID!) {
        vacancyUpdate(id: $id, version: 1, input: { waitingListLength: 4, waitingListUntil: "2027-01-04" }) {
          vacancy { ${WAITING} waitingListLength } userErrors { message } } }`,
      { id },
    );
    const waiting = { waitingListUntil: '2027-01-04', waitingListLength: 4 };
    expect(data.vacancyUpdate).toEqual({
      vacancy: { ...waiting, version: 2, confirmedByRole: null },
      userErrors: [],
    });
    const seen = async () => {
      const asked = `query ($id: ID!) { node(id: $id) { ... on Vacancy { ${WAITING} } } }`;
      return (await hub.query<{ node: object }>(asked, { id })).data.node;
    };
    hub.clock.pass(1);
    await confirmAll([{ id, version: 2 }]);
    expect(await seen()).toEqual({ version: 3, confirmedByRole: 'PROVIDER', waitingListUntil: '2027-01-04' });
    hub.clock.pass(1);
    await confirmAll([{ id, version: 3 }], null, commissioner);
    expect(await seen()).toMatchObject({ version: 4, confirmedByRole: 'COUNCIL' });
    const exact = await hub.query(
      'query ($id: ID!) { node(id: $id) { ... on Vacancy { waitingListLength } } }',
      { id },
    );
    expect(exact.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', permission: 'place.exact' } }]);
    const history = await graph.ask<{ history: { nodes: { changes: { field: string }[] }[] } }>(
      commissioner,
      'query ($id: ID!) { history(id: $id, first: 10) { nodes { changes { field } } } }',
      { id },
    );
    const fields = history.data.history.nodes.map(({ changes }) => changes.map(({ field }) => field).sort());
    expect(fields).toHaveLength(4);
    expect(fields.slice(0, 3)).toEqual([
      ['ageingAt', 'confirmedAt', 'confirmedByRole', 'expiresAt'],
      ['ageingAt', 'confirmedAt', 'confirmedByRole', 'expiresAt'],
      ['waitingListLength', 'waitingListUntil'],
    ]);
  });
});

describe('vacancyClose', () => {
  it('says that there are no places now, confirmed, with the reason on record: found as open no more', async () => {
    const titled = await anOffering(hub, provider, { title: 'Closing forge' });
    const vacancy = await aVacancy(hub, titled);
    const open = async () => {
      const { data } = await hub.query<{ search: { totalCount: number } }>(
        '{ search(text: "closing forge", filter: { vacancy: { availableBy: "2027-01-05" } }) { totalCount } }',
      );
      return data.search.totalCount;
    };
    expect(await open()).toBe(1);
    const { data } = await graph.ask<{ vacancyClose: { vacancy: Shown; userErrors: Said[] } }>(
      editor(),
      `mutation ($id: ID!) { vacancyClose(id: $id, version: 1, reason: "The tutor is away.") {
        vacancy { ${SHOWN} } userErrors { code } } }`,
      { id: globalId(vacancy) },
    );
    expect(data.vacancyClose).toMatchObject({
      vacancy: { state: 'NO_CAPACITY', placesAvailable: 0, freshness: 'CONFIRMED', version: 2 },
      userErrors: [],
    });
    expect(await open()).toBe(0);
    const { rows } = await hub.database.pool.query(
      `select reason from change where entity_id = $1 order by id desc limit 1`,
      [vacancy.id],
    );
    expect(rows).toEqual([{ reason: 'The tutor is away.' }]);
  });
});

describe('vacancyConfirmUndo', () => {
  const undo = async (vacancy: Vacancy, version: number, actor = editor()) => {
    const { data, errors } = await graph.ask<{ vacancyConfirmUndo: { vacancy: Shown; userErrors: Said[] } }>(
      actor,
      `mutation ($id: ID!, $version: Int!) { vacancyConfirmUndo(id: $id, version: $version) {
        vacancy { ${SHOWN} } userErrors { code message } } }`,
      { id: globalId(vacancy), version },
    );
    return errors ?? data.vacancyConfirmUndo;
  };
  const refused = (message: RegExp, code = 'NOT_IN_THIS_STATE') => ({
    vacancy: null,
    userErrors: [{ code, message: expect.stringMatching(message) }],
  });

  it('gives back the statement before, and when it expires', async () => {
    const vacancy = await aVacancy(hub, offering);
    hub.clock.pass(20 * DAY);
    await confirmAll([{ id: globalId(vacancy), version: 1, placesAvailable: 9 }]);
    expect(await undo(vacancy, 2)).toMatchObject({
      vacancy: {
        placesAvailable: 2,
        freshness: 'AGEING',
        version: 3,
        expiresAt: vacancy.expiresAt?.toISOString(),
      },
      userErrors: [],
    });
    expect(await stored(vacancy)).toMatchObject({
      confirmedAt: vacancy.confirmedAt,
      ageingAt: vacancy.ageingAt,
    });
    expect(await undo(vacancy, 3)).toEqual(refused(/was not a confirmation/));
  });

  it('opens again what was closed by mistake', async () => {
    const vacancy = await aVacancy(hub, offering);
    hub.clock.pass(1);
    await graph.ask(
      editor(),
      `mutation ($id: ID!) { vacancyClose(id: $id, version: 1) { userErrors { code } } }`,
      {
        id: globalId(vacancy),
      },
    );
    expect(await undo(vacancy, 2)).toMatchObject({ vacancy: { state: 'CAPACITY', placesAvailable: 2 } });
  });

  it('is refused for a new vacancy, for one that was changed since, after a day, and at another version', async () => {
    const vacancy = await aVacancy(hub, offering);
    expect(await undo(vacancy, 1)).toEqual(refused(/only when it was created/));
    hub.clock.pass(1);
    await confirmAll([{ id: globalId(vacancy), version: 1 }]);
    expect(await undo(vacancy, 1)).toEqual(refused(/at version 2/, 'CONFLICT'));
    await hub.vacancies.update(vacancy.id, 2, { availableFrom: '2027-01-05' });
    expect(await undo(vacancy, 3)).toEqual(refused(/was not a confirmation/));
    hub.clock.pass(1);
    await confirmAll([{ id: globalId(vacancy), version: 3 }]);
    hub.clock.pass(DAY + 1);
    expect(await undo(vacancy, 4)).toEqual(refused(/more than a day old/));
    hub.clock.pass(-1);
    expect(await undo(vacancy, 4)).toMatchObject({ userErrors: [] });
  });

  it('is not for another provider', async () => {
    const vacancy = await aVacancy(hub, offering);
    const stranger = anActor('provider_editor', { providers: [(await aProvider(hub)).id] });
    expect(await undo(vacancy, 1, stranger)).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});
