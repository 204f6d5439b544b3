import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import type { z } from 'zod';
import { keyText, lineText, proseText, webAddress } from '../../src/features/privacy/text.rules.js';
import {
  addressText,
  codeText,
  globalId,
  queryText,
  textKindOf,
  typedText,
} from '../../src/platform/parse.js';

/** What is wrong with a text, by its rule; empty when nothing is. */
const problems = (rule: z.ZodType, text: string) =>
  (rule.safeParse(text).error?.issues ?? []).map(({ message }) => message);

const rules = { line: lineText(50), prose: proseText(50), key: keyText(50), address: addressText(50) };

describe('a text that is kept', () => {
  it.each(Object.entries(rules))(
    'of the kind %s knows its kind, described and narrowed too',
    (kind, rule) => {
      expect(textKindOf(rule)).toBe(kind);
      expect(textKindOf(rule.min(2).describe('A text.'))).toBe(kind);
    },
  );

  it.each(Object.values(rules))('is without what nobody can see (%#)', (rule) => {
    expect(rule.parse('\ufeff Oak\u200b\u00ad House\u2060 \u{e0041}')).toBe('Oak House');
    expect(problems(rule.min(1), '\u200b\u3164\u200d')).not.toEqual([]);
  });

  it('keeps what shapes letters and joins emoji', () => {
    const text = 'می‌خواهم 👩‍👩‍👧 ❤️';
    expect(rules.line.parse(text)).toBe(text);
  });

  it('is on one line, unless it is prose, whose lines all end alike', () => {
    for (const kind of ['line', 'key', 'address'] as const) {
      for (const text of ['a\nb', 'a\r\nb', 'a\tb', 'a\u2028b']) {
        expect(problems(rules[kind], text)).toEqual(['Give it on one line: leave out line breaks and tabs.']);
      }
      expect(rules[kind].parse(' pasted\n')).toBe('pasted');
    }
    expect(rules.prose.parse('a\r\nb\rc\u2029d\te')).toBe('a\nb\nc\nd\te');
  });

  it('names the character that has to go, and repeats nothing else', () => {
    expect(problems(rules.line, 'Secret\u202e')).toEqual([
      'Leave out the character U+202E: it cannot be seen, and changes how the text is shown.',
    ]);
    expect(problems(rules.prose, 'Secret\ud83d')).toEqual([
      'Leave out U+D83D: it is half a character, and cannot be stored.',
    ]);
    expect(rules.prose.parse('😀')).toBe('😀');
  });
});

describe('the limit of a text', () => {
  it.each([...Object.values(rules), codeText(50), queryText(50), typedText(50), globalId, webAddress])(
    'comes first and ends its check (%#)',
    (rule) => {
      const normalize = jest.spyOn(String.prototype, 'normalize');
      const replaced = jest.spyOn(String.prototype, 'replace');
      try {
        const long = '㌖'.repeat(100_000);
        expect(problems(rule, long)).toEqual([expect.stringMatching(/^Too big/)]);
        expect(normalize).not.toHaveBeenCalled();
        expect(replaced.mock.contexts).not.toContain(long);
      } finally {
        normalize.mockRestore();
        replaced.mockRestore();
      }
    },
  );
});

describe('a web address', () => {
  it.each([
    'https://www.example.org/',
    'http://example.org/a?b=c#d',
    'https://example.org/@page',
    'https://www.ysgol-dŵr.cymru/',
    'https://xn--ysgol-d-m2b.cymru/',
    'https://forms.office.example:8443/r/1',
    'https://www.social.example/@school.page/about',
  ])('%s is one', (address) => {
    expect(webAddress.parse(address)).toBe(address);
  });

  it.each([
    ['https://gov.uk@evil.example', /user name/],
    ['https://gov.uk:443@evil.example/', /user name/],
    ['https://@evil.example/', /user name/],
    ['https://gov.uk\\@evil.example', /backslashes/],
    ['https:\\\\evil.example', /begins with/],
    ['https:/evil.example', /begins with/],
    ['javascript:alert(1)', /begins with/],
    ['data:text/html,x', /begins with/],
    ['file:///etc/passwd', /begins with/],
    ['//evil.example', /begins with/],
    ['https://exa mple.org', /spaces/],
    ['https://exam\nple.org', /one line/],
    ['https://example.org/\u202egnp.exe', /U\+202E/],
    ['https://аррӏе.com/', /Latin/],
    ['https://xn--80ak6aa92e.com/', /Latin/],
    ['https://gоv.uk/', /Latin/],
    ['https://localhost/', /public web server/],
    ['http://127.0.0.1/', /public web server/],
    ['http://2130706433/', /public web server/],
    ['http://[::1]/', /public web server/],
    ['https://', /public web server/],
    ['https://example.org/?to=jane.doe@home.example', /person/],
    [`https://example.org/${'a'.repeat(2_000)}`, /Too big/],
  ])('%j is none', (address, message) => {
    expect(problems(webAddress, address)).toEqual([expect.stringMatching(message)]);
  });
});

/** Where a workshop has the schools of England; a copy of the project alone has not. */
const REAL = ['..', '../..']
  .map((above) =>
    join(process.cwd(), above, 'shared/data/establishments/england_establishments_joined.csv.gz'),
  )
  .find(existsSync);

(REAL ? describe : describe.skip)('the schools of England', () => {
  const schools: Record<'name' | 'street' | 'town', string>[] = REAL
    ? parse(gunzipSync(readFileSync(REAL)), { columns: true, relax_column_count: true })
    : [];

  it('may have the names and the addresses that they have', () => {
    expect(schools.length).toBeGreaterThan(25_000);
    const rule = lineText(200);
    // The file was read in the wrong encoding once: what were apostrophes and dashes are control characters.
    const repaired = (text: string) =>
      text.replace(/[\u0080-\u009f]/g, (one) =>
        iconv.decode(Buffer.from([one.charCodeAt(0)]), 'windows-1252'),
      );
    const refused = schools.flatMap(({ name, street, town }) =>
      [name, street, town].map(repaired).filter((text) => problems(rule, text).length > 0),
    );
    expect(refused).toEqual([]);
  });
});

describe('words that only look like data of a pupil', () => {
  it.each([
    'Unique Learner Centre',
    'Unique Learners',
    'The Birthplace, 14 Marchmont Street',
    'Born Free Education',
    'Pupil Name Lane',
    'St Dobson’s',
    'Unit 12, 1234567890 Park',
    'Date of Birth House',
    'Dob Lane',
    'A1234567 Depot',
    'Surname Street',
    'learn@home',
  ])('%s', (text) => {
    expect(problems(rules.line, text)).toEqual([]);
  });
});
