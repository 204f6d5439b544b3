import { poolTrial } from './pool.trial.js';

jest.setTimeout(300_000);

describe('the trial pool, in short', () => {
  it('is passed', async () => {
    const { faults } = await poolTrial.run({ rounds: 1, say: () => {} });
    expect(faults).toEqual([]);
  });
});
