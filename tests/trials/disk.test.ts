import { diskTrial, mayMount } from './disk.trial.js';

describe('the trial of a full disk', () => {
  const run = mayMount() ? it : it.skip;
  run(
    'is passed once with Postgres alive and once with it killed [only where a file system may be mounted]',
    async () => {
      const { faults, figures } = await diskTrial.run({ rounds: 2, say: () => {} });
      expect(faults).toEqual([]);
      expect(figures).toMatchObject({ 'writes lost': 0, 'codes of refused writes': 'UNAVAILABLE' });
    },
    240_000,
  );
});
