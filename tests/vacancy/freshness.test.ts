import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anOffering, aProvider, aVacancy } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Looked {
  readonly node: { readonly freshness: string };
  readonly vacancies: { readonly totalCount: number };
  readonly search: {
    readonly nodes: readonly { readonly nextVacancy: { readonly freshness: string } | null }[];
  };
}

describe('Vacancy.freshness', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterAll(() => hub.stop());

  it('goes with the clock, without any write, and stale vacancies are no longer open', async () => {
    const offering = await anOffering(hub, await aProvider(hub));
    const vacancy = await aVacancy(hub, offering);
    const id = encodeId('vac', vacancy.id);
    const look = async () => {
      const { data } = await hub.query<Looked>(
        `query ($id: ID!) {
          node(id: $id) { ... on Vacancy { freshness } }
          vacancies(filter: { open: true }) { totalCount nodes { id } }
          search(filter: { vacancy: { availableBy: "2027-01-05" } }) { nodes { nextVacancy { freshness } } }
        }`,
        { id },
      );
      // What a search found open is as fresh as the vacancy itself says.
      const found = data.search.nodes.map(({ nextVacancy }) => nextVacancy?.freshness);
      expect(found).toEqual(data.vacancies.totalCount > 0 ? [data.node.freshness] : []);
      return [data.node.freshness, data.vacancies.totalCount];
    };
    expect(await look()).toEqual(['CONFIRMED', 1]);
    hub.clock.pass(14 * DAY);
    expect(await look()).toEqual(['AGEING', 1]);
    hub.clock.pass(14 * DAY - 1);
    expect(await look()).toEqual(['AGEING', 1]);
    hub.clock.pass(1);
    expect(await look()).toEqual(['STALE', 0]);
    const now = hub.clock.now();
    await hub.vacancies.update(vacancy.id, 1, {
      confirmedAt: new Date(now),
      ageingAt: new Date(now + 3 * HOUR),
      expiresAt: new Date(now + DAY),
    });
    expect(await look()).toEqual(['CONFIRMED', 1]);
    hub.clock.pass(3 * HOUR - 1);
    expect(await look()).toEqual(['CONFIRMED', 1]);
    hub.clock.pass(1);
    expect(await look()).toEqual(['AGEING', 1]);
  });
});
