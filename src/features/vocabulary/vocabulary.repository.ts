import type { DataSource } from 'typeorm';
import { Code } from './code.entity.js';
import { Concept } from './concept.entity.js';

/** Reads the code lists and concepts. */
export class VocabularyRepository {
  constructor(private readonly source: DataSource) {}

  codes(): Promise<Code[]> {
    return this.source.getRepository(Code).find({ order: { list: 'ASC', position: 'ASC', code: 'ASC' } });
  }

  concepts(): Promise<Concept[]> {
    return this.source.getRepository(Concept).find({ order: { id: 'ASC' } });
  }
}
