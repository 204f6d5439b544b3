import { Arg, Int, Query, Resolver } from 'type-graphql';
import { userProblemsOf } from '../../platform/errors.js';
import { parseArguments } from '../../platform/parse.js';
import { type SuggestionKind, suggestInput } from './suggest.rules.js';
import type { SuggestService } from './suggest.service.js';
import { SuggestionKindName, SuggestionsType } from './suggest.type.js';

/** Suggestions while somebody types. */
@Resolver()
export class SuggestResolver {
  constructor(private readonly service: SuggestService) {}

  @Query(() => SuggestionsType, {
    description:
      'What may be meant by the beginning of a text: providers, places, needs and concepts in one list. Typing mistakes are ' +
      'forgiven; what is typed is not stored or logged.',
  })
  async suggest(
    @Arg('text', () => String, {
      description: 'What has been typed so far, at most 200 characters; the last word may have only begun.',
    })
    text: string,
    @Arg('kinds', () => [SuggestionKindName], {
      nullable: true,
      description: 'Only these; without it all, an empty list suggests nothing.',
    })
    kinds?: SuggestionKind[],
    @Arg('first', () => Int, { defaultValue: 10, description: 'At most so many suggestions, 1 to 20.' })
    first?: number,
  ): Promise<SuggestionsType> {
    try {
      const input = parseArguments(suggestInput, { text, kinds, first }, []);
      return { suggestions: await this.service.suggest(input), userErrors: [] };
    } catch (error) {
      return { suggestions: [], userErrors: userProblemsOf(error) };
    }
  }
}
