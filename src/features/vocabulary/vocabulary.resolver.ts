import { Arg, Query, Resolver } from 'type-graphql';
import { LocalDate } from '../../platform/graphql/scalars.js';
import { type CodeList, inGraphLists } from './code-lists.rules.js';
import type { Vocabulary } from './vocabulary.service.js';
import { CodeListName, CodeType, ConceptType } from './vocabulary.type.js';

/** Code lists and concepts. */
@Resolver()
export class VocabularyResolver {
  constructor(private readonly vocabulary: Vocabulary) {}

  @Query(() => [CodeType], { description: 'Lists the codes of a code list, in the order to show them.' })
  codeList(
    @Arg('name', () => CodeListName, { description: 'The name of the code list.' }) name: CodeList,
    @Arg('validOn', () => LocalDate, {
      nullable: true,
      description:
        'A day, to list only codes that can be used on it. If left out, all codes, including expired ones.',
    })
    validOn?: string,
  ): readonly CodeType[] {
    return this.vocabulary.list(name, validOn);
  }

  @Query(() => [ConceptType], {
    description:
      'Lists the concepts that a search recognises in its text, in addition to the words themselves.',
  })
  concepts(): ConceptType[] {
    return this.vocabulary.concepts.map(({ id, strongCodes, relatedCodes, ...concept }) => ({
      key: id,
      ...concept,
      strongCodes: inGraphLists(strongCodes),
      relatedCodes: inGraphLists(relatedCodes),
    }));
  }
}
