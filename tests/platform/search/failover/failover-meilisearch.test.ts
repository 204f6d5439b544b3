import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../../src/platform/database/embedded/port.js';
import { openMeilisearchEngine } from '../../../../src/platform/search/meilisearch/meilisearch-engine.js';
import { meilisearchServer } from '../../../../src/platform/search/meilisearch/server.js';
import { contractSchema } from '../../../contract/contract-schema.js';
import { describeOnServer } from '../../../contract/describe-on-server.js';
import { memoryCheckpoints } from '../../../contract/memory-checkpoints.js';
import { until } from '../../../support/until.js';
import { describeFailoverUnderLoad, type Misfortune } from './describe-failover-under-load.js';

/** A server of one's own, on the same port every time. */
class OwnServer {
  private child: ChildProcess | null = null;
  private folder = '';
  private port = 0;
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }
  async start(): Promise<void> {
    this.port ||= await freePort(0);
    this.folder ||= mkdtempSync(join(tmpdir(), 'ap-hub-meilisearch-'));
    const args = ['--db-path', join(this.folder, 'data'), '--http-addr', `127.0.0.1:${this.port}`];
    this.child = spawn('meilisearch', [...args, '--no-analytics'], { cwd: this.folder, stdio: 'ignore' });
    const isHealthy = async () => (await fetch(`${this.url}/health`).catch(() => null))?.ok;
    await until('Meilisearch is ready', isHealthy, { within: 60_000, every: 20 });
  }
  async kill(): Promise<void> {
    const { child } = this;
    if (!child) return;
    this.child = null;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
  lose(): void {
    rmSync(this.folder, { recursive: true, force: true });
    this.folder = '';
  }
  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }
}

const INDEX = 'failover';

function misfortunesOf(server: OwnServer) {
  return {
    'it is killed, and comes back': { begin: () => server.kill(), end: () => server.start() },
    'it restarts empty': {
      begin: async () => {
        await server.kill();
        server.lose();
      },
      end: () => server.start(),
    },
    'its index is deleted': {
      begin: async () => void (await fetch(`${server.url}/indexes/${INDEX}`, { method: 'DELETE' })),
      end: () => {},
    },
    'it hangs': { begin: () => server.signal('SIGSTOP'), end: () => server.signal('SIGCONT') },
  } satisfies Record<string, Misfortune>;
}

describeOnServer(
  'failover from Meilisearch',
  () => {
    describeFailoverUnderLoad('Meilisearch', Object.keys(misfortunesOf(new OwnServer())), async () => {
      const server = new OwnServer();
      await server.start();
      const engine = await openMeilisearchEngine(contractSchema, {
        server: meilisearchServer({ url: server.url }),
        index: INDEX,
        checkpoints: memoryCheckpoints(),
        patience: { timeoutMs: 30_000, intervalMs: 5 },
      });
      return {
        engine,
        misfortunes: misfortunesOf(server),
        writeEveryMs: 3_000,
        close: async () => {
          await server.kill();
          server.lose();
        },
      };
    });
  },
  { own: true },
);
