import { awayTrial } from './away.trial.js';

describe('the trial of a Postgres that goes away', () => {
  it('is passed in one round', async () => {
    const { faults, figures } = await awayTrial.run({ rounds: 1, say: () => {} });
    expect(faults).toEqual([]);
    expect(figures).toHaveProperty('p99 of answers from memory, ms');
  }, 180_000);
});
