import { type Clock, londonToday } from '../../platform/clock.js';
import { UserProblem } from '../../platform/errors.js';
import { Grade } from '../../platform/search/lookup/name-index.js';
import { foldName, readings } from '../../platform/text.js';
import type { PlaceService } from '../place/place.service.js';
import { parsePostcode } from '../place/postcode.js';
import { unfinishedPlaces } from '../search/sentence-places.js';
import { type SuggestInput, type SuggestionKind, suggestionKinds } from './suggest.rules.js';
import type { SuggestIndex } from './suggest-index.js';
import type { SuggestibleMaker } from './suggestible.js';
import { deal, type Suggestible, type Suggestion } from './suggestion.js';

/** What can follow "near" or "in" in a sentence. */
const PLACES: ReadonlySet<SuggestionKind> = new Set<SuggestionKind>([
  'PLACE',
  'POSTCODE',
  'DISTRICT',
  'PLANNING_AREA',
  'LOCAL_AUTHORITY',
  'SCHOOL',
]);
/** Without "near" or "in", fewer letters of a name could be any word. */
const SHORTEST = 4;

/** Suggests what someone may mean while they type. Keeps nothing that was typed. */
export class SuggestService {
  constructor(
    private readonly index: SuggestIndex,
    private readonly maker: SuggestibleMaker,
    private readonly places: PlaceService,
    private readonly clock: Clock,
  ) {}

  /** The suggestions, best first, of the kinds asked for. A promise only for a full postcode, which has to be looked up. */
  suggest({ text, kinds, first }: SuggestInput): Suggestion[] | Promise<Suggestion[]> {
    // Without a digit it is a name, even if O and I could stand for digits.
    const parts = /\d/.test(text) ? parsePostcode(text) : null;
    if (parts?.kind === 'POSTCODE') {
      return kinds.includes('POSTCODE') ? this.postcode(parts.postcode) : [];
    }
    const inOrder = suggestionKinds.filter((kind) => kinds.includes(kind));
    const today = londonToday(this.clock);
    const whole = deal(this.index.find(text, inOrder, first, today), first);
    const suggestions = whole.map((entry) => toSuggestion(entry, text));
    const room = first - suggestions.length;
    return room > 0 ? [...suggestions, ...this.endings(text, inOrder, room, today)] : suggestions;
  }

  /** Places that the end of a sentence may be the beginning of: "autism near th". Those of the likeliest reading that has any. */
  private endings(text: string, kinds: readonly SuggestionKind[], most: number, today: string): Suggestion[] {
    const places = kinds.filter((kind) => PLACES.has(kind));
    if (places.length === 0) return [];
    for (const { name, before, textWithout, isLed } of unfinishedPlaces(text)) {
      if (!isLed && name.length < SHORTEST) continue;
      const groups = this.index.find(name, places, most, today);
      const begun = groups.map((group) => group.filter(({ grade }) => isLed || grade < Grade.WORDS));
      const found = deal(begun, most);
      if (found.length === 0) continue;
      return found.map((entry) => ({
        ...toSuggestion(entry, name),
        text: before + entry.label,
        textWithout,
      }));
    }
    return [];
  }

  private async postcode(postcode: string): Promise<Suggestion[]> {
    try {
      const { label, districtCode } = await this.places.resolve({ postcode }, []);
      return [toSuggestion(this.maker.postcode(postcode, label, districtCode), postcode)];
    } catch (error) {
      if (error instanceof UserProblem) return []; // not a postcode that a search could start from
      throw error;
    }
  }
}

function toSuggestion(entry: Suggestible, text: string): Suggestion {
  const { kind, label, detail, isDemonstration, near, filter, otherNames } = entry;
  const typed = readings(text).map((words) => words.join(' '));
  const begins = (name: string) => typed.some((one) => foldName(name).startsWith(one));
  const alsoCalled = begins(label) ? null : (otherNames.find(begins) ?? null);
  return { kind, label, detail, isDemonstration, near, filter, alsoCalled, text: null, textWithout: null };
}
