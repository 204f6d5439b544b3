import { type Command, Option } from 'commander';
import type pg from 'pg';
import { type RegisterState, registerStates } from './provider.entity.js';
import { registeredProviders } from './registered-providers.repository.js';

/** Adds `register list`, which shows the providers in the register, in any state. */
export function registerCommands(
  program: Command,
  open: () => Promise<{ readonly pool: pg.Pool; close(): Promise<void> }>,
  out: NodeJS.WritableStream,
): void {
  program
    .command('register')
    .description('The register of providers.')
    .command('list')
    .description('List providers by name, in any state. (The API shows the public only listed ones.)')
    .addOption(new Option('--state <state>', 'list only providers in this state').choices(registerStates))
    .action(async ({ state }: { state?: RegisterState }) => {
      const database = await open();
      try {
        const rows = await registeredProviders(database.pool, state);
        for (const row of rows) {
          const urn = row.urn ?? '-'.repeat(6);
          out.write(
            `${urn}  ${row.state.padEnd(9)}  ${row.name} (${row.setting_type}, ${row.local_authority})\n`,
          );
        }
        out.write(`${rows.length} ${rows.length === 1 ? 'provider' : 'providers'}.\n`);
      } finally {
        await database.close();
      }
    });
}
