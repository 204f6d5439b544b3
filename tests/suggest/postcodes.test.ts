import { startTestHub, type TestHub } from '../support/hub.js';
import { listed, suggested } from './ask.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) =>
    pool.query(`insert into postcode (postcode, latitude, longitude, district_code)
      values ('NR1 1AA', 52.62, 1.3, 'E07000148')`),
  );
});
afterAll(() => hub.stop());

const labels = async (text: string, first = 20) =>
  (await suggested(hub, text, { kinds: ['POSTCODE'], first })).map(({ label }) => label);

describe('the beginning of a postcode', () => {
  it('suggests the outcode, then the longer ones, then sectors', async () => {
    const all = await labels('nr2');
    expect(all.slice(0, 11)).toEqual(['NR2', ...[...'0123456789'].map((digit) => `NR2${digit}`)]);
    expect(all.slice(11).every((label) => /^NR2\d? \d$/.test(label))).toBe(true);
  });

  it.each([
    ['NR21 9', ['NR21 9']],
    ['nr21  9', ['NR21 9']],
    ['nr219', ['NR21 9']],
    ['NR21 9A', ['NR21 9']],
    ['nr219a', ['NR21 9']],
    ['w1a', ['W1A']],
  ])('%j suggests %j', async (text, expected) => {
    expect(await labels(text)).toEqual(expected);
  });

  it('suggests the outcode where the sector is not known', async () => {
    expect(await labels('SW1A 1')).toEqual(['SW1A']);
  });

  it.each(['nr', 'n', '21', 'NR21 9AAA', 'QX9', 'QX9 1'])('%j suggests no postcode', async (text) => {
    expect(await labels(text)).toEqual([]);
  });

  it('comes first, together with what has it as a word', async () => {
    expect((await listed(hub, 'ks3'))[0]).toBe('KEY_STAGE Key stage 3 (years 7 to 9)');
    expect((await suggested(hub, 'NR21'))[0]).toMatchObject({
      kind: 'POSTCODE',
      label: 'NR21',
      detail: 'First part of a postcode in North Norfolk',
      near: { postcode: 'NR21' },
    });
  });
});

describe('a whole postcode', () => {
  it('is suggested as far as it is known, and says how far', async () => {
    expect(await suggested(hub, 'nr219aa')).toMatchObject([
      {
        label: 'NR21 9AA',
        detail: 'Postcode in North Norfolk, position known for NR21 9 only',
        near: { postcode: 'NR21 9AA' },
      },
    ]);
    expect(await suggested(hub, 'NR1 1AA')).toMatchObject([
      { label: 'NR1 1AA', detail: 'Postcode in Norwich' },
    ]);
  });

  it('is not suggested when a search from it would be refused', async () => {
    expect(await suggested(hub, 'NR1 1AB')).toEqual([]);
    expect(await suggested(hub, 'QX9 1AA')).toEqual([]);
  });

  it('is not suggested when no postcode is wanted', async () => {
    expect(await suggested(hub, 'NR21 9AA', { kinds: ['PLACE'] })).toEqual([]);
  });
});
