import { words } from '../../platform/text.js';
import { sizeOf } from './gazetteer.entry.js';

/** Short forms that people write in names of places. `words` has those of “Saint”. */
const SHORT_FORMS: ReadonlyMap<string, string> = new Map([
  ['gt', 'great'],
  ['gtr', 'great'],
  ['grt', 'great'],
  ['lt', 'little'],
  ['ltl', 'little'],
  ['lit', 'little'],
  ['n', 'north'],
  ['nth', 'north'],
  ['s', 'south'],
  ['sth', 'south'],
  ['e', 'east'],
  ['w', 'west'],
  ['upr', 'upper'],
  ['lwr', 'lower'],
  ['mkt', 'market'],
  ['nxt', 'next'],
  ['nr', 'near'],
]);

/** A word of a place name in full: “great” for “gt”. */
export function inFull(word: string): string {
  return (word.length <= 3 && SHORT_FORMS.get(word)) || word;
}

/** The form in which names of places are compared: folded words, none of them shortened. */
export function placeKey(name: string): string {
  return words(name).map(inFull).join(' ');
}

/** A text with each short form in full, but for its last word, which might not be complete. Null if there is none. */
export function placeInFull(text: string): string | null {
  const typed = words(text);
  const full = typed.map((word, at) => (at < typed.length - 1 ? inFull(word) : word));
  return full.some((word, at) => word !== typed[at]) ? full.join(' ') : null;
}

/** Words before a name that people leave out: “Yarmouth”, “Dereham”. */
const LEADING = new Set(
  'great little north south east west upper lower old new high low long market'.split(' '),
);
/** Words after which the rest of a name is left out: “Wells-next-the-Sea”, “Thorpe St Andrew”. */
const TRAILING = new Set(
  'next on by in under le la with cum juxta saint saints all near the market'.split(' '),
);
/** What is left of a name when it could be any word. */
const GENERAL = new Set(
  (
    'all abbey barn beach bridge broad broads castle chapel church city common corner court cross dale down downs east end ' +
    'farm fen field fields ford forest gate great green grove hall ham hamlet heath high hill hills holme holy home house ' +
    'hundred island king kings lake land lane little long low lower market marsh mile mill mills moor mount new north oak old ' +
    'park parish place pool port priory quay queen red river road row sand sands school sea shop south square station street ' +
    'the three top tower town two under upper view village wall water well west white wood woods'
  ).split(' '),
);
const SHORTEST = 4;

/** The names that people shorten a name to. Several places can share one: both Great and Little Snoring are “Snoring”. */
export function shortNames(key: string): string[] {
  const parts = key.split(' ');
  const found = new Set<string>();
  const cut = parts.findIndex((word, at) => at > 0 && TRAILING.has(word));
  if (cut > 0) found.add(parts.slice(0, cut).join(' '));
  if (parts.length > 1 && LEADING.has(parts[0]!)) found.add(parts.slice(1).join(' '));
  // “Burnham Market” and “Burnham Thorpe”: a person who says “Burnham” is asked which.
  else if (parts.length > 1) found.add(parts[0]!);
  return [...found].filter((name) => name.length >= SHORTEST && !GENERAL.has(name));
}

/** How large a settlement is whose middle people name: “Norwich city centre”. */
const LARGE = sizeOf('TOWN');

/**
 * All ways to say the name of a settlement of this size: “Wells next the Sea” is also “Wells next to the Sea” and “Wells next Sea”.
 */
export function settlementNames(key: string, size: number): string[] {
  const found = [key];
  if (key.includes(' next the ')) {
    found.push(key.replace(' next the ', ' next to the '), key.replace(' next the ', ' next '));
  }
  if (size >= LARGE) {
    found.push(`${key} town`, `${key} town centre`, `${key} city`, `${key} city centre`, `city of ${key}`);
  }
  return found;
}

/** The names of a local authority: “Norfolk”, “Norfolk County Council”. “Bristol, City of” is “City of Bristol” too. */
export function authorityNames(name: string): string[] {
  const [main = '', before] = name.split(', ');
  const key = placeKey(main);
  return [
    key,
    ...(before === undefined ? [] : [placeKey(`${before} ${main}`), placeKey(name)]),
    ...['county', 'county council', 'council', 'local authority'].map((kind) => `${key} ${kind}`),
    `county of ${key}`,
  ];
}

/** The names of a district: “Breckland”, “Breckland District Council”. */
export function districtNames(name: string): string[] {
  const [main = '', before] = name.split(', ');
  const key = placeKey(main);
  return [
    key,
    ...(before === undefined ? [] : [placeKey(`${before} ${main}`), placeKey(name)]),
    ...['district', 'borough', 'district council', 'borough council', 'city council', 'council'].map(
      (kind) => `${key} ${kind}`,
    ),
  ];
}

/** The parts of a district's name that people use alone: “West Norfolk” of “King's Lynn and West Norfolk”. */
export function partsOfDistrict(name: string): string[] {
  const parts = placeKey(name).split(' and ');
  return parts.length > 1 ? parts : [];
}
