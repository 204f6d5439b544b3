import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { projectRoot } from '../../src/platform/project-root.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/until.js';
import { waitingForLock } from '../support/waiting-for-lock.js';
import { sample, temporaryFolder } from './exchange-files.js';

const folder = temporaryFolder();
let database: TestDatabase;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await database.drop();
  folder.remove();
});

/** The built program, as an operator starts it. */
function hub(...parameters: string[]) {
  const child = spawn(process.execPath, [join(projectRoot, 'dist/src/cli.js'), ...parameters], {
    cwd: folder.path,
    env: { ...process.env, DATABASE_URL: database.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const ended = (async () => {
    const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    const [out, err, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    running.delete(child);
    return { out, err, code, signal };
  })();
  return { child, ended };
}

const rows = async (sql: string) => (await database.pool.query(sql)).rows;
const postcodes = async () =>
  (await rows('select postcode from postcode order by 1')).map((row) => row.postcode);

/** Starts an import and lets it come as far as storing, where it waits for a lock; does something; frees the lock. */
async function whileStoring(work: (child: ChildProcess) => Promise<void>) {
  const blocker = await database.pool.connect();
  try {
    await blocker.query('begin; lock table postcode in share mode');
    const { child, ended } = hub('import', 'postcodes', sample('code-point'));
    await waitingForLock(database.pool, 'delete from postcode');
    await work(child);
    return { ended };
  } finally {
    await blocker.query('rollback');
    blocker.release();
  }
}

async function expectNothingLeft(): Promise<void> {
  await until(
    'no lock of an import is left',
    async () =>
      (
        await rows(
          `select 1 from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
        )
      ).length === 0,
  );
  expect(await postcodes()).toEqual([]);
  expect(await rows('select 1 from import_run')).toEqual([]);
  expect(await rows(`select relname from pg_class where relname ~ '^(staged|fresh)_|^sector_part'`)).toEqual(
    [],
  );
}

describe('the import commands', () => {
  it.each([
    [
      'postcodes',
      ['<path>', 'Code-Point Open', 'ONSPD', 'NSPL', 'Examples:', 'zip', 'tar.gz', 'to within 5 m'],
    ],
    ['gias', ['<file>', '--dry-run', '--errors <file>', '--force', 'Examples:', "Head teachers' names"]],
  ])('explain themselves: %s', async (name, parts) => {
    const { out, code } = await hub('import', name, '--help').ended;
    const text = out.replace(/\s+/g, ' ');
    for (const part of parts) expect(text).toContain(part);
    expect(code).toBe(0);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('roll back on %s and say so', async (signal) => {
    const { ended } = await whileStoring(async (child) => {
      child.kill(signal);
      await once(child, 'close'); // before the lock is free: the waiting statement was cancelled
    });
    expect(await ended).toEqual({
      out: '',
      err: 'The import was interrupted. Nothing was changed.\n',
      code: 130,
      signal: null,
    });
    await expectNothingLeft();
  });

  it('leave nothing behind when they are killed', async () => {
    const { ended } = await whileStoring(async (child) => {
      child.kill('SIGKILL');
      await once(child, 'close');
    });
    expect(await ended).toMatchObject({ signal: 'SIGKILL' });
    await expectNothingLeft();
  });

  it('do not run at the same time', async () => {
    await whileStoring(async (child) => {
      const second = await hub('import', 'postcodes', sample('code-point')).ended;
      expect(second).toMatchObject({ out: '', code: 1 });
      expect(second.err).toBe(
        'Another import of this kind is running. Nothing was changed. Try again when it has finished.\n',
      );
      child.kill('SIGINT');
      await once(child, 'close');
    });
    await expectNothingLeft();
  });

  it('report what they did', async () => {
    const { out, err, code } = await hub('import', 'postcodes', sample('code-point')).ended;
    expect({ err, code }).toEqual({ err: '', code: 0 });
    expect(out).toMatch(
      /^OS Code-Point Open: 8 rows read, 2 postcode areas\nPostcodes: 7 new, 0 changed, 0 unchanged, 0 removed\nSkipped: +0 terminated, 1 without a location, 0 malformed\nPositions: 4 sectors and 3 outcodes recomputed, \d+ changed\nNot read: +Doc\/Code-Point_Open_Column_Headers\.csv, Doc\/readme\.txt\nTook \d+\.\d s\n$/,
    );
    expect(await postcodes()).toHaveLength(7);
  });

  it('list row errors in the folder where they were started, unless another file is named', async () => {
    const wrong = readFileSync(sample('gias_invented.csv'), 'latin1').replace('Invented Primary School', 'Y');
    const path = folder.write('extract.csv', Buffer.from(wrong, 'latin1'));
    const first = await hub('import', 'gias', '--dry-run', path).ended;
    expect(first).toMatchObject({ err: '', code: 0 });
    expect(first.out).toMatch(
      /^Dry run: nothing was changed.+\n(.+\n)+Row errors: +1 rows left out, listed in extract\.errors\.csv\n/,
    );
    expect(readFileSync(join(folder.path, 'extract.errors.csv'), 'utf8')).toContain(
      '2,900001,EstablishmentName,',
    );
    const second = await hub('import', 'gias', path, '--errors', 'elsewhere.csv').ended;
    expect(second.out).toMatch(/listed in elsewhere\.csv\n/);
    expect(await rows(`select count(*)::int as n from school where urn like '90000%'`)).toEqual([{ n: 7 }]);
  });

  it.each([
    [['postcodes', 'nowhere'], /^nowhere does not exist\. Give the path of a file or folder\.\n$/],
    [['gias', 'nowhere.csv'], /^nowhere\.csv does not exist\. Give the path of a file or folder\.\n$/],
    [
      ['gias', sample('ONSPD_NOV_2025_UK.csv')],
      /^The first line of the file does not name the columns "URN", .+with its header\.\n$/,
    ],
    [['postcodes', sample('gias_invented.csv')], /^No postcodes were found in .+ they came in\.\n$/],
    [
      ['gias', sample('gias_invented.csv'), '--errors', sample('gias_invented.csv')],
      /^The file of row errors would replace the extract\. Name another file with --errors\.\n$/,
    ],
  ])('fail with a plain sentence: import %j', async (parameters, message) => {
    const { out, err, code } = await hub('import', ...parameters).ended;
    expect({ out, code }).toEqual({ out: '', code: 1 });
    expect(err).toMatch(message);
  });
});
