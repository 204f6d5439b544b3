import type { z } from 'zod';
import type { Clock } from '../../../platform/clock.js';
import { makeOnce } from '../../../platform/database/idempotency.js';
import {
  type ConstraintProblems,
  insertRecord,
  type RegisterWriter,
  updateRecord,
} from '../../../platform/database/register-writer.js';
import { refuse } from '../../../platform/errors.js';
import { parseWithCodes } from '../../../platform/parse.js';
import type { Actor } from '../../identity/actor.js';
import type { Atlas } from '../../place/atlas.js';
import type { Vocabulary } from '../../vocabulary/vocabulary.service.js';
import { type DecodeId, futureProblems, uuidOf } from '../record/quality.rules.js';
import { aboutProvider, holdKept, reachOf, requireProvider } from '../record/quality-reach.js';
import { Inspection, type Judgement } from './inspection.entity.js';
import type { InspectionRepository } from './inspection.repository.js';
import type { InspectionCriteria } from './inspection.rules.js';
import { inspectionContents, inspectionInput } from './inspection.rules.js';

const explained: ConstraintProblems = {
  ...aboutProvider,
  inspection_once: {
    field: ['input', 'inspectedOn'],
    code: 'TAKEN',
    message: 'An inspection of this provider on this day is recorded already.',
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

  /** Inspections in reach, latest first. @throws Forbidden without `quality.read`. */
  async page(
    actor: Actor,
    criteria: InspectionCriteria,
    after: readonly [string, string] | null,
    limit: number,
  ): Promise<Inspection[]> {
    return this.repository.page(reachOf(actor, 'quality.read'), criteria, after, limit);
  }

  async count(actor: Actor, criteria: InspectionCriteria): Promise<number> {
    return this.repository.count(reachOf(actor, 'quality.read'), criteria);
  }

  /** Grades by area, in the order of the list; of an inspection that its reader may see. */
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
    refuse(this.atlas.localAuthorityProblems(localAuthority, ['input', 'localAuthority']));
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

  /** Says what a recorded inspection is to say from now on. @throws UserProblem, NotFound, Conflict, Forbidden. */
  async update(
    actor: Actor,
    id: string,
    version: number,
    input: z.input<typeof inspectionContents>,
  ): Promise<Inspection> {
    const { judgements, ...values } = parseWithCodes(inspectionContents, input, (given) =>
      this.checkCodes(given),
    );
    const reach = reachOf(actor, 'quality.write');
    return this.writer.write(
      explained,
      async (db) => {
        await holdKept(db, 'inspection', id, reach, 'inspection');
        const beside = !(await this.repository.hasJudgements(db, id, judgements));
        const inspection = await updateRecord(db, Inspection, id, version, values, { beside });
        if (beside) await this.repository.replaceJudgements(db, id, judgements);
        return inspection;
      },
      actor.because(),
    );
  }

  /**
   * Frameworks, areas and grades are valid between dates that do not overlap: what is valid on the day of the inspection
   * belongs together.
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
