import fc from 'fast-check';
import type { Vacancy } from '../../src/features/vacancy/vacancy.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { commissioner, type Graph } from '../support/actors.js';
import { askedHub } from '../support/asked-hub.js';
import type { TestHub } from '../support/hub.js';
import { anOpenVacancy, changed, MINUTE, ofSchool, placed, type SeenHold, someSchools } from './holding.js';

jest.setTimeout(120_000);

let hub: TestHub;
let graph: Graph;
askedHub((...started) => {
  [hub, graph] = started;
});
beforeAll(() => someSchools(hub));

const schools = ['900001', '900002'] as const;
const MOST_LIVE = 3;
const MOST_EXTENSIONS = 1;
/** Milliseconds before a confirmation: one at the same instant as another changes nothing. */
const A_MOMENT = 1;

const which = fc.nat(7);
const minutes = fc.integer({ min: 1, max: 60 });
/** What anyone can do next. `which` chooses among the holds that were made so far. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('place' as const),
      school: fc.constantFrom(...schools),
      places: fc.integer({ min: 1, max: 3 }),
      minutes,
    }),
  },
  fc.record({ do: fc.constant('extend' as const), which, minutes }),
  fc.record({ do: fc.constant('release' as const), which }),
  fc.record({ do: fc.constant('convert' as const), which }),
  fc.record({ do: fc.constant('decline' as const), which }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes }) },
  fc.record({ do: fc.constant('offer' as const), places: fc.integer({ min: 0, max: 6 }) }),
  fc.record({ do: fc.constant('confirm' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface ModelHold {
  readonly school: string;
  readonly places: number;
  until: number;
  extended: number;
  ended: boolean;
}

/** What should be so: a few lines of arithmetic. */
class Model {
  /** Milliseconds since it began. */
  now = 0;
  version = 1;
  readonly holds: ModelHold[] = [];
  constructor(public offered: number) {}

  get live(): ModelHold[] {
    return this.holds.filter(({ ended, until }) => !ended && until > this.now);
  }
  get held(): number {
    return this.live.reduce((sum, { places }) => sum + places, 0);
  }
  get available(): number {
    return Math.max(0, this.offered - this.held);
  }

  /** Does the step. Returns whether it can be done. */
  does(next: Step): boolean {
    if (next.do === 'wait') {
      this.now += next.minutes * MINUTE;
      return true;
    }
    if (next.do === 'confirm') {
      this.now += A_MOMENT;
      this.version++;
      return true;
    }
    if (next.do === 'offer') {
      this.now += A_MOMENT;
      if (next.places !== this.offered) this.version++;
      this.offered = next.places;
      return true;
    }
    if (next.do === 'place') {
      const { school, places } = next;
      const isPossible =
        places <= this.available && this.live.filter((hold) => hold.school === school).length < MOST_LIVE;
      if (isPossible)
        this.holds.push({
          school,
          places,
          until: this.now + next.minutes * MINUTE,
          extended: 0,
          ended: false,
        });
      return isPossible;
    }
    const hold = this.holds[next.which % Math.max(1, this.holds.length)];
    if (!hold || !this.live.includes(hold)) return false;
    if (next.do === 'extend') {
      const until = this.now + next.minutes * MINUTE;
      if (until <= hold.until || hold.extended >= MOST_EXTENSIONS || this.held > this.offered) return false;
      hold.until = until;
      hold.extended++;
      return true;
    }
    hold.ended = true;
    if (next.do === 'convert') {
      if (this.offered > 0) this.version++;
      this.offered = Math.max(0, this.offered - hold.places);
    }
    return true;
  }
}

/** The hub, which does the same steps. */
class Tried {
  readonly holds: { hold: SeenHold; school: string }[] = [];
  constructor(readonly vacancy: Vacancy) {}

