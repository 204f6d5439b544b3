import { historiesTrial } from './histories.trial.js';

jest.setTimeout(300_000);

describe('the trial histories, in short', () => {
  it('is passed', async () => {
    const { faults, figures } = await historiesTrial.run({ rounds: 12, say: () => {} });
    expect(faults).toEqual([]);
    expect(figures).toMatchObject({
      'histories tried': 12,
      'a merge': expect.any(Number),
      'a split': expect.any(Number),
    });
  });
});
