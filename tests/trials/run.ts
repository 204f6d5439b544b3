import { Command } from 'commander';
import { trials } from './all-trials.js';

const program = new Command('npm run trial --').description(
  'Trials: each does a hub harm and says whether it held. The exit code is 1 when one did not.',
);

for (const trial of trials) {
  program
    .command(trial.name)
    .description(trial.about)
    .option('--rounds <number>', 'how many rounds', Number, trial.rounds)
    .action(async ({ rounds }: { rounds: number }) => {
      const say = (line: string) => process.stderr.write(`${line}\n`);
      const { figures, faults, tooLate = [] } = await trial.run({ rounds, say });
      for (const [name, value] of Object.entries(figures)) process.stdout.write(`${name}: ${value}\n`);
      for (const fault of faults) process.stdout.write(`FAULT: ${fault}\n`);
      for (const one of tooLate) process.stdout.write(`TOO LATE: ${one}\n`);
      const isPassed = faults.length === 0 && tooLate.length === 0;
      process.stdout.write(`${trial.name}: ${isPassed ? 'passed' : 'failed'}\n`);
      process.exitCode = isPassed ? 0 : 1;
    });
}

await program.parseAsync();
