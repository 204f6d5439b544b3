/**
 * Characters that a text should not hold: those that cannot be stored, those that control a terminal or reverse the reading order,
 * and those that no one can see. One place for both input and output.
 */

/** Half a character: JSON can write one (`\ud800`), but Unicode text cannot hold it. Postgres refuses it or loses it. */
const HALF = /\p{Surrogate}/u;
/** C0 and C1 control characters and DEL, except tab, line feed and carriage return; overrides and isolates of text direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what must not pass
const STEERING = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
/** Line ends and tabs. */
const BREAK = /[\t\n\r\u2028\u2029]/;
const OTHER_LINE_ENDS = /\r\n|[\r\u2028\u2029]/g;
/** Soft hyphens, zero-width spaces, direction and byte order marks, fillers, tags: people copy them without seeing them. */
const UNSEEN =
  /\u034f|[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
/** Joiners shape letters of other scripts and join emoji. At the beginning or after an ASCII character they do nothing. */
const NEEDLESS_JOINER = /(^|[\0-\x7f])[\u200c\u200d]+/g;

/** A letter, digit, punctuation mark or symbol, except those that no one can see. */
const VISIBLE = /(?![\u2800\u{1d159}\p{Default_Ignorable_Code_Point}])[\p{L}\p{N}\p{P}\p{S}]/u;

/** Why a text cannot be stored, as a sentence that does not repeat the text; null if it can. */
export function unstorable(text: string): string | null {
  if (text.includes('\0')) return 'Leave out the character U+0000: it cannot be stored.';
  const half = HALF.exec(text)?.[0];
  return half === undefined
    ? null
    : `Leave out ${codePoint(half)}: it is half a character, and cannot be stored.`;
}

/** Whether Postgres can hold a text: every character except U+0000, and no half characters. */
export function isStorable(text: string): boolean {
  return unstorable(text) === null;
}

/** Why a text must not be shown as it is, as a sentence that does not repeat the text; null if it can be shown. */
export function unshowable(text: string): string | null {
  const [steering] = text.match(STEERING) ?? [];
  return steering === undefined
    ? null
    : `Leave out the character ${codePoint(steering)}: it cannot be seen, and changes how the text is shown.`;
}

/** Whether a text has line breaks or tabs. */
export function isBroken(text: string): boolean {
  return BREAK.test(text);
}

/** A text without characters that cannot be seen and do nothing there. */
export function withoutUnseen(text: string): string {
  return text.replace(UNSEEN, '').replace(NEEDLESS_JOINER, '$1');
}

/** Whether a text has nothing that people can see. Marks and joiners alone do not count. */
export function isBlank(text: string): boolean {
  return !VISIBLE.test(text);
}

/** A text whose lines all end in `\n`. */
export function withLineFeeds(text: string): string {
  return text.replace(OTHER_LINE_ENDS, '\n');
}

/** A text that is safe to write to a terminal: characters that would control it become `?`; line breaks stay. */
export function forTerminal(text: string): string {
  return text.replace(STEERING, '?').replace(OTHER_LINE_ENDS, '\n');
}

/** As Unicode names it: `U+200B`. */
function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
