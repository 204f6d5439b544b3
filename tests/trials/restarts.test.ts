import { restartsTrial } from './restarts.trial.js';

jest.setTimeout(300_000);

describe('the trial restarts, in short', () => {
  it('is passed', async () => {
    const { faults } = await restartsTrial.run({ rounds: 1, say: () => {} });
    expect(faults).toEqual([]);
  });
});
