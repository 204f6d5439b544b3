import { divide } from '../../../src/platform/database/data-source.js';

describe('the connections of a hub', () => {
  it.each([
    [10, { reading: 4, writing: 4, following: 2 }],
    [5, { reading: 2, writing: 2, following: 1 }],
    [3, { reading: 1, writing: 1, following: 1 }],
    [2, { reading: 0, writing: 2, following: 0 }],
    [1, { reading: 0, writing: 1, following: 0 }],
  ])(
    '%d are divided so that nobody waits for those who do something else, where there are enough',
    (count, parts) => {
      expect(divide(count)).toEqual(parts);
    },
  );

  it('are as many as the setting says, whatever it says', () => {
    for (let count = 1; count <= 200; count++) {
      const { reading, writing, following } = divide(count);
      expect(reading + writing + following).toBe(count);
    }
  });
});
