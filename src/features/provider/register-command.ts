import { type Command, Option } from 'commander';
import type pg from 'pg';
import { registerStates } from './provider.entity.js';

interface RegisterRow {
  readonly urn: string | null;
  readonly name: string;
  readonly setting_type: string;
  readonly local_authority: string;
  readonly state: string;
}

/** Adds `register list`: what stands in the register, in any state. */
export function registerCommands(
  program: Command,
  open: () => Promise<{ readonly pool: pg.Pool; close(): Promise<void> }>,
  out: NodeJS.WritableStream,
): void {
  program
    .command('register')
    .description('The register of providers.')
    .command('list')
    .description('List providers by name, whatever their state: the API shows listed ones only.')
    .addOption(new Option('--state <state>', 'only those in this state').choices(registerStates))
    .action(async ({ state }: { state?: string }) => {
      const database = await open();
      try {
        const { rows } = await database.pool.query<RegisterRow>(
          `select p.urn, p.name, p.setting_type, l.name as local_authority, p.state
             from provider p join local_authority l on l.code = p.local_authority_code
            where $1::text is null or p.state = $1 order by p.name collate "C", p.id`,
          [state],
        );
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
