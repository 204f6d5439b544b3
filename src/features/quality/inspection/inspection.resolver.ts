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
import { uuidOf } from '../record/quality.rules.js';
import { QualityProviderType } from '../record/quality.type.js';
import type { Subject } from '../record/subject.repository.js';
import type { SubjectService } from '../record/subject.service.js';
import type { Inspection, Judgement } from './inspection.entity.js';
import { inspectionContents, inspectionInput, judgementInput } from './inspection.rules.js';
import type { InspectionService } from './inspection.service.js';
import { InspectionConnection, InspectionPayload, InspectionType, JudgementType } from './inspection.type.js';

inputFrom(judgementInput, 'InspectionJudgementInput');
const InspectionInput = inputFrom(inspectionInput, 'InspectionInput');
const InspectionContents = inputFrom(inspectionContents, 'InspectionContents');

const inspectionFilter = z
  .strictObject({
    localAuthority: codeText(3).optional().describe('Code of the local authority that keeps it.'),
    provider: globalId.optional().describe('Id of the provider.'),
  })
  .describe('Conditions that must all hold.');
const InspectionFilter = inputFrom(inspectionFilter, 'InspectionFilter');

/** Inspections. */
@Resolver(() => InspectionType)
export class InspectionResolver {
  constructor(
    private readonly inspections: InspectionService,
    private readonly subjects: SubjectService,
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
  ) {}

  @Requires('quality.read')
  @Query(() => InspectionConnection, {
    name: 'inspections',
    description: 'Inspections in your local authority, latest first.',
  })
  async page(
    @Ctx() { actor }: RequestContext,
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => InspectionFilter, { nullable: true, description: 'Which inspections.' })
    filter?: z.input<typeof inspectionFilter> | null,
  ): Promise<Page<Inspection>> {
    const { localAuthority, provider } = parseArguments(inspectionFilter, filter ?? {}, ['filter']);
    const criteria = {
      ...(localAuthority !== undefined && { localAuthorityCode: localAuthority }),
      ...(provider !== undefined && {
        providerId: uuidOf(decodeId, 'prv', provider, ['filter', 'provider'], 'provider'),
      }),
    };
    return readPage(
      page,
      (inspection) => [inspection.inspectedOn, inspection.id],
      (after, limit) => this.inspections.page(actor, criteria, after, limit),
      () => this.inspections.count(actor, criteria),
      isLocalDate,
    );
  }

  @Requires('quality.write')
  @Mutation(() => InspectionPayload, { description: 'Records an inspection.' })
  inspectionCreate(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('input', () => InspectionInput, { description: 'The inspection.' })
    input: z.input<typeof inspectionInput>,
    @Arg('idempotencyKey', () => String, idempotencyKeyArgument) key?: string | null,
  ): Promise<Payload<'inspection', Inspection>> {
    return payload('inspection', asking, (actor) => this.inspections.create(actor, input, key));
  }

  @Requires('quality.write')
  @Mutation(() => InspectionPayload, {
    description: 'Says what a recorded inspection is to say from now on.',
  })
  inspectionUpdate(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The inspection.' }) id: string,
    @Arg('version', () => Int, { description: 'The version that the change is based on.' }) version: number,
    @Arg('input', () => InspectionContents, { description: 'All that it is to say.' })
    input: z.input<typeof inspectionContents>,
  ): Promise<Payload<'inspection', Inspection>> {
    return payload('inspection', asking, async (actor) => {
      const uuid = uuidOf(decodeId, 'ins', id, ['id'], 'inspection');
      return this.inspections.update(actor, uuid, version, input);
    });
  }

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() inspection: Inspection): string {
    return encodeId('ins', inspection.id);
  }

  @FieldResolver(() => LocalAuthorityType, { description: 'The local authority that keeps it.' })
  localAuthority(@Root() inspection: Inspection): LocalAuthority {
    return this.atlas.localAuthorities.get(inspection.localAuthorityCode)!;
  }

  @FieldResolver(() => QualityProviderType, { description: 'Who was inspected.' })
  provider(@Root() inspection: Inspection): Promise<Subject> {
    return this.subjects.of(inspection);
  }

  @FieldResolver(() => CodeType, { description: 'The framework, of list INSPECTION_FRAMEWORK.' })
  framework(@Root() inspection: Inspection): Code {
    return this.vocabulary.get('INSPECTION_FRAMEWORK', inspection.framework);
  }

  @FieldResolver(() => [JudgementType], { description: 'Grades by area, in the order of the areas.' })
  judgements(@Root() inspection: Inspection): Promise<Judgement[]> {
    return this.inspections.judgementsOf(inspection.id);
  }
}

/** Grades of an inspection. */
@Resolver(() => JudgementType)
export class JudgementResolver {
  constructor(private readonly vocabulary: Vocabulary) {}

  @FieldResolver(() => CodeType, { description: 'The area, of list INSPECTION_AREA.' })
  area(@Root() judgement: Judgement): Code {
    return this.vocabulary.get('INSPECTION_AREA', judgement.area);
  }

  @FieldResolver(() => CodeType, { description: 'The grade, of list INSPECTION_GRADE.' })
  grade(@Root() judgement: Judgement): Code {
    return this.vocabulary.get('INSPECTION_GRADE', judgement.grade);
  }
}
