import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import type { z } from 'zod';
import { payload } from '../../../platform/graphql/mutation.js';
import { inputFrom } from '../../../platform/graphql/zod-input.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.graph.js';
import { ContactAudienceName, ContactRoleName, ProviderContactType } from '../../provider/provider.type.js';
import type { ProviderContact } from '../../provider/provider-contact.entity.js';
import { recordId } from '../entry/entry.graph.js';
import { payloadType } from '../entry/payload.type.js';
import { contactInput } from './contact.rules.js';
import type { ContactService } from './contact.service.js';

const ContactInput = inputFrom(contactInput, 'ContactSetInput');
const SetPayload = payloadType('ContactSet', {
  contact: {
    type: () => ProviderContactType,
    description: 'The contact as it is now. Null if nothing was done.',
  },
});
const RemovePayload = payloadType('ContactRemove', {
  contact: {
    type: () => ProviderContactType,
    description: 'The contact as it was before it was removed. Null if nothing was done.',
  },
});

/** Sets and removes contacts of providers. There is one for each role and audience. */
@Resolver()
export class ContactMutations {
  constructor(private readonly contacts: ContactService) {}

  @Requires('register.write', 'entry.write')
  @Mutation(() => SetPayload, {
    name: 'contactSet',
    description:
      'Sets the contact of a provider for one role and audience: creates it, or replaces it if you give its `version`.',
  })
  set(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('provider', () => ID, { description: 'The id of the provider.' }) provider: string,
    @Arg('input', () => ContactInput, { description: 'The contact.' }) input: z.input<typeof contactInput>,
    @Arg('version', () => Int, {
      nullable: true,
      description:
        'The version of the contact that you read. Leave it out if the role and audience has no contact yet. If the contact has been changed or removed since, the result is a conflict.',
    })
    version?: number | null,
  ) {
    return payload('contact', asking, async (actor) =>
      this.contacts.set(actor, recordId('prv', provider, 'provider'), version ?? null, input),
    );
  }

  @Requires('register.write', 'entry.write')
  @Mutation(() => RemovePayload, {
    name: 'contactRemove',
    description: 'Removes the contact of a provider for one role and audience.',
  })
  remove(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('provider', () => ID, { description: 'The id of the provider.' }) provider: string,
    @Arg('role', () => ContactRoleName, { description: 'What the contact is for.' })
    role: ProviderContact['role'],
    @Arg('audience', () => ContactAudienceName, { description: 'Who can see the contact.' })
    audience: ProviderContact['audience'],
    @Arg('version', () => Int, { description: 'The version of the contact that you read.' }) version: number,
  ) {
    return payload('contact', asking, async (actor) =>
      this.contacts.remove(actor, recordId('prv', provider, 'provider'), { role, audience }, version),
    );
  }
}
