import { createHub, prepareDatabase } from '../../dist/src/app.js';
import { readConfig } from '../../dist/src/config.js';
import { londonDay } from '../../dist/src/platform/clock.js';
import { createLog } from '../../dist/src/platform/log.js';
import { createWeb } from '../../dist/src/web.js';
import {
  answerOf,
  demonstrated,
  figuresOf,
  queriesOf,
  readers,
  scoreOf,
} from '../../dist/tests/golden/measure.js';

/** Noon of the day for which the golden queries were judged. */
const JUDGED = Date.parse('2026-11-23T12:00:00Z');

/** Relevance figures of the golden queries on an empty database: one for each reader, and one over all. */
export async function measureRelevance(url) {
  const clock = { now: () => JUDGED };
  await prepareDatabase(url, { demonstration: true, clock });
  const log = createLog('warn', process.stderr);
  const hub = await createHub({ url, clock, log });
  const web = await createWeb(hub, readConfig({ PORT: '0' }), londonDay(JUDGED), log);
  try {
    const address = await web.listen();
    const send = async (query, variables) => {
      const body = JSON.stringify({ query, variables });
      const headers = { 'content-type': 'application/json' };
      return (await fetch(`${address}/graphql`, { method: 'POST', headers, body })).json();
    };
    const { listed } = demonstrated();
    const scores = {};
    for (const reader of readers) {
      scores[reader] = [];
      for (const query of queriesOf(reader)) {
        scores[reader].push(scoreOf(query, await answerOf(send, query), listed));
      }
    }
    return [
      ...readers.map((reader) => [reader, figuresOf(scores[reader])]),
      [hub.engine.name, figuresOf(Object.values(scores).flat())],
    ];
  } finally {
    await web.close();
    await hub.close();
  }
}
