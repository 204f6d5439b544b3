import fc from 'fast-check';
import { loadDemonstration } from '../../seeds/load-demonstration.js';
import { screenText } from '../../src/features/privacy/screen-text.js';
import { createTestDatabase } from '../support/database.js';

describe('screenText refuses', () => {
  it.each([
    ['a pupil number', 'Please note A123456789012 when you write.', 'pupil number'],
    ['a temporary pupil number', 'b12345678901c', 'pupil number'],
    ['a full-width pupil number', 'Ａ１２３４５６７８９０１２', 'pupil number'],
    ['a learner number', 'His ULN is 1234567890.', 'learner number'],
    ['a learner number in groups', 'Unique learner number 123 456 7890', 'learner number'],
    ['a date of birth with slashes', 'He was born on 14/03/2011 in Norwich.', 'date of birth'],
    ['a date of birth in words', 'Born 14th March 2011', 'date of birth'],
    ['a date of birth, ISO', 'date of birth: 2011-03-14', 'date of birth'],
    ['a date of birth, short', 'dob - 14 March', 'date of birth'],
    ['the field DOB', 'DOB as on the form', 'date of birth'],
    ['the field d.o.b', 'd.o.b unknown', 'date of birth'],
    ['a field of a record', 'UPN: as before', 'record'],
    ['a name of a pupil', 'Pupil name: Robin', 'record'],
    ['the address of a person', 'Write to jane.doe@school.example', 'email'],
    ['an address with accents', 'zoë@anvil.example', 'email'],
    [
      'a date of birth after much space',
      `Date of birth${' '.repeat(4_000)}:${'\t'.repeat(500)}1`,
      'date of birth',
    ],
    ['a learner number on the next line', 'ULN\n\n1234567890', 'learner number'],
    ['a name in capitals', 'PUPIL’S NAME : Robin', 'record'],
    ['one person among roles', 'office@a.example or sam@b.example', 'email'],
  ])('%s', (_, text, kind) => {
    const reason = screenText(text);
    expect(reason).toContain(kind);
    for (const word of text.match(/\S*\d{2,}\S*|\S+@\S+/g) ?? []) expect(reason).not.toContain(word);
  });

  it('a pupil number wherever it is in a text', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 12 });
    const letter = fc.constantFrom(...'ABCDEFGHJKLMNPQRTUVWXYZabc');
    fc.assert(
      fc.property(fc.lorem(), letter, digits, fc.lorem(), (before, first, rest, after) => {
        expect(screenText(`${before} ${first}${rest.join('')}, ${after}`)).toContain('pupil number');
      }),
    );
  });
});

describe('screenText lets through', () => {
  it.each([
    'ACCOMMODATION in thirteen letters, and RELATIONSHIPS too.',
    'Ring 01603 123456 or 07700 900123.',
    'Founded on 14/03/2011; reviewed on 2 September 2026.',
    'We do not keep a UPN or a date of birth.',
    'For pupils born in the later months of a school year.',
    'office@anvil.example, senco@school.example and norwich.admissions@trust.example',
    'Company 01234567, charity 1098765, URN 123456, UKPRN 10012345.',
    'A unit award costs 1234567890 pence in no case.',
    '㌖'.repeat(5_000),
    'ﷺ'.repeat(5_000),
    'Dob Lane, Walmer Bridge',
    `The date of birth${' '.repeat(5_000)}`,
    '@'.repeat(5_000),
    '',
  ])('%s', (text) => {
    expect(screenText(text)).toBeNull();
  });

  it('every text of the demonstration, and its sentences in any order', async () => {
    const database = await createTestDatabase();
    try {
      await loadDemonstration(database.pool, '2026-11-23');
      const { rows } = await database.pool.query<{ text: string }>(`
        select name || '. ' || coalesce(legal_name, '') as text from provider union select description from provider
        union select name || ' ' || concat_ws(', ', street, locality, town, postcode) from site
        union select title from offering union select description from offering
        union select email from provider_contact where email is not null`);
      const texts = rows.map(({ text }) => text);
      expect(texts.length).toBeGreaterThan(100);
      expect(texts.filter((text) => screenText(text) !== null)).toEqual([]);
      const sentences = texts.flatMap((text) => text.split(/(?<=\.) /));
      fc.assert(
        fc.property(fc.subarray(sentences, { minLength: 1, maxLength: 6 }), (some) => {
          expect(screenText(some.join(' '))).toBeNull();
        }),
      );
    } finally {
      await database.drop();
    }
  });
});
