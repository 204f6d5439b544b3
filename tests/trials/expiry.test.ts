import { expiryTrial } from './expiry.trial.js';

jest.setTimeout(300_000);

describe('the trial expiry, in short', () => {
  it('is passed', async () => {
    const { faults } = await expiryTrial.run({ rounds: 1, say: () => {} });
    expect(faults).toEqual([]);
  });
});
