import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/project-root.js';

/** Words of the field, in small letters; the platform could serve another directory, say of libraries, as it is. */
const FIELD = [
  'academ(y|ies)',
  'admissions?',
  'alternative provision|ap',
  'bursars?',
  'commissioners?',
  'councils?',
  'curriculum',
  'education(al)?',
  'ehc|ehcp',
  'england',
  'evidence',
  'exclusions?',
  'gcse',
  'gias',
  'governors?',
  'inspect(ions?|ors?)',
  'key stages?',
  'laestab',
  'learners?',
  'listing decisions?',
  'local authority|local authorities',
  'mainstream',
  'need types?',
  'norfolk',
  'offerings?',
  'ofsted',
  'placements?',
  'planning areas?',
  'postcodes?',
  'providers?',
  'pru',
  'pupils?',
  'referrals?',
  'safeguarding',
  'schools?',
  'semh',
  'sen|senco|sendco',
  'students?',
  'suspensions?',
  'teach(ers?|ing)?',
  'tiers?',
  'tutors?|tuition',
  'ukprn|upn|uln|urn',
  'vacanc(y|ies)',
  'young people',
  'year groups?|(min|max) year',
];

/** Where one of these is another word, with what it is there. */
const OTHERWISE: ReadonlyMap<string, string> = new Map([
  ['src/platform/database/embedded/cluster.ts: provider', 'an option of initdb'],
]);

const WORD = new RegExp(`\\b(${FIELD.join('|').replaceAll(' ', '\\s+')})\\b`, 'g');

/** Words of the field in a text, with their lines: `localAuthorityCode`, `local_authority_code` and "local\nauthority" hold one too. */
function wordsOfTheField(text: string): { word: string; line: number }[] {
  const plain = text
    .replace(/\bSEND\b/g, 'sen') // in capitals it is not a verb
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .replace(/[^a-z0-9\n]/g, ' ');
  return [...plain.matchAll(WORD)].map((found) => ({
    word: found[0].replace(/\s+/g, ' '),
    line: plain.slice(0, found.index).split('\n').length,
  }));
}

const found = readdirSync(join(projectRoot, 'src/platform'), { recursive: true, encoding: 'utf8' })
  .map((name) => `src/platform/${name.replaceAll('\\', '/')}`)
  .filter((path) => /\.(ts|md)$/.test(path))
  .sort()
  .flatMap((path) =>
    [
      { word: wordsOfTheField(path.slice('src/platform/'.length))[0]?.word, line: 0 },
      ...wordsOfTheField(readFileSync(join(projectRoot, path), 'utf8')),
    ]
      .filter(({ word }) => word !== undefined)
      .map(({ word, line }) => ({ where: `${path}: ${word}`, line })),
  );

describe('the platform', () => {
  it('knows no word of the field: it could serve another directory as it is', () => {
    const told = found
      .filter(({ where }) => !OTHERWISE.has(where))
      .map(({ where, line }) => `${where}, line ${line}`);
    expect(told).toEqual([]);
  });

  it('has every exception that is listed', () => {
    const there = new Set(found.map(({ where }) => where));
    expect([...OTHERWISE.keys()].filter((where) => !there.has(where))).toEqual([]);
  });
});

it.each([
  ['for (const pupil of pupils)', ['pupil', 'pupils']],
  ['select local_authority_code, localAuthorityName', ['local authority', 'local authority']],
  ['// a vacancy of\n// an offering', ['vacancy', 'offering']],
  ['minYear, VacancyEntity', ['min year', 'vacancy']],
  ['of a local\n * authority, for SEND', ['local authority', 'sen']],
  ['schoolish, unprovided, send', []],
])('finds in %j: %j', (text, words) => {
  expect(wordsOfTheField(text).map(({ word }) => word)).toEqual(words);
});
