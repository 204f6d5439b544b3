import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { codeFilter, idFilter } from '../../../platform/choice.js';
import { type Clock, isLocalDate, londonToday } from '../../../platform/clock.js';
import { idempotencyKeyArgument } from '../../../platform/database/idempotency.js';
import { refuse } from '../../../platform/errors.js';
import '../../../platform/graphql/choice-inputs.js';
import { PageArguments } from '../../../platform/graphql/connection.js';
import { decodeId, encodeId, storedIds } from '../../../platform/graphql/global-id.js';
import { type Payload, payload } from '../../../platform/graphql/mutation.js';
import { type Page, readPage } from '../../../platform/graphql/page.js';
import { inputFrom } from '../../../platform/graphql/zod-input.js';
import { parseArguments } from '../../../platform/parse.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.graph.js';
import type { LocalAuthority } from '../../place/area.entity.js';
import type { Atlas } from '../../place/atlas.js';
import { LocalAuthorityType } from '../../place/place.type.js';
import type { Code } from '../../vocabulary/code.entity.js';
import type { Vocabulary } from '../../vocabulary/vocabulary.service.js';
import { CodeType } from '../../vocabulary/vocabulary.type.js';
import { day, uuidOf } from '../record/quality.rules.js';
import { evidenceStates } from '../record/quality.terms.js';
import { QualityProviderType } from '../record/quality.type.js';
import type { Subject } from '../record/subject.repository.js';
import type { SubjectService } from '../record/subject.service.js';
import type { Evidence } from './evidence.entity.js';
import { type EvidenceView, NO_END } from './evidence.repository.js';
import { evidenceChanges, evidenceInput } from './evidence.rules.js';
import type { EvidenceKind, EvidenceService } from './evidence.service.js';
import {
  EvidenceConnection,
  EvidenceKindPayload,
  EvidenceKindType,
  EvidencePayload,
  EvidenceType,
} from './evidence.type.js';

const EvidenceInput = inputFrom(evidenceInput, 'EvidenceCreateInput');
const EvidenceChanges = inputFrom(evidenceChanges, 'EvidenceUpdateInput');

const evidenceFilter = z
  .strictObject({
    localAuthority: codeFilter.optional().describe('Codes of the local authorities that keep the evidence.'),
    provider: idFilter.optional().describe('Ids of the providers.'),
    kind: codeFilter.optional().describe('Codes of list EVIDENCE_KIND.'),
    state: z.array(z.enum(evidenceStates)).max(5).optional().describe('Evidence in any of these states.'),
    expiresBy: day.optional().describe('Evidence that expires on or before this day.'),
    affectsListing: z
      .boolean()
      .optional()
      .describe('Whether the evidence is about to cause a suspension. See `Evidence.affectsListing`.'),
  })
  .describe('Conditions on evidence. All of them must be true.');
const EvidenceFilter = inputFrom(evidenceFilter, 'EvidenceFilter');

/** The evidence ledger. */
@Resolver(() => EvidenceType)
export class EvidenceResolver {
  constructor(
    private readonly ledger: EvidenceService,
    private readonly subjects: SubjectService,
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly clock: Clock,
  ) {}

