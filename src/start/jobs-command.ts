import type { Command } from 'commander';
import type { Console } from '../platform/composition/feature.js';
import { JobRepository } from '../platform/jobs/job.repository.js';

/** Adds `jobs`, which lists the hub's scheduled jobs, when each last ran, and how that ended. */
export function jobsCommand(program: Command, { openDatabase, out }: Console): void {
  program
    .command('jobs')
    .description(
      'Lists the jobs that hubs run by themselves: what each was last done for, when it ended, and its last error.',
    )
    .action(async () => {
      const { host, close } = await openDatabase();
      try {
        const jobs = await new JobRepository(host.database.reading).all();
        for (const { name, doneFor, endedAt, leasedUntil, lastError } of jobs) {
          const ended = endedAt ? `ended ${endedAt.toISOString()}` : 'never ended';
          const isHeld = leasedUntil !== null && leasedUntil.getTime() > host.clock.now();
          const state = lastError
            ? `failed: ${lastError}${isHeld ? `; will be tried again after ${leasedUntil.toISOString()}` : ''}`
            : isHeld
              ? 'in progress'
              : 'no error';
          out.write(`${name}: done for ${doneFor ?? 'nothing yet'}, ${ended}, ${state}\n`);
        }
        if (jobs.length === 0) out.write('No hub has run any jobs yet.\n');
      } finally {
        await close();
      }
    });
}
