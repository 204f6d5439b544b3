import { Arg, Query, Resolver } from 'type-graphql';
import { LocalDate } from '../../platform/graphql/scalars.js';
import type { CodeList, Vocabulary } from './vocabulary.service.js';
import { CodeListName, CodeType, ConceptType } from './vocabulary.type.js';

/** Code lists and concepts. */
@Resolver()
export class VocabularyResolver {
  constructor(private readonly vocabulary: Vocabulary) {}

  @Query(() => [CodeType], { description: 'The codes of a list, in order of display.' })
  codeList(
    @Arg('name', () => CodeListName, { description: 'The list.' }) name: CodeList,
    @Arg('validOn', () => LocalDate, {
      nullable: true,
      description: 'Only codes that may be used on this day.',
    })
    validOn?: string,
  ): readonly CodeType[] {
    return this.vocabulary.list(name, validOn);
  }

  @Query(() => [ConceptType], { description: 'What searches understand beyond the words themselves.' })
  concepts(): readonly ConceptType[] {
    return this.vocabulary.concepts;
  }
}
