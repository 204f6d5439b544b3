import { Arg, Query, Resolver } from 'type-graphql';
import { userProblemsOf } from '../../platform/errors.js';
import { parseArguments } from '../../platform/parse.js';
import { matchTextInput } from './match.rules.js';
import { MatchTextResultsType } from './match-text.type.js';
import type { ProfileMaker } from './profile-from-text.js';

/** From a sentence to a profile. */
@Resolver()
export class MatchTextResolver {
  constructor(private readonly profiles: ProfileMaker) {}

  @Query(() => MatchTextResultsType, {
    description:
      'Reads a sentence and returns it as a profile for `match`, with what each word was read as, for a person to confirm. The hub does not store or log the text.',
  })
  async matchText(
    @Arg('text', () => String, {
      description:
        'What someone is looking for, in their own words, at most 500 characters. Do not send pupil data.',
    })
    text: string,
  ): Promise<MatchTextResultsType> {
    try {
      const input = parseArguments(matchTextInput, { text }, []);
      const { profile, chips, leftOut, ...others } = await this.profiles.read(input.text);
      const { needs, circumstances, ...fields } = profile;
      return {
        ...others,
        profile: { ...fields, needs: [...needs], circumstances: [...circumstances] },
        chips: chips.map((chip) => ({ ...chip, codes: [...chip.codes], choices: [...chip.choices] })),
        leftOut: [...leftOut],
        userErrors: [],
      };
    } catch (error) {
      const nothing = { profile: null, place: null, chips: [], leftOut: [], safety: null };
      return { ...nothing, userErrors: [...userProblemsOf(error)] };
    }
  }
}
