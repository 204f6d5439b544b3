import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { payload } from '../../../platform/graphql/mutation.js';
import { LocalDate } from '../../../platform/graphql/scalars.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.type.js';
import { inGraphTerms, programFieldOf, recordId } from '../entry/graph-terms.resolver.js';
import { payloadType } from '../entry/payload.type.js';
import type { ChangeRequestService } from './change-request.service.js';
import { ChangeRequestType } from './change-request.type.js';

const changeRequest = {
  changeRequest: { type: () => ChangeRequestType, description: 'As it is now; null when nothing was done.' },
};
const ApprovePayload = payloadType('ChangeRequestApprove', changeRequest);
const RefusePayload = payloadType('ChangeRequestRefuse', changeRequest);

/** What the council says to what providers ask for. */
@Resolver()
export class ChangeRequestMutations {
  constructor(private readonly requests: ChangeRequestService) {}

  @Requires('register.decide')
  @Mutation(() => ApprovePayload, {
    name: 'changeRequestApprove',
    description: 'Approves it in whole or by field, from a day on.',
  })
  approve(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'Which one.' }) id: string,
    @Arg('version', () => Int, { description: 'The version that you read.' }) version: number,
    @Arg('fields', () => [String], {
      nullable: true,
      description: 'The fields that are approved, the others are refused; all when left out.',
    })
    fields?: string[] | null,
    @Arg('effectiveOn', () => LocalDate, {
      nullable: true,
      description: 'First day on which they hold; at once when left out or not in the future.',
    })
    effectiveOn?: string | null,
    @Arg('reason', () => String, {
      nullable: true,
      description: 'Why, up to 500 characters; needed when a field is refused. The provider reads it.',
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
    description: 'Refuses it in whole.',
  })
  refuse(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('id', () => ID, { description: 'Which one.' }) id: string,
    @Arg('version', () => Int, { description: 'The version that you read.' }) version: number,
    @Arg('reason', () => String, { description: 'Why, up to 500 characters: the provider reads it.' })
    reason: string,
  ) {
    return payload('changeRequest', asking, async (actor) =>
      this.requests.decide(actor, recordId('chr', id, 'change request'), version, { fields: [], reason }),
    );
  }
}
