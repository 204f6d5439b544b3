import { mailsTrial } from './mails.trial.js';

it('mails are neither lost nor sent twice when their senders are killed', async () => {
  const { figures, faults } = await mailsTrial.run({ rounds: 2, say: () => {} });
  expect(faults).toEqual([]);
  expect(figures['files in the folder']).toBe(100);
}, 300_000);
