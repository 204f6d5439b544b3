import type { Subject, SubjectRepository } from './subject.repository.js';

/** The providers that quality records are about, for readers who may see the record. */
export class SubjectService {
  constructor(private readonly repository: SubjectRepository) {}

  /** The provider of a record: the database keeps none without. */
  async of({ providerId }: { readonly providerId: string }): Promise<Subject> {
    return (await this.repository.subjects.get(providerId))!;
  }
}
