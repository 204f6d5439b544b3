import type { z } from 'zod';
import { type Clock, londonDay } from '../../platform/clock.js';
import {
  type ConstraintProblems,
  insertRecord,
  type RegisterWriter,
  updateRecord,
} from '../../platform/database/register-writer.js';
import { refuse } from '../../platform/errors.js';
import { parseChanges, parseInput } from '../../platform/parse.js';
import type { Actor } from '../identity/actor.js';
import type { Atlas } from '../place/atlas.js';
import type { Code } from '../vocabulary/code.entity.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { Evidence } from './evidence.entity.js';
import type { EvidenceCriteria, EvidenceRepository, EvidenceView } from './evidence.repository.js';
import { evidenceChanges, evidenceInput, lastDay, typicalMonths } from './evidence.rules.js';
import { type DecodeId, futureProblems, problem, uuidOf } from './quality.rules.js';
import { aboutProvider, holdKept, reachOf, requireProvider } from './quality-reach.js';

const explained: ConstraintProblems = {
  ...aboutProvider,
  evidence_dates: {
    field: ['input', 'expiresOn'],
    code: 'INVALID',
    message: 'It cannot end before it begins.',
  },
  evidence_verified: {
    field: ['input', 'verifiedBy'],
    code: 'INVALID',
    message: 'Give verifiedBy and verifiedOn together; validated evidence needs both.',
  },
};

/** Who makes the changes of the daily job, as the change log says it. */
export const EXPIRY_ACTOR = 'system: evidence expiry';

/** A kind of evidence, as a local authority has settled it. */
export interface EvidenceKind {
  readonly kind: Code;
  /** Null where no source says so for sure: the date must be given. */
  readonly typicalMonths: number | null;
  readonly suspendsListing: boolean;
}

/** Use cases of evidence: metadata within a local authority, and the daily look at what has run out. */
export class EvidenceService {
  constructor(
    private readonly repository: EvidenceRepository,
    private readonly writer: RegisterWriter,
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly decode: DecodeId,
    private readonly clock: Clock,
  ) {}

  /** Evidence in reach, what ends first before. @throws Forbidden without `quality.read`. */
  async page(
    actor: Actor,
    criteria: EvidenceCriteria,
    after: readonly [string, string] | null,
    limit: number,
  ): Promise<EvidenceView[]> {
    return this.repository.page(reachOf(actor, 'quality.read'), criteria, after, limit);
  }

  async count(actor: Actor, criteria: EvidenceCriteria): Promise<number> {
    return this.repository.count(reachOf(actor, 'quality.read'), criteria);
  }

  /** Every kind in the order of the list. @throws Forbidden without `quality.read` there. */
  async kinds(actor: Actor, localAuthorityCode: string): Promise<EvidenceKind[]> {
    refuse(this.atlas.localAuthorityProblems(localAuthorityCode, ['localAuthority']));
    actor.require('quality.read', { localAuthorityCode });
    const rules = await this.repository.rules(localAuthorityCode);
    const suspends = new Set(rules.filter((rule) => rule.suspendsListing).map(({ kind }) => kind));
    return this.vocabulary.list('EVIDENCE_KIND', londonDay(this.clock.now())).map((kind) => ({
      kind,
      typicalMonths: typicalMonths[kind.code] ?? null,
      suspendsListing: suspends.has(kind.code),
    }));
  }

  /** Says whether listings follow a kind. @throws UserProblem, Forbidden. */
  async setKind(
    actor: Actor,
    localAuthorityCode: string,
    kind: string,
    suspendsListing: boolean,
  ): Promise<EvidenceKind> {
    refuse([
      ...this.atlas.localAuthorityProblems(localAuthorityCode, ['localAuthority']),
      ...this.vocabulary.problems('EVIDENCE_KIND', [kind], ['kind'], londonDay(this.clock.now())),
    ]);
    actor.require('quality.write', { localAuthorityCode });
    await this.writer.write(
      explained,
      (db) => this.repository.setRule(db, localAuthorityCode, kind, suspendsListing),
      { actor: actor.name },
    );
    const code = this.vocabulary.get('EVIDENCE_KIND', kind);
    return { kind: code, typicalMonths: typicalMonths[kind] ?? null, suspendsListing };
  }

  /** Records evidence. @throws UserProblem, Forbidden. */
  async create(actor: Actor, input: z.input<typeof evidenceInput>): Promise<EvidenceView> {
    const { localAuthority, provider, expiresOn, ...values } = parseInput(evidenceInput, input);
    const now = this.clock.now();
    refuse([
      ...this.atlas.localAuthorityProblems(localAuthority, ['input', 'localAuthority']),
      ...this.vocabulary.problems('EVIDENCE_KIND', [values.kind], ['input', 'kind'], londonDay(now)),
      ...futureProblems(values.verifiedOn, now, ['input', 'verifiedOn']),
    ]);
    actor.require('quality.write', { localAuthorityCode: localAuthority });
    const providerId = uuidOf(this.decode, 'prv', provider, ['input', 'provider'], 'provider');
    const record = {
      ...values,
      expiresOn: expiresOn ?? usualEnd(values.kind, values.issuedOn),
      providerId,
      localAuthorityCode: localAuthority,
    };
    const { id } = await this.writer.write(
      explained,
      async (db) => {
        await requireProvider(db, providerId, localAuthority);
        return insertRecord(db, Evidence, record);
      },
      { actor: actor.name },
    );
    return this.written(actor, id);
  }

  /** Changes recorded evidence, or renews it. @throws UserProblem, NotFound, Conflict, Forbidden. */
  async update(
    actor: Actor,
    id: string,
    version: number,
    input: z.input<typeof evidenceChanges>,
  ): Promise<EvidenceView> {
    const changes = parseChanges(evidenceChanges, input);
    refuse(futureProblems(changes.verifiedOn, this.clock.now(), ['input', 'verifiedOn']));
    const reach = reachOf(actor, 'quality.write');
    await this.writer.write(
      explained,
      async (db) => {
        await holdKept(db, 'evidence', id, reach, 'evidence');
        await updateRecord(db, Evidence, id, version, changes);
      },
      { actor: actor.name },
    );
    return this.written(actor, id);
  }

  /** Marks what has run out by now, and answers how many; nothing the second time. */
  async expire(): Promise<number> {
    const today = londonDay(this.clock.now());
    return this.writer.write(explained, (db) => this.repository.expire(db, today), {
      actor: EXPIRY_ACTOR,
      reason: `It held until before ${today}.`,
    });
  }

  private async written(actor: Actor, id: string): Promise<EvidenceView> {
    return (await this.repository.byId(reachOf(actor, 'quality.write'), id))!;
  }
}

/** @throws UserProblem when nobody knows for sure how long the kind usually holds. */
function usualEnd(kind: string, issuedOn: string): string {
  const months = typicalMonths[kind];
  if (months !== undefined) return lastDay(issuedOn, months);
  throw problem(
    ['input', 'expiresOn'],
    'INVALID',
    'Give the last day it holds: this kind has no usual time.',
  );
}
