// Typed so far. cspell:ignore thet swaf attlebor
import { loadDemonstration } from '../../seeds/load-demonstration.js';
import { londonDay } from '../../src/platform/clock.js';
import { titles } from '../search/ask.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { TEST_NOW } from '../support/test-clock.js';
import { listed, suggested } from './ask.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(({ pool }) => loadDemonstration(pool, londonDay(TEST_NOW)));
});
afterAll(() => hub.stop());

describe('the end of a sentence', () => {
  it.each([
    ['autism near th', 'PLACE Thetford', 'autism near Thetford', 'autism'],
    ['autism near thet', 'PLACE Thetford', 'autism near Thetford', 'autism'],
    [
      'wont go to school, kings ly',
      "PLACE King's Lynn",
      "wont go to school, King's Lynn",
      'wont go to school',
    ],
    ['boxing in gt yar', 'PLACE Great Yarmouth', 'boxing in Great Yarmouth', 'boxing'],
    [
      'Year 9 boy, within 10 miles of swaf',
      'PLACE Swaffham',
      'Year 9 boy, within 10 miles of Swaffham',
      'Year 9 boy',
    ],
    ['horses around the north wal', 'PLACE North Walsham', 'horses around the North Walsham', 'horses'],
    ['mechanics near ip24', 'POSTCODE IP24', 'mechanics near IP24', 'mechanics'],
    ['horses norw', 'PLACE Norwich', 'horses Norwich', 'horses'],
    ['self harm near attlebor', 'PLACE Attleborough', 'self harm near Attleborough', 'self harm'],
    ['autism near thetfrod', 'PLACE Thetford', 'autism near Thetford', 'autism'],
  ])('"%s" offers %s, with the text so far kept', async (typed, first, text, textWithout) => {
    const [one] = await suggested(hub, typed);
    expect(one && `${one.kind} ${one.label}`).toBe(first);
    expect(one).toMatchObject({ text, textWithout });
  });

  it.each(['near th', 'th', 'in', 'autism near', 'autism near ', 'autism in mainstream xq'])(
    '"%s" stands for no more than itself',
    async (typed) => {
      for (const { text, textWithout } of await suggested(hub, typed))
        expect([text, textWithout]).toEqual([null, null]);
    },
  );

  it('comes after what the whole text names', async () => {
    const [one] = await suggested(hub, 'north wal');
    expect(one).toMatchObject({ label: 'North Walsham', text: null, textWithout: null });
  });

  it('offers only the kinds that were asked for, and no more than asked for', async () => {
    expect(await listed(hub, 'autism near th', { kinds: ['NEED', 'CONCEPT'] })).toEqual([]);
    const kinds = await suggested(hub, 'autism near th', { kinds: ['PLACE', 'NEED'] });
    expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(['PLACE']));
    expect(await listed(hub, 'autism near th', { first: 2 })).toHaveLength(2);
  });

  it('can be searched for as it is, or with `near`', async () => {
    const [one] = await suggested(hub, 'boxing near thet');
    const whole = await titles(hub, { text: one!.text! });
    const apart = await titles(hub, {
      text: one!.textWithout,
      near: { place: one!.near, within: { km: 30 } },
    });
    expect(whole.length).toBeGreaterThan(0);
    expect(apart).toEqual(whole);
  });
});
