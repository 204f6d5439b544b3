import { socketsTrial } from './sockets.trial.js';

const isLinux = process.platform === 'linux';
const name = 'one address that misuses connections in every way harms only itself';

(isLinux ? it : it.skip)(
  isLinux ? name : `${name} [SKIPPED: memory is read from /proc]`,
  async () => {
    const { faults } = await socketsTrial.run({ rounds: 1, say: () => {} });
    expect(faults).toEqual([]);
  },
  300_000,
);
