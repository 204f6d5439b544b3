import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { isLocalDate } from '../../../platform/clock.js';
import { idempotencyKeyArgument } from '../../../platform/database/idempotency.js';
import { PageArguments } from '../../../platform/graphql/connection.js';
import { decodeId, encodeId } from '../../../platform/graphql/global-id.js';
import { type Payload, payload } from '../../../platform/graphql/mutation.js';
import { type Page, readPage } from '../../../platform/graphql/page.js';
import { inputFrom } from '../../../platform/graphql/zod-input.js';
import { codeText, globalId, parseArguments } from '../../../platform/parse.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.type.js';
import type { LocalAuthority } from '../../place/area.entity.js';
import type { Atlas } from '../../place/atlas.js';
import { LocalAuthorityType } from '../../place/place.type.js';
import type { Code } from '../../vocabulary/code.entity.js';
import type { Vocabulary } from '../../vocabulary/vocabulary.service.js';
import { CodeType } from '../../vocabulary/vocabulary.type.js';
import { day, uuidOf } from '../record/quality.rules.js';
import { QualityProviderType } from '../record/quality.type.js';
import type { Subject } from '../record/subject.repository.js';
import type { SubjectService } from '../record/subject.service.js';
import { evidenceStates } from '../record/terms.entity.js';
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

const EvidenceInput = inputFrom(evidenceInput, 'EvidenceInput');
const EvidenceChanges = inputFrom(evidenceChanges, 'EvidenceChanges');

const evidenceFilter = z
  .strictObject({
    localAuthority: codeText(3).optional().describe('Code of the local authority that keeps it.'),
    provider: globalId.optional().describe('Id of the provider.'),
    kind: z.array(codeText()).max(50).optional().describe('Any of these kinds.'),
    state: z.array(z.enum(evidenceStates)).max(5).optional().describe('In any of these states.'),
    expiresBy: day.optional().describe('Ends on this day at the latest.'),
    affectsListing: z.boolean().optional().describe('Whether a listing is to follow it.'),
  })
  .describe('Conditions that must all hold.');
const EvidenceFilter = inputFrom(evidenceFilter, 'EvidenceFilter');

/** The evidence ledger. */
@Resolver(() => EvidenceType)
export class EvidenceResolver {
  constructor(
    private readonly ledger: EvidenceService,
    private readonly subjects: SubjectService,
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
  ) {}

  @Requires('quality.read')
  @Query(() => EvidenceConnection, {
    description: 'Evidence in your local authority, what ends first before.',
  })
  async evidence(
    @Ctx() { actor }: RequestContext,
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => EvidenceFilter, { nullable: true, description: 'Which evidence.' })
    filter?: z.input<typeof evidenceFilter> | null,
  ): Promise<Page<EvidenceView>> {
    const given = parseArguments(evidenceFilter, filter ?? {}, ['filter']);
    const { localAuthority, provider, kind, state, expiresBy, affectsListing } = given;
    const criteria = {
      ...(localAuthority !== undefined && { localAuthorityCode: localAuthority }),
      ...(provider !== undefined && {
        providerId: uuidOf(decodeId, 'prv', provider, ['filter', 'provider'], 'provider'),
      }),
      ...(kind && { kinds: kind }),
      ...(state && { states: state }),
      ...(expiresBy !== undefined && { expiresBy }),
      ...(affectsListing !== undefined && { affectsListing }),
    };
    return readPage(
      page,
      ({ expiresOn, id }) => [expiresOn ?? NO_END, id],
      (after, limit) => this.ledger.page(actor, criteria, after, limit),
      () => this.ledger.count(actor, criteria),
      (value) => value === NO_END || isLocalDate(value),
    );
  }

  @Requires('quality.read')
  @Query(() => [EvidenceKindType], {
    description: 'Kinds of evidence, as a local authority has settled them.',
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
    description: 'Records evidence: metadata only.',
  })
  evidenceCreate(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('input', () => EvidenceInput, { description: 'What was shown.' }) input: z.input<
      typeof evidenceInput
    >,
    @Arg('idempotencyKey', () => String, idempotencyKeyArgument) key?: string | null,
  ): Promise<Payload<'evidence', EvidenceView>> {
    return payload('evidence', asking, (actor) => this.ledger.create(actor, input, key));
  }

  @Requires('quality.write')
  @Mutation(() => EvidencePayload, {
    description: 'Changes recorded evidence, or renews it.',
  })
  evidenceUpdate(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The evidence.' }) id: string,
    @Arg('version', () => Int, { description: 'The version that the change is based on.' }) version: number,
    @Arg('input', () => EvidenceChanges, { description: 'What changes.' })
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
      'Says whether listings follow evidence of a kind, at once: those whose evidence of it is out are suspended. Whom it would touch stands in listingsAffected.',
  })
  evidenceKindSet(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('localAuthority', () => String, { description: 'Code of the local authority.' })
    localAuthority: string,
    @Arg('kind', () => String, { description: 'Code of list EVIDENCE_KIND.' }) kind: string,
    @Arg('suspendsListing', () => Boolean, {
      description: 'Whether a listing is to be suspended when such evidence has run out or failed.',
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

  @FieldResolver(() => LocalAuthorityType, { description: 'The local authority that keeps it.' })
  localAuthority(@Root() evidence: Evidence): LocalAuthority {
    return this.atlas.localAuthorities.get(evidence.localAuthorityCode)!;
  }

  @FieldResolver(() => QualityProviderType, { description: 'Whose evidence it is.' })
  provider(@Root() evidence: Evidence): Promise<Subject> {
    return this.subjects.of(evidence);
  }

  @FieldResolver(() => CodeType, { description: 'The kind, of list EVIDENCE_KIND.' })
  kind(@Root() evidence: Evidence): Code {
    return this.vocabulary.get('EVIDENCE_KIND', evidence.kind);
  }
}
