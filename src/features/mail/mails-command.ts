import type { Command } from 'commander';
import type { Console } from '../../platform/composition/feature.js';
import { MailRepository } from './mail.repository.js';

/** How many mails are listed. */
const LISTED = 100;

/** Adds `mails`: how many mails wait and which could not be sent, without addresses. */
export function mailsCommand(program: Command, { openDatabase, out }: Console): void {
  const mails = program.command('mails').description('Shows the mails of the hub, without their addresses.');
  const open = async () => {
    const { host, close } = await openDatabase();
    return { repository: new MailRepository(host.database.reading), clock: host.clock, close };
  };
  mails
    .command('list', { isDefault: true })
    .description(
      'Counts the mails that were sent, wait and were given up, and lists those that could not be sent, with the reason.',
    )
    .action(async () => {
      const { repository, close } = await open();
      try {
        const { waiting, sent, givenUp } = await repository.counts();
        out.write(`${sent} sent, ${waiting} waiting, ${givenUp} given up\n`);
        for (const mail of await repository.failures(LISTED)) {
          const next = mail.givenUpAt
            ? `given up on ${mail.givenUpAt.toISOString()}`
            : `next attempt after ${mail.dueAt.toISOString()}`;
          out.write(
            `${mail.id}: made ${mail.madeAt.toISOString()}, ${mail.attempts} attempts, ${next}: ${mail.lastError}\n`,
          );
        }
      } finally {
        await close();
      }
    });
  mails
    .command('again')
    .description('Makes the mails that were given up due again, if they are still of use.')
    .action(async () => {
      const { repository, clock, close } = await open();
      try {
        out.write(`${await repository.again(new Date(clock.now()))} mails are due again.\n`);
      } finally {
        await close();
      }
    });
}
