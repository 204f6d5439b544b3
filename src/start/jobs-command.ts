import type { Command } from 'commander';
import type { Console } from '../platform/composition/feature.js';
import { JobRepository } from '../platform/jobs/job.repository.js';

/** Adds `jobs`: what hubs do by themselves, when each was done last, and how that ended. */
export function jobsCommand(program: Command, { openDatabase, out }: Console): void {
  program
    .command('jobs')
    .description('What hubs do by themselves: what each job was done for, when it ended, and its last error.')
    .action(async () => {
      const { host, close } = await openDatabase();
      try {
        const jobs = await new JobRepository(host.database.reading).all();
        for (const { name, doneFor, endedAt, leasedUntil, lastError } of jobs) {
          const ended = endedAt ? `ended ${endedAt.toISOString()}` : 'never ended';
          const isHeld = leasedUntil !== null && leasedUntil.getTime() > host.clock.now();
          const state = lastError
            ? `failed: ${lastError}${isHeld ? `; tried again after ${leasedUntil.toISOString()}` : ''}`
            : isHeld
              ? 'under way'
              : 'in order';
          out.write(`${name}: done for ${doneFor ?? 'nothing yet'}, ${ended}, ${state}\n`);
        }
        if (jobs.length === 0) out.write('No hub has done anything by itself yet.\n');
      } finally {
        await close();
      }
    });
}
