import type { Command } from 'commander';
import { loadDemonstration, removeDemonstration } from '../../../seeds/load-demonstration.js';
import { type Console, feature } from '../../platform/composition/feature.js';
import { Setting } from '../../platform/composition/setting.js';
import { poolOf } from '../../platform/database/data-source.js';

/** The day for which demonstration data was loaded at the start, `yyyy-mm-dd`; null if it is not wanted. */
export const demonstrationSetting = new Setting<{ readonly loadedFor: string | null }>('demonstration', {
  loadedFor: null,
});

/** Invented data to try out the hub with. Its dates are moved on each day. */
export const demonstrationFeature = feature({
  name: 'demonstration',
  needs: {},
  commands: demonstrationCommands,
  compose({ database, setting }) {
    const { loadedFor } = setting(demonstrationSetting);
    const run = async (today: string) => {
      if (today !== loadedFor) await loadDemonstration(poolOf(database.source), today);
    };
    return { gives: {}, jobs: loadedFor === null ? [] : [{ name: 'demonstration', every: 'day', run }] };
  },
});

/** Adds the command `demonstration remove`. */
function demonstrationCommands(program: Command, { openDatabase, out }: Console): void {
  program
    .command('demonstration')
    .description('Manage the invented demonstration data.')
    .command('remove')
    .description(
      'Remove all demonstration data: providers, sites, offerings, vacancies, schools and planning areas.',
    )
    .action(async () => {
      const { host, close } = await openDatabase();
      try {
        const removed = await removeDemonstration(host.database.reading);
        const counts = Object.entries(removed).map(
          ([what, count]) => `${count} ${what.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`,
        );
        out.write(`Removed ${counts.join(', ')}.\n`);
        out.write('Start the hub with DEMONSTRATION=false, or the hub loads them again.\n');
      } finally {
        await close();
      }
    });
}
