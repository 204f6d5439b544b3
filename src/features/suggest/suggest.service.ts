import { type Clock, londonToday } from '../../platform/clock.js';
import { UserProblem } from '../../platform/errors.js';
import { foldName } from '../../platform/search/lookup/name-index.js';
import type { PlaceService } from '../place/place.service.js';
import { parsePostcode } from '../place/postcode.js';
import { type SuggestInput, suggestionKinds } from './suggest.rules.js';
import type { SuggestIndex } from './suggest-index.js';
import type { SuggestibleMaker } from './suggestible.js';
import { deal, type Suggestible, type Suggestion } from './suggestion.js';

/** Answers "what may they mean?" while somebody types. Keeps nothing of what was typed. */
export class SuggestService {
  constructor(
    private readonly index: SuggestIndex,
    private readonly maker: SuggestibleMaker,
    private readonly places: PlaceService,
    private readonly clock: Clock,
  ) {}

  /** Best first, all of the kinds asked for; a promise only for a whole postcode, which is looked up. */
  suggest({ text, kinds, first }: SuggestInput): Suggestion[] | Promise<Suggestion[]> {
    const parts = parsePostcode(text);
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
  const typed = foldName(text);
  const begins = (name: string) => foldName(name).startsWith(typed);
  const alsoCalled = begins(label) ? null : (otherNames.find(begins) ?? null);
  return { kind, label, detail, isDemonstration, near, filter, alsoCalled };
}
