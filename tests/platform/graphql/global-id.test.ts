import fc from 'fast-check';
import { decodeId, encodeId, prefixOf } from '../../../src/platform/graphql/global-id.js';

const uuid = fc.uuid();

describe('global ids', () => {
  it('are the prefix and the UUID in base64url', () => {
    fc.assert(
      fc.property(uuid, (value) => {
        const bytes = Buffer.from(value.replaceAll('-', ''), 'hex').toString('base64url');
        expect(encodeId('prv', value)).toBe(`prv_${bytes}`);
      }),
    );
    expect(encodeId('off', '00000000-0000-0000-0000-000000000000')).toBe('off_AAAAAAAAAAAAAAAAAAAAAA');
    expect(encodeId('off', 'ffffffff-ffff-ffff-ffff-ffffffffffff')).toBe('off______________________w');
  });

  it('can be read back, capitals or not', () => {
    fc.assert(
      fc.property(uuid, (value) => {
        expect(decodeId('prv', encodeId('prv', value))).toBe(value);
        expect(decodeId(undefined, encodeId('sit', value.toUpperCase()))).toBe(value);
      }),
    );
  });

  it.each([
    ['of another kind', 'off_AZqXk1Nse4ybBkPGx3X2AA'],
    ['too short', 'prv_AZqXk1Nse4ybBkPGx3X2A'],
    ['too long', 'prv_AZqXk1Nse4ybBkPGx3X2AAA'],
    ['with a character of ordinary base64', 'prv_AZqXk1Nse4ybBkPGx3+2AA'],
    ['that says the same in another way', 'prv_AZqXk1Nse4ybBkPGx3X2AB'],
    ['without its underscore', 'prv-AZqXk1Nse4ybBkPGx3X2AA'],
    ['that is a UUID', '019a9793-536c-7b8c-9b06-43c6c775f600'],
    ['with a line break', 'prv_AZqXk1Nse4ybBkPGx3X2AA\n'],
    ['that is empty', ''],
  ])('refuses an id %s', (_, id) => {
    expect(decodeId('prv', id)).toBeNull();
  });

  it('any kind must still be three letters', () => {
    expect(decodeId(undefined, '123_AZqXk1Nse4ybBkPGx3X2AA')).toBeNull();
    expect(prefixOf('prv_AZqXk1Nse4ybBkPGx3X2AA')).toBe('prv');
  });

  it('are not made of anything but UUIDs', () => {
    expect(() => encodeId('prv', 'abc')).toThrow(TypeError);
  });
});