  async does(next: Step, version: number): Promise<boolean> {
    if (next.do === 'wait') {
      hub.clock.pass(next.minutes * MINUTE);
      return true;
    }
    if (next.do === 'offer' || next.do === 'confirm') {
      const change =
        next.do === 'offer'
          ? `vacancyUpdate(id: $id, version: $version, input: { placesAvailable: ${next.places} })`
          : 'vacancyConfirm(id: $id, version: $version)';
      hub.clock.pass(A_MOMENT);
      const { data } = await graph.ask<{ done: { userErrors: object[] } }>(
        commissioner,
        `mutation ($id: ID!, $version: Int!) { done: ${change} { userErrors { code } } }`,
        { id: encodeId('vac', this.vacancy.id), version },
      );
      return data.done.userErrors.length === 0;
    }
    if (next.do === 'place') {
      const { school, places } = next;
      const until = hub.clock.now() + next.minutes * MINUTE;
      const { hold } = await placed(graph, ofSchool(school), hub, this.vacancy, { school, places, until });
      if (hold) this.holds.push({ hold, school });
      return hold !== null;
    }
    const at = next.which % Math.max(1, this.holds.length);
    const chosen = this.holds[at];
    if (!chosen) return false;
    const own = ofSchool(chosen.school);
    const outcome =
      next.do === 'extend'
        ? await changed(graph, own, 'Extend', chosen.hold, { until: hub.clock.now() + next.minutes * MINUTE })
        : next.do === 'decline'
          ? await changed(graph, commissioner, 'Decline', chosen.hold, { reason: 'It is full.' })
          : await changed(graph, own, next.do === 'release' ? 'Release' : 'Convert', chosen.hold);
    if (outcome.hold) this.holds[at] = { ...chosen, hold: outcome.hold };
    return outcome.hold !== null;
  }

  async seen() {
    const { data } = await graph.ask<{
      node: { placesAvailable: number; placesOffered: number; version: number; holds: { places: number }[] };
      open: { totalCount: number };
      two: { totalCount: number };
    }>(
      commissioner,
      `query ($id: ID!) {
        node(id: $id) { ... on Vacancy { placesAvailable placesOffered version holds { places } } }
        open: vacancies(filter: { open: true }) { totalCount }
        two: vacancies(filter: { placesAtLeast: 2 }) { totalCount }
      }`,
      { id: encodeId('vac', this.vacancy.id) },
    );
    const { holds, ...vacancy } = data.node;
    return {
      ...vacancy,
      held: holds.reduce((sum, { places }) => sum + places, 0),
      open: data.open.totalCount,
      two: data.two.totalCount,
    };
  }
}

const begin = async (offered: number) => {
  await hub.database.pool.query('delete from provider');
  return { model: new Model(offered), tried: new Tried(await anOpenVacancy(hub, offered)) };
};

describe('whatever happens to a vacancy and its holds', () => {
  it('is as simple arithmetic says, in every step, in every figure', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.array(step, { minLength: 5, maxLength: 25 }),
        async (offered, steps) => {
          const { model, tried } = await begin(offered);
          for (const next of steps) {
            const was = model.version;
            const isPossible = model.does(next);
            expect([next, await tried.does(next, was)]).toEqual([next, isPossible]);
            expect([next, await tried.seen()]).toEqual([
              next,
              {
                placesAvailable: model.available,
                placesOffered: model.offered,
                version: model.version,
                held: model.held,
                open: model.available > 0 ? 1 : 0,
                two: model.available >= 2 ? 1 : 0,
              },
            ]);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('never holds more than is offered and frees nothing twice, if all arrives at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 6 }),
        fc.array(fc.array(step, { minLength: 2, maxLength: 8 }), { minLength: 2, maxLength: 4 }),
        async (offered, rounds) => {
          const { tried } = await begin(offered);
          let left = offered;
          for (const round of rounds) {
            const together = round.filter((next) => !['offer', 'confirm', 'wait'].includes(next.do));
            await Promise.all(together.map((next) => tried.does(next, 1)));
            const { placesAvailable, placesOffered, held } = await tried.seen();
            expect(held).toBeLessThanOrEqual(placesOffered);
            expect(placesAvailable).toBe(placesOffered - held);
            const { rows } = await hub.database.pool.query<{ taken: number }>(
              `select coalesce(sum(places), 0)::int as taken from vacancy_hold where vacancy_id = $1 and ended_as = 'CONVERTED'`,
              [tried.vacancy.id],
            );
            left = offered - rows[0]!.taken;
            expect(placesOffered).toBe(left);
            hub.clock.pass(15 * MINUTE);
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});
