import { Arg, Int, Query, Resolver } from 'type-graphql';
import { userProblemsOf } from '../../platform/errors.js';
import { parseArguments } from '../../platform/parse.js';
import { type SuggestionKind, suggestInput } from './suggest.rules.js';
import type { SuggestService } from './suggest.service.js';
import { SuggestionKindName, SuggestionsType } from './suggest.type.js';

/** Suggestions while someone types. */
@Resolver()
export class SuggestResolver {
  constructor(private readonly service: SuggestService) {}

  @Query(() => SuggestionsType, {
    description:
      'Suggests what someone may mean while they type: providers, places, needs and concepts in one list. It allows for typing ' +
      'mistakes. The hub does not store or log what is typed.',
  })
  async suggest(
    @Arg('text', () => String, {
      description: 'What has been typed so far, at most 200 characters. The last word can be incomplete.',
    })
    text: string,
    @Arg('kinds', () => [SuggestionKindName], {
      nullable: true,
      description:
        'The kinds to suggest. If left out, all kinds. With an empty list there are no suggestions.',
    })
    kinds?: SuggestionKind[],
    @Arg('first', () => Int, {
      defaultValue: 10,
      description: 'The largest number of suggestions to return, 1 to 20.',
    })
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
