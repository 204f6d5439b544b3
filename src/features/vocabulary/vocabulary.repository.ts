import type { DataSource } from 'typeorm';
import { Code } from './code.entity.js';
import { Concept } from './concept.entity.js';

/** Reads the code lists and concepts. */
export class VocabularyRepository {
  constructor(private readonly source: DataSource) {}

  /** All codes, sorted by list, position and code. */
  async codes(): Promise<Code[]> {
    const codes = await this.source.getRepository(Code).find();
    return codes.sort(
      (a, b) => byCodeUnit(a.list, b.list) || a.position - b.position || byCodeUnit(a.code, b.code),
    );
  }

  /** All concepts, sorted by id. */
  async concepts(): Promise<Concept[]> {
    const concepts = await this.source.getRepository(Concept).find();
    return concepts.sort((a, b) => byCodeUnit(a.id, b.id));
  }
}

/** The order in Postgres would depend on the locale of the database. */
function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
