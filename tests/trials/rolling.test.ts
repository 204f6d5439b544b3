import { rollingTrial } from './rolling.trial.js';

it('hubs that are restarted in turn cut nobody off', async () => {
  const { figures, faults } = await rollingTrial.run({ rounds: 1, say: () => {} });
  expect(faults).toEqual([]);
  expect(figures.restarts).toBe(2);
}, 300_000);
