import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/project-root.js';

// cspell:ignore Entrys Vacancys Authoritys Categorys Boundarys

/** Words and turns that the old prose overused, each with what to write instead. A space stands for any white space. */
const TURNS: readonly (readonly [turn: string, instead: string])[] = [
  ['who(?:ever)? asks?', 'the caller'],
  ['whom', '"who", or another sentence'],
  ['whoever', 'anyone who, or the caller'],
  ['of who', 'of the person who'],
  ['somebody', 'someone'],
  ['has no say', 'does not decide'],
  ['that mighty', 'has that power'],
  ['(?:to blame|blamed?)', 'at fault'],
  ['(?:is|are|was|were|has|have|had|be) out(?! of)', 'has expired, or "is missing"'],
  ['(?:runs?|ran) out(?! of)', 'expires'],
  ['ends first', 'soonest to expire, or "ends soonest"'],
  ['nobody cared', 'unhandled'],
  ['lies? (?:east|west|north|south) of', 'is less than, or "is more than"'],
  [
    'a (?:evidence|information|advice|offering’?s? that|Offering|Inspection|ApiClient)',
    '"an", or "a piece of"',
  ],
  ['(?:Evidences|Entrys|Vacancys|Authoritys|Categorys|Boundarys)', 'the right plural, given by the caller'],
  ['(?:is|are|was|were|be|been|being) answered', 'returns, or "gets a response"'],
  ['answers? (?:an?|the|null|nothing|with|what|as|it|them|\\d+)', 'returns'],
  ['nothing of', 'no part of, or "none of"'],
  [
    '(?<!(?:[Tt]here|[Ww]here) )(?:is|are|be) no (?!longer|more|fewer|less|later|earlier|good|use)',
    'is not a, or "cannot be"',
  ],
  ['may not', 'must not, cannot, or "might not"'],
  ['anew', 'again'],
  ['beside', 'as well as, next to, or "alongside"'],
  ['(?:stands|stand) in', 'is in'],
  ['(?:is|are|was|were|be) told', 'gets, learns, or "is sent"'],
  ['(?:hears?|heard) of', 'learns about, or "is notified"'],
  ['goes by', 'uses'],
  ['it is so', 'it is'],
  ['(?:is|are) to say', 'the new contents'],
  ['in order again', 'valid again'],
  ['upon', 'on'],
  ['hence', 'from now, or "so"'],
  ['(?:lest|nought|thereof|therein|whence|whereof)', 'an everyday word'],
  ['keeps? nobody', 'keeps no one'],
  ['dearer', 'costs more'],
  ['(?:listings?|that) follows? (?:the kind|this|that|evidence)', 'depends on'],
  ['(?:as|so) (?:much|long|many|often) as (?:it|they) likes?', 'without a limit'],
];

const SPELLING = 'spelling';
const ITSELF = 'tests/guards/words.test.ts';

/** Prose with its lines: what ends a line and begins a comment's next one, or joins two texts, counts as white space. */
function plain(text: string): string {
  const asSpace = (found: string) => ' '.repeat(found.length);
  return text.replace(/[ \t]*['"`]?[ \t]*\+?[ \t]*\n[ \t]*(?:(?:\/\/|\*|--|#)[ \t]|['"`])?/g, asSpace);
}

const turns = TURNS.map(([turn, instead]) => {
  const begun = turn.replace(/^[a-z]/, (letter) => `[${letter}${letter.toUpperCase()}]`);
  return { pattern: new RegExp(`\\b(?:${begun.replaceAll(' ', '\\s+')})\\b`, 'g'), instead };
});

/** The turns in a text, with their lines. */
function turnsIn(text: string): { turn: string; instead: string; line: number }[] {
  const searched = plain(text);
  return turns.flatMap(({ pattern, instead }) =>
    [...searched.matchAll(pattern)].map((found) => ({
      turn: found[0].replace(/\s+/g, ' '),
      instead,
      line: text.slice(0, found.index).split('\n').length,
    })),
  );
}

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
const below = (folder: string, ends: RegExp) =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => ends.test(path));
const files = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'schema/schema.graphql',
  ...['docs', 'migrations', 'seeds', 'src', 'tests'].flatMap((folder) => below(folder, /\.(md|ts|mjs|sql)$/)),
].filter((path) => path !== ITSELF);
describe('prose', () => {
  it('says things in everyday words', () => {
    const wrong = files.flatMap((path) =>
      turnsIn(read(path)).map(({ turn, instead, line }) => `${path}:${line}: "${turn}". Say: ${instead}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the lists of words that are spelt so', () => {
  const lists = below(SPELLING, /\.txt$/).map((path) => {
    const [, ...words] = read(path).trimEnd().split('\n');
    return { path, words };
  });

  it.each(lists)('$path is in order, and has each word once', ({ words }) => {
    const inOrder = [...new Set(words.map((word) => word.toLowerCase()))].sort((a, b) => (a < b ? -1 : 1));
    expect(words.map((word) => word.toLowerCase())).toEqual(inOrder);
  });

  it('share no word, and hold none that is used nowhere', () => {
    const all = lists.flatMap(({ words }) => words.map((word) => word.toLowerCase()));
    expect(all.filter((word, at) => all.indexOf(word) !== at)).toEqual([]);
    const texts = [...files, ITSELF].map((path) => read(path).toLowerCase()).join('\n');
    expect(all.filter((word) => !texts.includes(word))).toEqual([]);
  });
});

it.each([
  ['Whom it shows,\n * and who\n * asks', ['who asks', 'Whom']],
  ["'East may ' +\n  'not lie west of west.'", ['lie west of', 'may not']],
  ['# It is no\n# URN; there is no other, and it is no longer one', ['is no']],
  ['A list of Evidences: a evidence', ['a evidence', 'Evidences']],
  ['The key is out. It is out of reach.', ['is out']],
  ['GET answers 503, the answers printed below', ['answers 503']],
  ['const whomever = besides', []],
])('finds in %j: %j', (text, expected) => {
  expect(turnsIn(text).map(({ turn }) => turn.trim())).toEqual(expected);
});
