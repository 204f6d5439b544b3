// cspell:ignore NEET keystage yeargroup yearold yrold yrsold thats shes theyre
import type { Sentence, Span } from './sentence.js';

/** School years, ages or key stages that a part of a sentence asks for. */
export interface YearsRead extends Span {
  /** National curriculum years that an offering must all teach; 0 is reception. */
  readonly yearGroups?: readonly number[];
  /** An age in whole years. */
  readonly age?: number;
  /** Codes of KEY_STAGE, one of which an offering must teach. */
  readonly keyStages?: readonly string[];
  /** True for a number that only stands there, which is an age if the rest of the sentence says a need or an activity ("NEET, 17"). */
  readonly isGuess?: boolean;
}

const NUMBERS: Readonly<Record<string, number>> = Object.fromEntries(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
);
const HIGHEST_YEAR = 14;
const YOUNGEST = 3;
const OLDEST = 19;

const YEAR = new Set(['y', 'yr', 'yrs', 'year', 'years', 'yeargroup']);
const STAGE = new Set(['ks', 'keystage']);
const RANGE = new Set(['to', 'and', 'or', 'into', 'through']);
/** Words after which a number in this range is an age. */
const IS = new Set(
  'is hes shes im am aged age turned turning nearly almost theyre just ages thats now turns'.split(' '),
);
const OLD = new Set('yo yrold yearold yrsold'.split(' '));
/** Words after which a number at the end of a part of a sentence is something else. */
const COUNTED =
  'of to within than least most day tier level section group room unit up under over for at stage the a last first by after before about around every only all'.split(
    ' ',
  );
const NOT_AN_AGE_AFTER = new Set(COUNTED);
/** Words that say what a number before them counts. */
const UNITS = new Set(
  'mile miles km k kilometre kilometres metres minute minutes min mins hour hours hr hrs day days week weeks month months term terms year years yr yrs session sessions lesson lessons pupil pupils children kids place places school schools time times gcses gcse points percent per pm am of or to days other more attempts'.split(
    ' ',
  ),
);

/** Names of phases, and the key stages that they mean. */
const PHASES: readonly { readonly said: readonly string[]; readonly keyStages: readonly string[] }[] = [
  ...phases(
    ['KS5'],
    'sixth form',
    '6th form',
    'post 16',
    'post16',
    'post sixteen',
    'post 16s',
    'key stage five',
  ),
  ...phases(
    ['KS3', 'KS4'],
    'secondary',
    'secondary age',
    'secondary aged',
    'secondary school',
    'secondary pupil',
    'secondary phase',
  ),
  ...phases(
    ['KS1', 'KS2'],
    'primary',
    'primary age',
    'primary aged',
    'primary school',
    'primary pupil',
    'primary phase',
  ),
  ...phases(['KS2'], 'junior', 'juniors', 'junior school', 'junior age'),
  ...phases(['KS1'], 'infant', 'infants', 'infant school'),
];
/** "Primary need" is not an age. */
const NOT_A_PHASE_BEFORE = new Set([
  'need',
  'needs',
  'carer',
  'carers',
  'concern',
  'concerns',
  'reason',
  'reasons',
]);

function phases(keyStages: readonly string[], ...names: readonly string[]) {
  return names.map((name) => ({ said: name.split(' '), keyStages }));
}

/** Every reading of years, ages and key stages in a sentence. Readings can overlap. */
export function readYears(sentence: Sentence): YearsRead[] {
  const found: YearsRead[] = [];
  for (let at = 0; at < sentence.words.length; at++) {
    const read = yearGroupAt(sentence, at) ?? keyStageAt(sentence, at) ?? ageAt(sentence, at);
    if (read) found.push(read);
    const phase = phaseAt(sentence.words, at);
    if (phase) found.push(phase);
  }
  return found;
}

/** "year nine", "yr 9", "Y10", "years 7 to 9", "reception class". */
function yearGroupAt({ words }: Sentence, at: number): YearsRead | null {
  const word = words[at]!;
  const joined = /^(?:y|yr|yrs|year|years)(\d{1,2})$/.exec(word)?.[1];
  if (word === 'reception' && /^(?:class|year|aged|age|child|pupil)$/.test(words[at + 1] ?? '')) {
    return { at, length: 2, yearGroups: [0] };
  }
  const start = joined === undefined ? at + 1 : at;
  if (joined === undefined && !YEAR.has(word)) return null;
  const first = yearOf(joined ?? words[start] ?? '');
  if (first === null) return null;
  if (joined === undefined && OLD.has(words[start + 1] ?? '')) return null;
  const afterRange = RANGE.has(words[start + 1] ?? '') ? start + 2 : start + 1;
  const second = yearAt(words, afterRange);
  const isRange =
    second !== null &&
    second.year > first &&
    (afterRange === start + 2 || word.startsWith('yrs') || word.startsWith('years')) &&
    !UNITS.has(words[afterRange + second.length] ?? '');
  if (!isRange) return { at, length: start + 1 - at, yearGroups: [first] };
  return { at, length: afterRange + second.length - at, yearGroups: [first, second.year] };
}

