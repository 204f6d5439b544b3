import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { prepareDatabase } from '../../src/start/database.js';
import { startSmtpInbox } from '../support/smtp-inbox.js';
import { until } from '../support/until.js';
import type { Trial } from './trial.js';

/** So many mails for each kill, on each of the two ways out. */
const MAILS_A_KILL = 50;
/** How many processes send at a time. */
const SENDERS = 2;

/** Processes that send mails are killed in the middle of one. None is lost, and a repeat is the mail that it repeats. */
export const mailsTrial: Trial = {
  name: 'mails',
  about: `${SENDERS} processes send mails and are killed; none is lost, a folder has each once, a server at most one more for each kill. A round: ${MAILS_A_KILL} mails and a kill on each way.`,
  rounds: 20,
  async run({ rounds, say }) {
    const folder = mkdtempSync(join(tmpdir(), 'ap-hub-mails-'));
    const eml = mkdtempSync(join(tmpdir(), 'ap-hub-eml-'));
    const postgres = await startEmbeddedPostgres({ dataDir: folder, database: 'hub' });
    await prepareDatabase(postgres.url);
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const faults: string[] = [];
    const amount = rounds * MAILS_A_KILL;
    const senders = new Senders(postgres.url);
    const sentCount = async () =>
      (await client.query<{ n: number }>('select count(sent_at)::int as n from mail')).rows[0]!.n;
    try {
      const putIn = await putMails(client, amount);
      senders.start(eml);
      for (let kill = 1; kill <= rounds; kill++) {
        const reached = (kill - 0.5) * MAILS_A_KILL;
        await until(`${reached} mails are in the folder`, async () => (await sentCount()) >= reached, {
          within: 60_000,
          every: 1,
        });
        senders.killOne();
        say(`folder, kill ${kill}: ${await sentCount()} mails were sent`);
      }
      await senders.allEnded();
      const files = readdirSync(eml).filter((name) => name.endsWith('.eml'));
      const inFiles = files.map((name) => messageIdIn(readFileSync(join(eml, name), 'utf8')));
      faults.push(...lost(putIn, inFiles).map((id) => `The folder does not have ${id}.`));
      if (files.length !== amount) faults.push(`The folder has ${files.length} mails, not ${amount}.`);

      const overSmtp = await putMails(client, amount);
      let received = 0;
      let kills = 0;
      // The worst moment: the server has the mail, and its sender is killed before it knows.
      const inbox = await startSmtpInbox(async () => {
        if (++received % MAILS_A_KILL === MAILS_A_KILL / 2 && kills < rounds) {
          kills++;
          senders.killAll();
        }
      });
      senders.start(inbox.url);
      await senders.allEnded(240_000);
      await inbox.close();
      const ids = inbox.mails.map(({ messageId }) => messageId);
      const repeats = ids.length - new Set(ids).size;
      say(`server: ${ids.length} mails, ${repeats} of them repeats, ${kills} kills`);
      faults.push(...lost(overSmtp, ids).map((id) => `The server did not get ${id}.`));
      // All senders are killed at a time, and each had one mail in its hands.
      if (repeats > kills * SENDERS)
        faults.push(`${repeats} mails came again after ${kills * SENDERS} kills.`);
      if (new Set(ids).size !== amount) faults.push('A repeat had another Message-ID.');
      return {
        figures: {
          'mails on each way': amount,
          'kills, folder': rounds,
          'files in the folder': files.length,
          'kills, server': kills * SENDERS,
          'mails at the server': ids.length,
          'repeats with the same Message-ID': repeats,
        },
        faults,
      };
    } finally {
      await senders.end();
      await client.end();
      await postgres.stop();
      for (const made of [folder, eml]) rmSync(made, { recursive: true, force: true });
    }
  },
};

/** Puts mails into the outbox. @returns their Message-IDs. */
async function putMails(client: pg.Client, amount: number): Promise<string[]> {
  const ids = Array.from({ length: amount }, () => randomUUID());
  await client.query(
    `insert into mail (id, message_id, recipient, subject, text, html, headers, is_demonstration, made_at, due_at)
     select id, '<' || id || '@hub.example>', 'office@forge.example', 'Still true?', 'Text.', '<p>Text.</p>', '{}', false,
            now(), now() from unnest($1::uuid[]) id`,
    [ids],
  );
  return ids.map((id) => `<${id}@hub.example>`);
}

function messageIdIn(source: string): string {
  return /^Message-ID: (\S+)/im.exec(source)?.[1] ?? '';
}

function lost(wanted: readonly string[], found: readonly string[]): string[] {
  const there = new Set(found);
  return wanted.filter((id) => !there.has(id));
}

/** Processes that send mails. One that was killed is started again. */
class Senders {
  private running: ChildProcess[] = [];
  private to = '';

  constructor(private readonly url: string) {}

  start(to: string): void {
    this.to = to;
    for (let n = 0; n < SENDERS; n++) this.startOne();
  }

  killOne(): void {
    const [first] = this.running;
    if (first) this.kill(first);
  }

  killAll(): void {
    for (const one of [...this.running]) this.kill(one);
  }

  /** Resolves when each has ended by itself, because nothing waits any more. */
  async allEnded(within = 120_000): Promise<void> {
    await until('nothing waits any more', () => this.running.length === 0, { within });
  }

  async end(): Promise<void> {
    for (const one of this.running) one.kill('SIGKILL');
    await this.allEnded();
  }

  private kill(one: ChildProcess): void {
    one.kill('SIGKILL');
    this.startOne();
  }

  private startOne(): void {
    const program = join(projectRoot, 'dist/tests/trials/mail-sender.js');
    const child = spawn(process.execPath, [program, this.url, this.to], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.running.push(child);
    child.once('exit', () => {
      this.running = this.running.filter((one) => one !== child);
    });
  }
}
