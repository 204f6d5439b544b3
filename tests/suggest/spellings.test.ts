// Spelt in odd ways on purpose. cspell:ignore sain numbatonsea
import { aProvider } from '../support/builders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { listed } from './ask.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
  for (const name of [
    'St Mary’s Zebrafinch',
    'Quagga & Okapi',
    'Numbat-on-Sea',
    'The A.B.C. Wombat',
    'Échidna Łodge',
  ]) {
    await aProvider(hub, { name });
  }
  await aProvider(hub, { name: 'Stanchion Pangolin' });
});
afterAll(() => hub.stop());

const providers = (text: string) => listed(hub, text, { kinds: ['PROVIDER'] });

describe('suggestions find a name', () => {
  it.each([
    [
      'St Mary’s Zebrafinch',
      ['st m', "St Mary's", 'st marys z', 'saint mary', 'sain', 'St. Márys', 'zebrafinch st'],
    ],
    ['Quagga & Okapi', ['quagga and ok', 'quagga & ok', 'quagga okapi', 'Quagga＆Okapi']],
    ['Numbat-on-Sea', ['numbat on s', 'numbat–on–sea', 'numbatonsea', 'Numbat  on sea']],
    ['The A.B.C. Wombat', ['abc wom', 'the a.b.c', 'A.B.C.']],
    ['Échidna Łodge', ['echidna lodge', 'ECHIDNA Ł']],
  ])('%j, also when someone types %j', async (name, spellings) => {
    for (const typed of spellings)
      expect([typed, await providers(typed)]).toEqual([typed, [`PROVIDER ${name}`]]);
  });

  it('that begins with "st", and not only saints', async () => {
    expect(await providers('st')).toEqual(
      expect.arrayContaining(['PROVIDER St Mary’s Zebrafinch', 'PROVIDER Stanchion Pangolin']),
    );
    expect(await providers('sta')).toEqual(['PROVIDER Stanchion Pangolin']);
  });

  it('only if a word was typed', async () => {
    expect(await listed(hub, '🐴')).toEqual([]);
  });
});
