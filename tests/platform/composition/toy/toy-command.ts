import type { Command } from 'commander';
import type pg from 'pg';
import { toyNames } from './toy.repository.js';

/** Adds `toys` to the operators' commands: the names of all. */
export function toyCommands(
  program: Command,
  open: () => Promise<{ readonly pool: pg.Pool; close(): Promise<void> }>,
  out: NodeJS.WritableStream,
): void {
  program
    .command('toys')
    .description('Lists all toys.')
    .action(async () => {
      const { pool, close } = await open();
      try {
        for (const name of await toyNames(pool)) out.write(`${name}\n`);
      } finally {
        await close();
      }
    });
}
