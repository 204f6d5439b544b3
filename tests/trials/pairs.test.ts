import { pairsTrial } from './pairs.trial.js';

jest.setTimeout(300_000);

describe('the trial pairs, in short', () => {
  it('is passed', async () => {
    const { faults, figures } = await pairsTrial.run({ rounds: 40, say: () => {} });
    expect(faults).toEqual([]);
    expect(figures['mutations tried']).toBeGreaterThan(50);
  });
});
