import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/project-root.js';

/** Files that may ask the machine for the time, each with the reason. */
const mayAsk = new Map([
  ['platform/clock.ts', 'it is where the machine’s clock is'],
  ['platform/database/database-clock.ts', 'until Postgres has told the time'],
  [
    'platform/database/embedded/cluster.ts',
    'a name for a folder that is set aside, while there is no Postgres',
  ],
]);

/** What asks for the time of the machine, or for a day by the time zone of whatever session. */
const ASKS = /\bnew Date\(\)|\bDate\.now\b|(?<!new )\bDate\(\)|\bsystemClock\b|\bcurrent_date\b|\blocaltime/g;

const sources = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({
    file: file.replaceAll('\\', '/'),
    text: readFileSync(join(projectRoot, 'src', file), 'utf8'),
  }));

describe('the time', () => {
  it('comes from one clock, which all hubs share', () => {
    const asking = sources.filter(({ text }) => text.match(ASKS)).map(({ file }) => file);
    expect(asking.sort()).toEqual([...mayAsk.keys()].sort());
  });

  it.each(['new Date()', 'Date.now()', 'const { now } = { now: Date.now };', 'valid_to >= current_date'])(
    'would be found to come from elsewhere in: %s',
    (text) => {
      expect(text).toMatch(new RegExp(ASKS.source));
    },
  );
});
