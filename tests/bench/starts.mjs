import { rmSync } from 'node:fs';
import { questions } from './questions.mjs';
import { startHub } from './servers.mjs';

const someDay = {
  latitude: 52.83,
  longitude: 0.85,
  km: 25,
  needs: ['SEMH', 'ASD'],
  keyStage: 'KS3',
  by: '2030-01-01',
};

/** What anybody may ask: nobody has a key on an empty folder. */
const FIRST = `query First($near: NearInput!, $filter: SearchFilter!, $first: Int!) {
  search(near: $near, filter: $filter, first: $first) {
    totalCount
    nodes { distanceMetres offering { id title } provider { name } }
    userErrors { code message }
  }
}`;

/**
 * Milliseconds from starting the hub to its first answer to a search, with the embedded Postgres and its demonstration: on
 * an empty data folder, as after installing it, and on the same folder again.
 */
export async function measureStarts(folder, log) {
  const figures = {};
  for (const start of ['first', 'warm']) {
    figures[start] = await timeToFirstAnswer(() => startHub({ DATA_DIR: folder, DATABASE_URL: '' }, log));
  }
  rmSync(folder, { recursive: true, force: true });
  return figures;
}

/** Milliseconds until the server that is started has answered one search; it is stopped then. */
export async function timeToFirstAnswer(start) {
  const began = performance.now();
  const server = await start();
  try {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: FIRST, variables: questions.nearby.variables(someDay) }),
    });
    const answer = await response.text();
    if (!answer.includes('"userErrors":[]')) throw new Error(`The first answer was wrong: ${answer}`);
    return performance.now() - began;
  } finally {
    await server.stop();
  }
}