/** A year that can be the second of a range: "9", "year 9" or "y9". */
function yearAt(words: readonly string[], at: number): { year: number; length: number } | null {
  const word = words[at] ?? '';
  const joined = /^(?:y|yr)(\d{1,2})$/.exec(word)?.[1];
  const length = joined === undefined && YEAR.has(word) ? 2 : 1;
  const year = yearOf(joined ?? words[at + length - 1] ?? '');
  return year === null ? null : { year, length };
}

/** "KS4", "key stage three". */
function keyStageAt({ words }: Sentence, at: number): YearsRead | null {
  const joined = /^ks(\d)$/.exec(words[at]!)?.[1];
  const named = words[at] === 'key' && words[at + 1] === 'stage';
  const length = joined ? 1 : named ? 3 : STAGE.has(words[at]!) ? 2 : 0;
  if (length === 0) return null;
  const stage = numberOf(joined ?? words[at + length - 1] ?? '');
  if (stage === null || stage < 1 || stage > 5) return null;
  const after = words[at + length] ?? '';
  const next = /^(?:ks)?(\d)$/.exec(after)?.[1];
  const isTwo = next !== undefined && Number(next) === stage + 1;
  const keyStages = [`KS${stage}`, ...(isTwo ? [`KS${next}`] : [])];
  return { at, length: isTwo ? length + 1 : length, keyStages };
}

/** "14 year old", "aged nine", "she is 11", "NEET, 17". */
function ageAt(sentence: Sentence, at: number): YearsRead | null {
  const { words, tokens } = sentence;
  const before = words[at - 1] ?? '';
  const together = /^(\d{1,2})(?:yo|yr|yrs|yrold|yearold)$/.exec(words[at]!)?.[1];
  const age = numberOf(together ?? words[at]!);
  if (age === null || age < YOUNGEST || age > OLDEST) return null;
  const old = together ? 1 + oldAfter(words, at + 1) : oldAfter(words, at + 1);
  if (together || old > 0) return { at, length: together ? old : 1 + old, age };
  const next = words[at + 1] ?? '';
  if (UNITS.has(next) && !tokens[at]!.endsPart) return null;
  if (IS.has(before)) {
    const withLabel = before === 'age' || before === 'aged' || before === 'ages';
    return withLabel ? { at: at - 1, length: 2, age } : { at, length: 1, age };
  }
  const standsAlone = tokens[at]!.endsPart || at === words.length - 1;
  const isDigits = /^\d+$/.test(words[at]!);
  if (!standsAlone || !isDigits || age < 5 || NOT_AN_AGE_AFTER.has(before) || YEAR.has(before)) return null;
  return { at, length: 1, age, isGuess: true };
}

/** How many words after a number say that it is an age: "year old", "yrs", "yo". */
function oldAfter(words: readonly string[], at: number): number {
  const word = words[at] ?? '';
  if (OLD.has(word)) return 1;
  if (word === 'y' && words[at + 1] === 'o') return 2;
  if (!/^(?:year|years|yr|yrs)$/.test(word)) return 0;
  const next = words[at + 1] ?? '';
  if (next === 'of' && words[at + 2] === 'age') return 3;
  return /^olds?$/.test(next) ? 2 : 0;
}

function phaseAt(words: readonly string[], at: number): YearsRead | null {
  let best: YearsRead | null = null;
  for (const { said, keyStages } of PHASES) {
    if (said.length <= (best?.length ?? 0)) continue;
    if (said.every((word, i) => words[at + i] === word)) best = { at, length: said.length, keyStages };
  }
  return best && !NOT_A_PHASE_BEFORE.has(words[at + best.length] ?? '') ? best : null;
}

function yearOf(word: string): number | null {
  if (word === 'r') return 0;
  const year = numberOf(word);
  return year !== null && year >= 1 && year <= HIGHEST_YEAR ? year : null;
}

function numberOf(word: string): number | null {
  if (/^\d{1,2}$/.test(word)) return Number(word);
  return Object.hasOwn(NUMBERS, word) ? NUMBERS[word]! : null;
}
