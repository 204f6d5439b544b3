import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { codeFilter, idFilter } from '../../../platform/choice.js';
import { isLocalDate } from '../../../platform/clock.js';
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
import { uuidOf } from '../record/quality.rules.js';
import { QualityProviderType } from '../record/quality.type.js';
import type { Subject } from '../record/subject.repository.js';
import type { SubjectService } from '../record/subject.service.js';
import type { Inspection, Judgement } from './inspection.entity.js';
import { inspectionContents, inspectionInput, judgementInput } from './inspection.rules.js';
import type { InspectionService } from './inspection.service.js';
import { InspectionConnection, InspectionPayload, InspectionType, JudgementType } from './inspection.type.js';

inputFrom(judgementInput, 'InspectionJudgementInput');
const InspectionInput = inputFrom(inspectionInput, 'InspectionCreateInput');
const InspectionContents = inputFrom(inspectionContents, 'InspectionUpdateInput');

const inspectionFilter = z
  .strictObject({
    localAuthority: codeFilter
      .optional()
      .describe('Codes of the local authorities that keep the inspections.'),
    provider: idFilter.optional().describe('Ids of the providers.'),
  })
  .describe('Conditions on inspections. All of them must be true.');
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
    @Arg('filter', () => InspectionFilter, {
      nullable: true,
      description: 'Limits the list. Leave it out to get all inspections.',
    })
    filter?: z.input<typeof inspectionFilter> | null,
  ): Promise<Page<Inspection>> {
    const { localAuthority, provider } = parseArguments(inspectionFilter, filter ?? {}, ['filter']);
    refuse(this.atlas.localAuthorityChoiceProblems(localAuthority, ['filter', 'localAuthority']));
    const criteria = {
      localAuthority,
      provider: storedIds('prv', provider),
    };
    return readPage(
      page,
      (inspection) => [inspection.inspectedOn, inspection.id],
      (range) => this.inspections.page(actor, criteria, range),
      () => this.inspections.count(actor, criteria),
      isLocalDate,
    );
  }

  @Requires('quality.write')
  @Mutation(() => InspectionPayload, { description: 'Records an inspection.' })
  inspectionCreate(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('input', () => InspectionInput, { description: 'The inspection to record.' })
    input: z.input<typeof inspectionInput>,
    @Arg('idempotencyKey', () => String, idempotencyKeyArgument) key?: string | null,
  ): Promise<Payload<'inspection', Inspection>> {
    return payload('inspection', asking, (actor) => this.inspections.create(actor, input, key));
  }

  @Requires('quality.write')
  @Mutation(() => InspectionPayload, {
    description: "Replaces a recorded inspection's contents.",
  })
  inspectionUpdate(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The id of the inspection.' }) id: string,
    @Arg('version', () => Int, { description: 'The version that the change is based on.' }) version: number,
    @Arg('input', () => InspectionContents, { description: 'The new contents, complete.' })
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

  @FieldResolver(() => LocalAuthorityType, { description: 'The local authority that keeps the inspection.' })
  localAuthority(@Root() inspection: Inspection): LocalAuthority {
    return this.atlas.localAuthorities.get(inspection.localAuthorityCode)!;
  }

  @FieldResolver(() => QualityProviderType, { description: 'The provider that was inspected.' })
  provider(@Root() inspection: Inspection): Promise<Subject> {
    return this.subjects.of(inspection);
  }

  @FieldResolver(() => CodeType, {
    description: 'The inspection framework: a code of list INSPECTION_FRAMEWORK.',
  })
  framework(@Root() inspection: Inspection): Code {
    return this.vocabulary.get('INSPECTION_FRAMEWORK', inspection.framework);
  }

  @FieldResolver(() => [JudgementType], {
    description: 'Grades by area, in the order of list INSPECTION_AREA.',
  })
  judgements(@Root() inspection: Inspection): Promise<Judgement[]> {
    return this.inspections.judgementsOf(inspection.id);
  }
}

/** Grades of an inspection. */
@Resolver(() => JudgementType)
export class JudgementResolver {
  constructor(private readonly vocabulary: Vocabulary) {}

  @FieldResolver(() => CodeType, { description: 'The area: a code of list INSPECTION_AREA.' })
  area(@Root() judgement: Judgement): Code {
    return this.vocabulary.get('INSPECTION_AREA', judgement.area);
  }

  @FieldResolver(() => CodeType, { description: 'The grade: a code of list INSPECTION_GRADE.' })
  grade(@Root() judgement: Judgement): Code {
    return this.vocabulary.get('INSPECTION_GRADE', judgement.grade);
  }
}
