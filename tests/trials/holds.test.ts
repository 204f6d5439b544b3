import { holdsTrial } from './holds.trial.js';

jest.setTimeout(300_000);

describe('the trial holds, in short', () => {
  it('is passed', async () => {
    const { faults } = await holdsTrial.run({ rounds: 1, say: () => {} });
    expect(faults).toEqual([]);
  });
});
