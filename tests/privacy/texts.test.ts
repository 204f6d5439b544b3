import { keyText, lineText, proseText, webAddress } from '../../src/features/privacy/text.rules.js';

const PUPIL = 'UPN A123456789012';

describe('words and addresses', () => {
  it.each([
    ['a line', lineText(100), 'Boat building', PUPIL],
    ['prose', proseText(100), 'Boat building.\nAnd more.', PUPIL],
    ['a key of several words', keyText(100), 'C 2', PUPIL],
    [
      'an address',
      webAddress,
      'https://broadside.example/boats',
      'https://broadside.example/?upn=A123456789012',
    ],
  ])('that are %s hold no pupil data', (_, rule, fine, refused) => {
    expect(rule.safeParse(fine).success).toBe(true);
    expect(rule.safeParse(refused).success).toBe(false);
  });

  it('say what to leave out, and repeat no part of it', () => {
    const said = webAddress.safeParse('https://broadside.example/?upn=A123456789012').error?.issues;
    expect(said?.map(({ message }) => message)).toEqual([
      'This address seems to contain data about a person. Remove that part.',
    ]);
  });
});
