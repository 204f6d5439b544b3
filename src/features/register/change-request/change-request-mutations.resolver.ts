import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { payload } from '../../../platform/graphql/mutation.js';
import { LocalDate } from '../../../platform/graphql/scalars.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.graph.js';
import { inGraphTerms, programFieldOf, recordId } from '../entry/entry.graph.js';
import { payloadType } from '../entry/payload.type.js';
import type { ChangeRequestService } from './change-request.service.js';
import { ChangeRequestType } from './change-request.type.js';

const changeRequest = {
  changeRequest: {
    type: () => ChangeRequestType,
    description: 'The change request as it is now. Null if nothing was done.',
  },
};
const ApprovePayload = payloadType('ChangeRequestApprove', changeRequest);
const RefusePayload = payloadType('ChangeRequestRefuse', changeRequest);

/** The council's decisions on change requests. */
@Resolver()
export class ChangeRequestMutations {
  constructor(private readonly requests: ChangeRequestService) {}

  @Requires('register.decide')
  @Mutation(() => ApprovePayload, {
    name: 'changeRequestApprove',
    description:
      'Approves a change request, or some of its fields. The changes are made at once, or on the day that you give.',
  })
  approve(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The id of the change request.' }) id: string,
    @Arg('version', () => Int, { description: 'The version of the change request that you read.' })
    version: number,
    @Arg('fields', () => [String], {
      nullable: true,
      description: 'The fields to approve. The others are refused. Leave it out to approve all of them.',
    })
    fields?: string[] | null,
    @Arg('effectiveOn', () => LocalDate, {
      nullable: true,
      description:
        'The day on which the changes are made. They are made at once if you leave it out or it is not in the future.',
    })
    effectiveOn?: string | null,
    @Arg('reason', () => String, {
      nullable: true,
      description:
        'The reason, up to 500 characters. It is needed if a field is refused. The provider will read it.',
    })
    reason?: string | null,
  ) {
    return payload('changeRequest', asking, (actor) =>
      inGraphTerms(async () =>
        this.requests.decide(actor, recordId('chr', id, 'change request'), version, {
          fields: fields?.map(programFieldOf),
          effectiveOn,
          reason,
        }),
      ),
    );
  }

  @Requires('register.decide')
  @Mutation(() => RefusePayload, {
    name: 'changeRequestRefuse',
    description: 'Refuses a change request with all its fields.',
  })
  refuse(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'The id of the change request.' }) id: string,
    @Arg('version', () => Int, { description: 'The version of the change request that you read.' })
    version: number,
    @Arg('reason', () => String, {
      description: 'The reason, up to 500 characters. The provider will read it.',
    })
    reason: string,
  ) {
    return payload('changeRequest', asking, async (actor) =>
      this.requests.decide(actor, recordId('chr', id, 'change request'), version, { fields: [], reason }),
    );
  }
}
