import { type Clock, londonToday } from '../../platform/clock.js';
import { UserProblem } from '../../platform/errors.js';
import { foldName, readings } from '../../platform/text.js';
import type { PlaceService } from '../place/place.service.js';
import { parsePostcode } from '../place/postcode.js';
import { type SuggestInput, suggestionKinds } from './suggest.rules.js';
import type { SuggestIndex } from './suggest-index.js';
import type { SuggestibleMaker } from './suggestible.js';
import { deal, type Suggestible, type Suggestion } from './suggestion.js';

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
    const groups = this.index.find(text, inOrder, first, londonToday(this.clock));
    return deal(groups, first).map((entry) => toSuggestion(entry, text));
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
  return { kind, label, detail, isDemonstration, near, filter, alsoCalled };
}
