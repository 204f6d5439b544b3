import type { Subject, SubjectRepository } from './subject.repository.js';

/** The providers that quality records are about, for callers who may see the record. */
export class SubjectService {
  constructor(private readonly repository: SubjectRepository) {}

  /** The provider of a record. The database ensures that there is one. */
  async of({ providerId }: { readonly providerId: string }): Promise<Subject> {
    return (await this.repository.subjects.get(providerId))!;
  }
}
