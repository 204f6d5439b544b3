import type { z } from 'zod';
import type { Clock } from '../../../platform/clock.js';
import {
  type ConstraintProblems,
  insertRecord,
  type RegisterWriter,
  updateRecord,
} from '../../../platform/database/register-writer.js';
import { refuse } from '../../../platform/errors.js';
import type { KeyRange } from '../../../platform/key-range.js';
import { parseWithCodes } from '../../../platform/parse.js';
import type { Actor } from '../../identity/actor.js';
import type { Atlas } from '../../place/atlas.js';
import { makeOnce } from '../../privacy/repeatable.service.js';
import type { Vocabulary } from '../../vocabulary/vocabulary.service.js';
import { aboutProvider, holdKept, requireProvider } from '../record/held-record.service.js';
import { type DecodeId, futureProblems, uuidOf } from '../record/quality.rules.js';
import { recordReachOf } from '../record/record-reach.js';
import { Inspection, type Judgement } from './inspection.entity.js';
import type { InspectionRepository } from './inspection.repository.js';
import type { InspectionCriteria } from './inspection.rules.js';
import { inspectionContents, inspectionInput } from './inspection.rules.js';

const explained: ConstraintProblems = {
  ...aboutProvider,
  inspection_once: {
    field: ['input', 'inspectedOn'],
    code: 'TAKEN',
    message:
      'An inspection of this provider on this day is already recorded. Change that inspection instead.',
  },
};

/** Use cases of inspections, within a local authority. */
export class InspectionService {
  constructor(
    private readonly repository: InspectionRepository,
    private readonly writer: RegisterWriter,
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly decode: DecodeId,
    private readonly clock: Clock,
  ) {}

  /** Inspections the caller can reach, latest first. @throws Forbidden without `quality.read`. */
  async page(actor: Actor, criteria: InspectionCriteria, range: KeyRange): Promise<Inspection[]> {
    return this.repository.page(recordReachOf(actor, 'quality.read'), criteria, range);
  }

  /** Inspections the caller can reach, by id. @throws Forbidden without `quality.read`. */
  async byIds(actor: Actor, ids: readonly string[]): Promise<Inspection[]> {
    return this.repository.byIds(recordReachOf(actor, 'quality.read'), ids);
  }

  async count(actor: Actor, criteria: InspectionCriteria): Promise<number> {
    return this.repository.count(recordReachOf(actor, 'quality.read'), criteria);
  }

  /** Grades by area, in the order of the code list, of an inspection that the caller may see. */
  async judgementsOf(inspectionId: string): Promise<Judgement[]> {
    return (await this.repository.judgementsOfInspection.get(inspectionId)) ?? [];
  }

  /** Records an inspection. @throws UserProblem, Forbidden. */
  async create(
    actor: Actor,
    input: z.input<typeof inspectionInput>,
    key?: string | null,
  ): Promise<Inspection> {
    const parsed = parseWithCodes(inspectionInput, input, (values) => this.checkCodes(values));
    const { localAuthority, provider, judgements, ...values } = parsed;
    refuse(this.atlas.newLocalAuthorityProblems(localAuthority, ['input', 'localAuthority']));
    actor.require('quality.write', { localAuthorityCode: localAuthority });
    const providerId = uuidOf(this.decode, 'prv', provider, ['input', 'provider'], 'provider');
    return this.writer.write(
      explained,
      async (db) => {
        await requireProvider(db, providerId, localAuthority);
        const record = { ...values, providerId, localAuthorityCode: localAuthority };
        const make = async (id: string) => {
          const inspection = await insertRecord(db, Inspection, { ...record, id });
          await this.repository.replaceJudgements(db, id, judgements);
          return inspection;
        };
        const now = this.clock.now();
        const request = { actor: actor.name, key, operation: 'create inspection', sent: input, now };
        return makeOnce(db, request, Inspection, make);
      },
      actor.because(),
    );
  }

  /** Replaces the contents of a recorded inspection. @throws UserProblem, NotFound, Conflict, Forbidden. */
  async update(
    actor: Actor,
    id: string,
    version: number,
    input: z.input<typeof inspectionContents>,
  ): Promise<Inspection> {
    const { judgements, ...values } = parseWithCodes(inspectionContents, input, (given) =>
      this.checkCodes(given),
    );
    const reach = recordReachOf(actor, 'quality.write');
    return this.writer.write(
      explained,
      async (db) => {
        await holdKept(db, 'inspection', id, reach, 'inspection');
        const partsChange = !(await this.repository.hasJudgements(db, id, judgements));
        const inspection = await updateRecord(db, Inspection, id, version, values, { partsChange });
        if (partsChange) await this.repository.replaceJudgements(db, id, judgements);
        return inspection;
      },
      actor.because(),
    );
  }

  /**
   * Each framework, area and grade is valid for a period. The codes that are valid on the day of the inspection belong
   * together.
   */
  private checkCodes(input: {
    framework: string;
    inspectedOn: string;
    judgements: readonly { area: string; grade: string }[];
  }): void {
    const { framework, inspectedOn: on, judgements } = input;
    const at = (index: number, field: string) => ['input', 'judgements', String(index), field];
    refuse([
      ...futureProblems(on, this.clock.now(), ['input', 'inspectedOn']),
      ...this.vocabulary.problems('INSPECTION_FRAMEWORK', [framework], ['input', 'framework'], on),
    ]);
    refuse(
      judgements.flatMap(({ area, grade }, index) => [
        ...this.vocabulary.problems('INSPECTION_AREA', [area], at(index, 'area'), on),
        ...this.vocabulary.problems('INSPECTION_GRADE', [grade], at(index, 'grade'), on),
      ]),
    );
  }
}
