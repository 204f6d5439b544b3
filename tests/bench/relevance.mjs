import { createHub } from '../../dist/src/app.js';
import { readConfig } from '../../dist/src/config.js';
import { tokensBy } from '../../dist/src/features/identity/identity.settings.js';
import { searchFeature, searchSetting } from '../../dist/src/features/search/search.feature.js';
import { londonDay } from '../../dist/src/platform/clock.js';
import { createLog } from '../../dist/src/platform/log.js';
import { prepareDatabase } from '../../dist/src/start/database.js';
import { createWeb } from '../../dist/src/web.js';
import { answersFrom } from '../../dist/tests/contract/meilisearch-primary.js';
import {
  answerOf,
  demonstrated,
  figuresOf,
  queriesOf,
  readers,
  scoreOf,
} from '../../dist/tests/golden/measure.js';
import { startEngine } from './engines/start.mjs';

/** Noon of the day for which the golden queries were judged. */
const JUDGED = Date.parse('2026-11-23T12:00:00Z');

/** Relevance figures of the golden queries on an empty database: for each engine one for each reader, and one over all. */
export async function measureRelevance(url, engines) {
  const clock = { now: () => JUDGED };
  await prepareDatabase(url, { demonstration: true, clock });
  const rows = [];
  for (const engine of engines) rows.push(...(await measureEngine(url, engine, clock)));
  return rows;
}

async function measureEngine(url, engine, clock) {
  const log = createLog('warn', process.stderr);
  const { primary, stop } = await startEngine(engine);
  const config = readConfig({ PORT: '0', DEVELOPMENT_SIGN_IN: 'open' });
  const settings = [tokensBy(config, true), searchSetting.to(primary ?? {})];
  const hub = await createHub({ url, clock, log, settings });
  const web = await createWeb(hub, config, londonDay(JUDGED), log);
  try {
    if (primary) await answersFrom(hub.of(searchFeature), engine);
    const address = await web.listen();
    // These callers have signed in: they search by exact prices and numbers of places.
    const { access_token: token } = await (await fetch(`${address}/dev/token?role=school`)).json();
    const send = async (query, variables) => {
      const body = JSON.stringify({ query, variables });
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      return (await fetch(`${address}/graphql`, { method: 'POST', headers, body })).json();
    };
    const { listed } = demonstrated();
    const scores = {};
    for (const reader of readers) {
      scores[reader] = [];
      for (const query of queriesOf(reader)) {
        scores[reader].push(scoreOf(query, await answerOf(send, query, engine), listed));
      }
    }
    return [
      ...readers.map((reader) => [`${engine}, ${reader}`, figuresOf(scores[reader])]),
      [engine, figuresOf(Object.values(scores).flat())],
    ];
  } finally {
    await web.close();
    await hub.close();
    await stop();
  }
}
