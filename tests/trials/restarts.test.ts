import { restartsTrial, TOO_LATE } from './restarts.trial.js';

jest.setTimeout(300_000);

describe('the trial restarts, in short', () => {
  it('is passed; how soon an answer comes is measured by the trial itself, with the machine to itself', async () => {
    const { faults } = await restartsTrial.run({ rounds: 1, say: () => {} });
    expect(faults.filter((fault) => !fault.startsWith(TOO_LATE))).toEqual([]);
  });
});
