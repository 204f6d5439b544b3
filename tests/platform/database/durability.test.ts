import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createHub } from '../../../src/app.js';
import { startEmbeddedPostgres } from '../../../src/platform/database/embedded/embedded-postgres.js';
import { findPostmaster } from '../../../src/platform/database/embedded/postmaster.js';
import { projectRoot } from '../../../src/platform/project-root.js';
import { servicesOf } from '../../support/services.js';

const SCRIPT = join(projectRoot, 'tests/platform/database/writing-process.mjs');
/** Enough for every writer to have been acknowledged several times. */
const ENOUGH = 250;

let folder: string;
let dataDir: string;
/** The latest acknowledged version of every record, over all runs. */
const acknowledged = new Map<string, number>();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ap-hub-durability-'));
  chmodSync(folder, 0o755); // the account that Postgres runs as must be able to pass through
  dataDir = join(folder, 'data');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lets fifty writers write until so many writes are acknowledged, then does something to them; waits for their end. */
async function writeUntil(
  run: string,
  enough: number,
  strike: (writing: ChildProcess) => void,
): Promise<number> {
  const writing = spawn(process.execPath, [SCRIPT, dataDir, run], { stdio: ['ignore', 'pipe', 'pipe'] });
  const complaints: string[] = [];
  writing.stderr.on('data', (text) => complaints.push(String(text)));
  const ended = new Promise((resolve) => writing.once('close', resolve));
  let count = 0;
  for await (const line of createInterface({ input: writing.stdout })) {
    const [id = '', version] = line.split(' ');
    acknowledged.set(id, Math.max(Number(version), acknowledged.get(id) ?? 0));
    if (++count === enough) strike(writing);
  }
  await ended;
  if (count < enough) throw new Error(`Only ${count} writes were acknowledged: ${complaints.join('')}`);
  return count;
}

/** Starts the hub again, as after a crash, and compares what it has with what was acknowledged. */
async function lost(): Promise<{ missing: string[]; older: string[] }> {
  const postgres = await startEmbeddedPostgres({ dataDir, database: 'hub' });
  try {
    const hub = await createHub({
      url: postgres.url,
      log: { info: () => {}, warn: () => {}, error: () => {} },
    });
    const missing: string[] = [];
    const older: string[] = [];
    for (const [id, version] of acknowledged) {
      const record = await servicesOf(hub).providers.get(id);
      if (!record) missing.push(id);
      else if (record.version < version || (version === 2 && !record.description)) older.push(id);
    }
    await hub.close();
    return { missing, older };
  } finally {
    await postgres.stop();
  }
}

describe('a kill -9 amid fifty writers', () => {
  it('of the hub loses no acknowledged write', async () => {
    await writeUntil('hub', ENOUGH, (writing) => writing.kill('SIGKILL'));
    expect(acknowledged.size).toBeGreaterThanOrEqual(ENOUGH / 2);
    expect(await lost()).toEqual({ missing: [], older: [] });
  }, 120_000);

  it('of the database server loses no acknowledged write', async () => {
    const before = acknowledged.size;
    await writeUntil('server', ENOUGH, (writing) => {
      const postmaster = findPostmaster(join(dataDir, 'postgres'));
      process.kill(postmaster!.pid, 'SIGKILL');
      setTimeout(() => writing.kill('SIGKILL'), 3_000); // unless it has given up by itself
    });
    expect(acknowledged.size).toBeGreaterThanOrEqual(before + ENOUGH / 2);
    expect(await lost()).toEqual({ missing: [], older: [] });
  }, 120_000);
});
