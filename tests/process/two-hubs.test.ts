import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/project-root.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/until.js';

/** Longest that a write may take to be found elsewhere. The aim is one second; a busy machine is given more. */
const LIMIT_MS = 10_000;
const ROUNDS = 20;

/** A hub in a process of its own (see hub-worker.mjs). */
class WorkingHub {
  private serial = 0;
  private readonly answers = new Map<number, (answer: { result: unknown; error?: string }) => void>();

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (answer: { serial: number; result: unknown }) => {
      this.answers.get(answer.serial)?.(answer);
      this.answers.delete(answer.serial);
    });
  }

  static async start(url: string): Promise<WorkingHub> {
    const child = fork(join(projectRoot, 'tests/process/hub-worker.mjs'), [url], { execArgv: [] });
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`The hub ended with code ${code}.`)));
    });
    return new WorkingHub(child);
  }

  async ask<T>(task: string, values: object): Promise<T> {
    const serial = ++this.serial;
    const answered = new Promise<{ result: unknown; error?: string }>((resolve) =>
      this.answers.set(serial, resolve),
    );
    this.child.send({ serial, task, values });
    const { result, error } = await answered;
    if (error) throw new Error(error);
    return result as T;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.disconnect();
    await ended;
  }
}

let database: TestDatabase;
let hubs: WorkingHub[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  hubs = [await WorkingHub.start(database.url), await WorkingHub.start(database.url)];
});
afterAll(async () => {
  await Promise.all(hubs.map((hub) => hub.stop()));
  await database.drop();
});

/** Milliseconds until a hub finds an offering of this title. */
async function foundAfter(hub: WorkingHub, title: string): Promise<number> {
  const began = performance.now();
  const isFound = async () => (await hub.ask<string[]>('search', { text: title })).includes(title);
  await until(`"${title}" is found`, isFound, { within: LIMIT_MS, every: 5 });
  return performance.now() - began;
}

describe('two hub processes on one Postgres', () => {
  it('find in their search what the other has written', async () => {
    const took: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const [writer, reader] = round % 2 === 0 ? [hubs[0]!, hubs[1]!] : [hubs[1]!, hubs[0]!];
      const title = `Workshop ${'abcdefghijklmnopqrstuvwxyz'[round]!.repeat(8)}`;
      const { id } = await writer.ask<{ id: string }>('create', { title });
      expect(await writer.ask('search', { text: title })).toContain(title); // its own at once
      took.push(await foundAfter(reader, title));
      const renamed = `Studio ${title.slice('Workshop '.length)}`;
      await reader.ask('rename', { id, version: 1, title: renamed }); // and back again
      took.push(await foundAfter(writer, renamed));
    }
    took.sort((a, b) => a - b);
    const at = (share: number) => took[Math.ceil(share * took.length) - 1]!.toFixed(0);
    process.stderr.write(
      `A write of one hub was found by the other after ${at(0.5)} ms (median), ${at(1)} ms at most.\n`,
    );
  });
});
