// cspell:ignore aint arent cant couldnt didnt doesnt dont hadnt hasnt havent hes ive isnt shes shouldnt theyre theyve wasnt werent whos wont wouldnt youre
// cspell:ignore whove shed theyd
import type { Concept } from '../vocabulary/concept.entity.js';
import type { Sentence, Span } from './sentence.js';

/**
 * How people tell of somebody: "hits other children", "he keeps hitting the other kids", "my son has hit another child" say the same.
 * Phrases are compared here whoever says them, of whom, when, and of how many.
 */

/** A word of a sentence as it is compared, and where it stands. */
export interface ToldWord {
  readonly word: string;
  readonly at: number;
}

/** What no phrase contains: the end of a part of a sentence. */
const END = '.';

/** The words of a sentence as they are compared. Words that only say who or when are left out; parts of the sentence are kept apart. */
export function toldWords({ tokens }: Sentence, length: number): ToldWord[] {
  const told: ToldWord[] = [];
  for (let at = 0; at < length; at++) {
    const { word, endsPart } = tokens[at]!;
    const folded = foldedWord(word);
    if (folded) told.push({ word: folded, at });
    if (endsPart) told.push({ word: END, at });
  }
  return told;
}

/** A word as it is compared; null if it only says who or when. */
export function foldedWord(word: string): string | null {
  const known = folded.get(word);
  if (known !== undefined) return known;
  return SKIPPED.has(word) ? null : stemOf(word);
}

interface Step {
  concept: Concept | null;
  readonly next: Map<string, Step>;
}

/** A concept that some words of a sentence tell of. */
export interface Told extends Span {
  readonly concept: Concept;
  /** How many of the words count. */
  readonly words: number;
}

/** The phrases of all concepts, word by word as they are compared. Only those of two words and more that count. */
export class ToldPhrases {
  private readonly start: Step = { concept: null, next: new Map() };

  clear(): void {
    this.start.next.clear();
  }

  /** Adds a phrase. Of phrases that are told alike, the first one counts. */
  add(phrase: readonly string[], concept: Concept): void {
    const words = phrase.flatMap((word) => foldedWord(word) ?? []);
    // Two such words are not enough: "has left" and "was in" are said of much.
    if (words.length < 2 || (words.length === 2 && words.some((word) => LIGHT.has(word)))) return;
    let step = this.start;
    for (const word of words) {
      let next = step.next.get(word);
      if (!next) {
        next = { concept: null, next: new Map() };
        step.next.set(word, next);
      }
      step = next;
    }
    step.concept ??= concept;
  }

  /** The concepts of all phrases that begin at one of the words of a sentence. */
  from(told: readonly ToldWord[], start: number): Told[] {
    const found: Told[] = [];
    const { at } = told[start]!;
    let step: Step | undefined = this.start;
    for (let i = start; i < told.length; i++) {
      step = step.next.get(told[i]!.word);
      if (!step) break;
      if (step.concept)
        found.push({ concept: step.concept, at, length: told[i]!.at - at + 1, words: i - start + 1 });
    }
    return found;
  }
}

/** The part that the forms of a word share. Not always a word. */
function stemOf(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word;
  let stem = word;
  if (word.endsWith('ies')) stem = `${word.slice(0, -3)}y`;
  else if (/(?:ss|sh|ch|x|zz)es$/.test(word)) stem = word.slice(0, -2);
  else if (/[^suiy]s$|[aeo]ys$/.test(word)) stem = word.slice(0, -1);
  else if (/[aeiouy].*ing$/.test(word) && word.length > 5) stem = undoubled(word.slice(0, -3));
  else if (word.endsWith('ied')) stem = `${word.slice(0, -3)}y`;
  else if (/[aeiouy].*[^e]ed$/.test(word) && word.length > 4) stem = undoubled(word.slice(0, -2));
  return stem.length > 3 && stem.endsWith('e') ? stem.slice(0, -1) : stem;
}

function undoubled(stem: string): string {
  return /([bdgkmnprt])\1$/.test(stem) ? stem.slice(0, -1) : stem;
}

function setOf(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** Words that only say who, when or how much. */
const SKIPPED: ReadonlySet<string> = new Set(
  setOf(`
  a an the he she they i we you it him them me us his her hers their theirs my our your its he's hes shes theyre im ive
  theyve youre whos whove shed theyd is are was were be been being am has have had having do does did doing done will would could should
  to of that which who so very really just always often quite too still even ever again also all any some
  constantly completely totally literally absolutely basically suddenly recently lately currently properly
  regularly repeatedly actually already usually sometimes keep keeps kept keeping
  start starts started starting begun began says said
  `),
);

/** Words, as they are compared, that say little with only one other. */
const LIGHT: ReadonlySet<string> = new Set(
  setOf(`
  not no out in on off at by with from up down over back go get leav leave much self own away here mov fin ok way work stay
  sit stand see day night school high low hom hous new make take come be want lot load need lik
  after look for car help about nearly almost
  `),
);

/** Words that are compared as another one. */
const folded: ReadonlyMap<string, string> = new Map(
  Object.entries({
    not: `never wont cant cannot doesnt dont didnt wouldnt couldnt shouldnt isnt arent wasnt werent hasnt havent hadnt aint
      refuse refuses refused`,
    self: 'himself herself themselves themself myself yourself itself ourselves',
    child:
      'children kid kids pupil pupils student students classmate classmates peer peers child youngster youngsters',
    mum: 'mother mam mummy mom mums mothers',
    dad: 'father daddy dads fathers',
    nan: 'gran granny grandma nana nanny grandmother',
    grandad: 'granddad grandpa grandfather gramps grampy',
    room: 'bedroom rooms bedrooms',
    run: 'ran running runs',
    hide: 'hid hidden hides hiding',
    bite: 'bit bitten bites biting',
    throw: 'threw thrown throws throwing',
    break: 'broke broken breaks breaking',
    lose: 'lost loses losing',
    die: 'died dies dying dead',
    leave: 'left leaves leaving',
    take: 'took taken takes taking',
    come: 'came comes coming',
    go: 'went gone goes going',
    eat: 'ate eaten eats eating',
    sleep: 'slept sleeps sleeping',
    feel: 'felt feels feeling',
    tell: 'told tells telling',
    think: 'thought thinks thinking',
    speak: 'spoke spoken speaks speaking',
    fall: 'fell fallen falls falling',
    get: 'got gets getting gotten',
    make: 'made makes making',
    steal: 'stole stolen steals stealing',
    swear: 'swore sworn swears swearing',
    hang: 'hung hanged hangs hanging',
    burn: 'burnt burned burns burning',
    drink: 'drank drunk drinks drinking',
    fight: 'fought fights fighting',
    beat: 'beaten beats beating',
    find: 'found finds finding',
    see: 'saw seen sees seeing',
    hear: 'heard hears hearing',
    give: 'gave given gives giving',
    sit: 'sat sits sitting',
    stand: 'stood stands standing',
    shoot: 'shot shoots shooting',
    write: 'wrote written writes writing',
    read: 'reads reading',
    bring: 'brought brings bringing',
    send: 'sent sends sending',
    hurt: 'hurts hurting',
    cut: 'cuts cutting',
    hit: 'hits hitting',
    kick: 'kicks kicked kicking',
    rape: 'raped rapes raping',
  }).flatMap(
    ([to, from]) =>
      [[to, to], ...setOf(from).map((word): [string, string] => [word, to])] as [string, string][],
  ),
);
