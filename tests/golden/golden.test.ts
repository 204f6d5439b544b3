import type { TestHub } from '../support/hub.js';
import { engines } from './engines.js';
import {
  answerOf,
  demonstrated,
  type Figures,
  figuresOf,
  queriesOf,
  readers,
  type Score,
  scoreOf,
  tableOf,
} from './measure.js';

/** Of every ten right answers, at least this many must be among the first ten, over all queries. */
const RECALL_FLOOR = 0.9;

const { listed } = demonstrated();
const queries = readers.flatMap(queriesOf);
const table: [string, Figures][] = [];

afterAll(() => {
  console.info(tableOf(table));
});

for (const { name, missing } of engines) {
  // Loudly: a skipped engine is one whose relevance nobody has looked at.
  if (missing) console.warn(`Golden queries on ${name} are skipped: ${missing}`);
}

describe.each(engines.filter(({ missing }) => missing === null))('golden queries on $name', (engine) => {
  let hub: TestHub;
  const scores = new Map<string, Score>();
  beforeAll(async () => {
    hub = await engine.start();
    // The callers have signed in: they ask for exact prices and numbers of places.
    const school = await hub.as('school');
    for (const query of queries) {
      const found = await answerOf((document, variables) => school(document, variables), query, engine.name);
      scores.set(query.id, scoreOf(query, found, listed));
    }
    table.push([engine.name, figuresOf([...scores.values()])]);
  });
  afterAll(() => hub.stop());

  it.each(queries.filter(({ known }) => known === undefined))('$id: $why', ({ id }) => {
    expect(scores.get(id)).toMatchObject({ isFirstRight: true, wrong: [] });
  });

  it(`has ${RECALL_FLOOR * 100} % of what is relevant among the first ten`, () => {
    expect(figuresOf([...scores.values()]).recall).toBeGreaterThanOrEqual(RECALL_FLOOR);
  });
});