  @Requires('quality.read')
  @Query(() => EvidenceConnection, {
    description: 'Evidence in your local authority, soonest to expire first.',
  })
  async evidence(
    @Ctx() { actor }: RequestContext,
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => EvidenceFilter, {
      nullable: true,
      description: 'Limits the list. Leave it out to get all evidence.',
    })
    filter?: z.input<typeof evidenceFilter> | null,
  ): Promise<Page<EvidenceView>> {
    const given = parseArguments(evidenceFilter, filter ?? {}, ['filter']);
    const { localAuthority, provider, kind, state, expiresBy, affectsListing } = given;
    refuse([
      ...this.atlas.localAuthorityChoiceProblems(localAuthority, ['filter', 'localAuthority']),
      ...this.vocabulary.choiceProblems('EVIDENCE_KIND', kind, ['filter', 'kind'], londonToday(this.clock)),
    ]);
    const criteria = {
      localAuthority,
      provider: storedIds('prv', provider),
      kind,
      ...(state && { states: state }),
      ...(expiresBy !== undefined && { expiresBy }),
      ...(affectsListing !== undefined && { affectsListing }),
    };
    return readPage(
      page,
      ({ expiresOn, id }) => [expiresOn ?? NO_END, id],
      (range) => this.ledger.page(actor, criteria, range),
      () => this.ledger.count(actor, criteria),
      (value) => value === NO_END || isLocalDate(value),
    );
  }

  @Requires('quality.read')
  @Query(() => [EvidenceKindType], {
    description: 'All kinds of evidence, with the rules a local authority has set for them.',
  })
  async evidenceKinds(
    @Ctx() { actor }: RequestContext,
    @Arg('localAuthority', () => String, { description: 'Code of the local authority.' })
    localAuthority: string,
  ): Promise<EvidenceKind[]> {
    return this.ledger.kinds(actor, localAuthority);
  }

  @Requires('quality.write')
  @Mutation(() => EvidencePayload, {
    description: 'Records that a provider has shown evidence. The record holds metadata only.',
  })
  evidenceCreate(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('input', () => EvidenceInput, { description: 'The evidence the provider showed.' }) input: z.input<
      typeof evidenceInput
    >,
    @Arg('idempotencyKey', () => String, idempotencyKeyArgument) key?: string | null,
  ): Promise<Payload<'evidence', EvidenceView>> {
    return payload('evidence', asking, (actor) => this.ledger.create(actor, input, key));
  }

  @Requires('quality.write')
  @Mutation(() => EvidencePayload, {
    description: 'Changes or renews recorded evidence.',
  })
  evidenceUpdate(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The id of the evidence.' }) id: string,
    @Arg('version', () => Int, { description: 'The version that the change is based on.' }) version: number,
    @Arg('input', () => EvidenceChanges, { description: 'The fields to change.' })
    input: z.input<typeof evidenceChanges>,
  ): Promise<Payload<'evidence', EvidenceView>> {
    return payload('evidence', asking, async (actor) => {
      const uuid = uuidOf(decodeId, 'evi', id, ['id'], 'evidence');
      return this.ledger.update(actor, uuid, version, input);
    });
  }

  @Requires('quality.write')
  @Mutation(() => EvidenceKindPayload, {
    description:
      'Sets whether listings depend on a kind of evidence. This takes effect at once: providers that have no valid evidence of the kind left are suspended. To see how many would be suspended, read `listingsAffected` first.',
  })
  evidenceKindSet(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('localAuthority', () => String, { description: 'Code of the local authority.' })
    localAuthority: string,
    @Arg('kind', () => String, { description: 'Code of list EVIDENCE_KIND.' }) kind: string,
    @Arg('suspendsListing', () => Boolean, {
      description: 'Whether to suspend a listing when the provider has no valid evidence of this kind left.',
    })
    suspendsListing: boolean,
  ): Promise<Payload<'evidenceKind', EvidenceKind>> {
    return payload('evidenceKind', asking, (actor) =>
      this.ledger.setKind(actor, localAuthority, kind, suspendsListing),
    );
  }

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() evidence: Evidence): string {
    return encodeId('evi', evidence.id);
  }

  @FieldResolver(() => LocalAuthorityType, { description: 'The local authority that keeps the evidence.' })
  localAuthority(@Root() evidence: Evidence): LocalAuthority {
    return this.atlas.localAuthorities.get(evidence.localAuthorityCode)!;
  }

  @FieldResolver(() => QualityProviderType, { description: 'The provider that showed the evidence.' })
  provider(@Root() evidence: Evidence): Promise<Subject> {
    return this.subjects.of(evidence);
  }

  @FieldResolver(() => CodeType, { description: 'The kind of evidence: a code of list EVIDENCE_KIND.' })
  kind(@Root() evidence: Evidence): Code {
    return this.vocabulary.get('EVIDENCE_KIND', evidence.kind);
  }
}
