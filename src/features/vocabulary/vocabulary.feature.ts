import { feature } from '../../platform/composition/feature.js';
import { Code } from './code.entity.js';
import { Concept } from './concept.entity.js';
import { VocabularyRepository } from './vocabulary.repository.js';
import { VocabularyResolver } from './vocabulary.resolver.js';
import { Vocabulary } from './vocabulary.service.js';

/** Code lists and concepts. */
export const vocabularyFeature = feature({
  name: 'vocabulary',
  needs: {},
  entities: [Code, Concept],
  resolvers: [VocabularyResolver],
  async compose({ database }) {
    const vocabulary = new Vocabulary(new VocabularyRepository(database.source));
    await vocabulary.load();
    return { gives: vocabulary, lists: [vocabulary], resolvers: [new VocabularyResolver(vocabulary)] };
  },
});
