import { setTimeout as sleep } from 'node:timers/promises';
import { MailRepository } from '../../src/features/mail/mail.repository.js';
import { MailSender } from '../../src/features/mail/sender.service.js';
import { systemClock } from '../../src/platform/clock.js';
import { openPool } from '../../src/platform/database/connection.js';
import { mailFolder } from '../../src/platform/mail/mail-folder.js';
import { smtpMail } from '../../src/platform/mail/smtp-mail.js';

/** Sends what is in the outbox of a database (first argument) to a server or a folder (second), until nothing waits. */
const [url, to] = process.argv.slice(2) as [string, string];
const port = to.startsWith('smtp:')
  ? smtpMail(to, 'hub@county.example')
  : mailFolder(to, 'hub@county.example');
const pool = openPool(url, 2, { connectMs: 10_000, statementMs: 10_000, lockMs: 5_000 });
const repository = new MailRepository(pool);
const log = { info: () => {}, warn: () => {} };
/** Short, so that a trial takes seconds. */
const sender = new MailSender(repository, port, systemClock, log, 1_000);

for (;;) {
  await sender.sendDue();
  const { waiting } = await repository.counts();
  if (waiting === 0) break;
  await sleep(50);
}
await pool.end();
