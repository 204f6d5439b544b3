import type { Provider } from '../../src/features/provider/provider.entity.js';
import { thresholdLevels } from '../../src/features/quality/threshold/threshold.rules.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { type Ask, askAs } from './ask-as.js';
import { type TableOffering, type TableRow, thresholdTable } from './threshold-table.js';

let hub: TestHub;
let officer: Ask;
const providers = new Map<string, Provider>();

/** An offering of the table in the register, its tally kept by the database as for any other. */
async function enter(provider: Provider, offering: TableOffering): Promise<void> {
  const {
    hours = 6,
    places = 2,
    years = [7, 11],
    ehcPlan = 'NOT_ACCEPTED',
    modes = ['IN_PERSON'],
  } = offering;
  await anOffering(hub, provider, {
    hoursPerWeek: hours,
    attendance: offering.attendance ?? null,
    groupSize: places,
    ehcPlan,
    circumstances: offering.lookedAfter ? ['LOOKED_AFTER'] : [],
    deliveryModes: [...modes],
    minYear: years[0],
    maxYear: years[1],
    keyStages: [],
    state: offering.state ?? 'LISTED',
  });
}

beforeAll(async () => {
  hub = await startTestHub();
  officer = askAs(hub, 'quality_officer', { in: ['926'] });
  for (const { name, registration = 'UNREGISTERED', offerings } of thresholdTable) {
    const provider = await aProvider(hub, { registration });
    for (const offering of offerings) await enter(provider, offering);
    providers.set(name, provider);
  }
});
afterAll(() => hub.stop());

const ADVICE = `query($provider: ID!) { thresholdAdvice(provider: $provider) {
  level version reasons unknown rules { code isInForce inForceFrom standing level } } }`;
const adviceOn = async ({ name }: TableRow) =>
  (await officer(ADVICE, { provider: encodeId('prv', providers.get(name)?.id ?? '') })).data.thresholdAdvice;

describe('the threshold of registration', () => {
  it.each(thresholdTable)('$name: $now, by the coming rule $coming', async (row) => {
    const { level, rules } = await adviceOn(row);
    const levels = rules.map((rule: { code: string; level: string }) => [rule.code, rule.level]);
    expect({ level, levels }).toEqual({
      level: row.now,
      levels: [
        ['EA_1996_S463', row.now],
        ['CWSA_2026_S43', row.coming],
      ],
    });
  });

  it('says NONE only when everything that matters is known, and always why', async () => {
    for (const row of thresholdTable) {
      const { level, reasons, unknown } = await adviceOn(row);
      expect(reasons.length).toBeGreaterThan(0);
      for (const sentence of [...reasons, ...unknown]) expect(sentence).toMatch(/^[A-Z].+\.$/);
      if (level === 'NONE') expect(unknown).toEqual([]);
    }
  });

  it('says what is not known, and what is', async () => {
    const row = thresholdTable.find(({ name }) => name === 'registration not stated, five full-time');
    expect(await adviceOn(row!)).toMatchObject({
      version: 2,
      reasons: ['It has five or more full-time places (18 hours a week or more, or described as full-time).'],
      unknown: ['Its registration is not stated.'],
    });
  });

  it('finds and counts providers at each level as it advises on each of them', async () => {
    for (const level of thresholdLevels) {
      const expected = thresholdTable
        .filter((row) => row.now === level)
        .map(({ name }) => providers.get(name)?.name);
      const { data } = await officer(
        `query($levels: [ThresholdLevel!]) { register(first: 100, filter: { kind: [PROVIDER], quality: { thresholdAdvice: $levels } }) {
           nodes { name } } registerOverview(localAuthority: "926") { quality { thresholdAdvice { level providers } } } }`,
        { levels: [level] },
      );
      expect(data.register.nodes.map(({ name }: { name: string }) => name).sort()).toEqual(expected.sort());
      expect(data.registerOverview.quality.thresholdAdvice).toContainEqual({
        level,
        providers: expected.length,
      });
    }
  });

  it('says of the coming rule that it is not in force, and from its day on uses it', async () => {
    const row = thresholdTable.find(({ name }) => name === 'one place, 18 hours')!;
    expect((await adviceOn(row)).rules[1]).toMatchObject({
      isInForce: false,
      inForceFrom: null,
      standing: 'Not in force yet. The day it comes into force is not known.',
    });
    const begin = (day: string | null) =>
      hub.database.pool.query(
        `update registration_rule set in_force_from = $1 where code = 'CWSA_2026_S43'`,
        [day],
      );
    await begin('2026-11-24');
    const dayBefore = await adviceOn(row);
    expect([dayBefore.level, dayBefore.rules[1].standing]).toEqual([
      'LOOK',
      'Not in force yet. It comes into force on 2026-11-24.',
    ]);
    await begin('2026-11-23');
    const onTheDay = await adviceOn(row);
    expect([onTheDay.level, onTheDay.rules[1].standing]).toEqual(['LIKELY', 'In force.']);
    await begin(null);
  });
});
