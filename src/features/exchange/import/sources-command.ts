import type { Command } from 'commander';
import { londonDay } from '../../../platform/clock.js';
import type { ImportReadingService } from './import-reading.service.js';

/** Adds `sources`, which shows how old the data from each source is. */
export function sourcesCommand(
  program: Command,
  open: () => Promise<{ readonly imports: ImportReadingService; close(): Promise<void> }>,
  out: NodeJS.WritableStream,
): void {
  program
    .command('sources')
    .description('Shows when each kind of data was last imported, from which file, and how old it is.')
    .action(async () => {
      const { imports, close } = await open();
      try {
        for (const { kind, product, fileName, importedAt, ageDays } of await imports.sources()) {
          const age =
            importedAt === null
              ? 'never imported'
              : `${londonDay(importedAt.getTime())}, ${ageDays} ${ageDays === 1 ? 'day' : 'days'} old: ${product}, ${fileName}`;
          out.write(`${kind.padEnd(10)}  ${age}\n`);
        }
      } finally {
        await close();
      }
    });
}
