import type { z } from 'zod';
import { type Clock, londonToday } from '../../../platform/clock.js';
import {
  type ConstraintProblems,
  insertRecord,
  type RegisterWriter,
  updateRecord,
} from '../../../platform/database/register-writer.js';
import { type Problem, refuse } from '../../../platform/errors.js';
import { parseInput } from '../../../platform/parse.js';
import type { Actor } from '../../identity/actor.js';
import type { Atlas } from '../../place/atlas.js';
import { makeOnce } from '../../privacy/repeatable.service.js';
import { holdKept } from '../record/held-record.service.js';
import { type RecordReach, recordReachOf } from '../record/record-reach.js';
import { Framework, type Principle } from './framework.entity.js';
import type { FrameworkRepository } from './framework.repository.js';
import { frameworkContents, frameworkInput } from './framework.rules.js';

const published: Problem = {
  field: ['id'],
  code: 'NOT_IN_THIS_STATE',
  message: 'This edition is published and cannot change. Create a new draft.',
};
const drafted: Problem = {
  field: ['input', 'localAuthority'],
  code: 'TAKEN',
  message: 'This local authority already has a draft. Change that draft, or publish it first.',
};
const explained: ConstraintProblems = {
  quality_framework_published: published,
  quality_framework_draft: drafted,
  quality_framework_edition: drafted,
};
const nothing: RecordReach = { everything: false, within: [] };

/** Use cases of frameworks: a local authority writes drafts and publishes them as editions. */
export class FrameworkService {
  constructor(
    private readonly repository: FrameworkRepository,
    private readonly writer: RegisterWriter,
    private readonly atlas: Atlas,
    private readonly clock: Clock,
  ) {}

  /** The framework of a record that the caller may see. */
  get(id: string) {
    return this.repository.frameworks.get(id);
  }

  /** The principles of a framework, in order. */
  async principlesOf(frameworkId: string): Promise<Principle[]> {
    return (await this.repository.principlesOfFramework.get(frameworkId)) ?? [];
  }

  /** National frameworks and those of one local authority. Drafts need `quality.read` there. */
  list(actor: Actor, localAuthorityCode: string | null): Promise<Framework[]> {
    return this.repository.list(localAuthorityCode, draftsOf(actor));
  }

  /** Frameworks by id. Drafts need `quality.read` there. */
  byIds(actor: Actor, ids: readonly string[]): Promise<Framework[]> {
    return this.repository.byIds(ids, draftsOf(actor));
  }

  /** Creates a draft. @throws UserProblem, Forbidden. */
  async create(actor: Actor, input: z.input<typeof frameworkInput>, key?: string | null): Promise<Framework> {
    const { localAuthority, principles, ...values } = parseInput(frameworkInput, input);
    refuse(this.atlas.newLocalAuthorityProblems(localAuthority, ['input', 'localAuthority']));
    actor.require('quality.write', { localAuthorityCode: localAuthority });
    return this.writer.write(
      explained,
      async (db) => {
        const make = async (id: string) => {
          const framework = await insertRecord(db, Framework, {
            ...values,
            id,
            localAuthorityCode: localAuthority,
            edition: await this.repository.nextEdition(db, localAuthority),
            state: 'DRAFT',
            publishedOn: null,
            source: this.atlas.localAuthorities.get(localAuthority)!.name,
          });
          await this.repository.replacePrinciples(db, id, principles);
          return framework;
        };
        const now = this.clock.now();
        const request = { actor: actor.name, key, operation: 'create framework', sent: input, now };
        return makeOnce(db, request, Framework, make);
      },
      actor.because(),
    );
  }

  /** Replaces the contents of a draft. @throws UserProblem, NotFound, Conflict, Forbidden. */
  async update(
    actor: Actor,
    id: string,
    version: number,
    input: z.input<typeof frameworkContents>,
  ): Promise<Framework> {
    const { principles, ...values } = parseInput(frameworkContents, input);
    return this.change(actor, id, version, values, principles);
  }

  /** Publishes a draft. A published edition cannot change. @throws UserProblem, NotFound, Conflict, Forbidden. */
  async publish(actor: Actor, id: string, version: number): Promise<Framework> {
    return this.change(actor, id, version, {
      state: 'PUBLISHED',
      publishedOn: londonToday(this.clock),
    });
  }

  private change(
    actor: Actor,
    id: string,
    version: number,
    values: Partial<Framework>,
    principles?: Parameters<FrameworkRepository['replacePrinciples']>[2],
  ): Promise<Framework> {
    const reach = recordReachOf(actor, 'quality.write');
    return this.writer.write(
      explained,
      async (db) => {
        await holdKept(db, 'quality_framework', id, reach, 'framework');
        const partsChange =
          principles !== undefined && !(await this.repository.hasPrinciples(db, id, principles));
        const framework = await updateRecord(db, Framework, id, version, values, { partsChange });
        if (partsChange) await this.repository.replacePrinciples(db, id, principles);
        return framework;
      },
      actor.because(),
    );
  }
}

function draftsOf(actor: Actor): RecordReach {
  return actor.may('quality.read') ? recordReachOf(actor, 'quality.read') : nothing;
}
