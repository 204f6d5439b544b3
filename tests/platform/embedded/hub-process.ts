// A process that uses the embedded Postgres as the hub does, driven by lines on its standard input:
// `query <sql>` and `stop`. It prints one line of JSON for each. Ctrl-C makes it drain: query once more, then stop.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import {
  defaultDataDir,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../../../src/platform/database/embedded/embedded-postgres.js';

function answer(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function query(postgres: EmbeddedPostgres, sql: string): Promise<unknown[]> {
  const client = new pg.Client(postgres.url);
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

const { projectDir, ...given } = JSON.parse(process.argv[2] ?? '{}') as EmbeddedPostgresOptions & {
  projectDir?: string;
};
const options = projectDir ? { ...given, dataDir: defaultDataDir(projectDir) } : given;

try {
  const postgres = await startEmbeddedPostgres(options);
  const { url, dataDir, adopted, port } = postgres;
  process.once('SIGINT', async () => {
    await sleep(300);
    const rows = await query(postgres, 'select 42 as value');
    answer({ drained: rows, ...(await postgres.stop()) });
    process.exit(0);
  });
  answer({ url, dataDir, adopted, port });
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'stop') {
      answer(await postgres.stop());
      process.exit(0);
    }
    answer({ rows: await query(postgres, line.replace(/^query /, '')) });
  }
} catch (error) {
  const { name, message } = error as Error;
  answer({ name, message });
  process.exit(1);
}
