import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { loadDemonstration } from '../../seeds/load-demonstration.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { temporaryFolder } from '../exchange/exchange-files.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

jest.setTimeout(120_000);

/** The worked example of the operator's page, carried out as it stands. */
const page = readFileSync(join(projectRoot, 'docs/operator.md'), 'utf8');
const blocks = [...page.matchAll(/^ {3}```\n((?: {3}.*\n)+?) {3}```$/gm)].map(([, block]) =>
  block!.replace(/^ {3}/gm, ''),
);
const blockWith = (words: string) => {
  const found = blocks.find((block) => block.includes(words));
  if (found === undefined) throw new Error(`The page has no block with "${words}".`);
  return found;
};

const folder = temporaryFolder();
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await loadDemonstration(database.pool, '2026-11-23');
  folder.write('authorities.csv', blockWith('old_la_code,new_la_code'));
  folder.write('districts.csv', blockWith('LAD28CD,LAD28NM'));
  folder.write('successions.csv', blockWith('kind,from,to,day,extent'));
});
afterAll(async () => {
  await database.drop();
  folder.remove();
});

/** A command as an operator runs it, with nothing but the database. */
async function hub(line: string) {
  const child = spawn(process.execPath, [join(projectRoot, 'dist/src/cli.js'), ...line.split(' ')], {
    cwd: folder.path,
    env: { PATH: process.env.PATH ?? '', DATABASE_URL: database.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { status: status as number, out, err };
}

const commands = (block: string) => [...block.matchAll(/npm run hub -- (.*)/g)].map(([, line]) => line!);

describe('the worked example', () => {
  it('imports its lists', async () => {
    const lines = commands(blockWith('import areas authorities.csv'));
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(await hub(line)).toMatchObject({ status: 0 });
  });

  it('prints what the page says', async () => {
    const [line] = commands(blockWith('move authority 926'));
    expect(await hub(line!)).toEqual({
      status: 0,
      err: expect.any(String),
      out: blockWith('Norfolk (926) to Norfolk East'),
    });
  });

  it('is refused before its day, in one sentence', async () => {
    expect(await hub('move authority 926 996 997')).toEqual({
      status: 1,
      out: '',
      err: expect.stringMatching(
        /^Norfolk \(926\) has not ended by .+\. Its last day is 31 March 2028\. Nothing was changed\.\n$/,
      ),
    });
    expect(await hub('move authority 926 996 997 --day 2028-02-30')).toMatchObject({
      status: 1,
      err: expect.stringContaining('Give a date like 2028-04-01.'),
    });
  });
});
