import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import type { z } from 'zod';
import { payload } from '../../../platform/graphql/mutation.js';
import { inputFrom } from '../../../platform/graphql/zod-input.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.type.js';
import { ContactAudienceName, ContactRoleName, ProviderContactType } from '../../provider/provider.type.js';
import type { ProviderContact } from '../../provider/provider-contact.entity.js';
import { recordId } from '../entry/graph-terms.resolver.js';
import { payloadType } from '../entry/payload.type.js';
import { contactInput } from './contact.rules.js';
import type { ContactService } from './contact.service.js';

const ContactInput = inputFrom(contactInput, 'ContactSetInput');
const SetPayload = payloadType('ContactSet', {
  contact: { type: () => ProviderContactType, description: 'As it is now; null when nothing was done.' },
});
const RemovePayload = payloadType('ContactRemove', {
  contact: { type: () => ProviderContactType, description: 'As it was; null when nothing was done.' },
});

/** Contacts of providers: one for each role and audience. */
@Resolver()
export class ContactMutations {
  constructor(private readonly contacts: ContactService) {}

  @Requires('register.write', 'entry.write')
  @Mutation(() => SetPayload, {
    name: 'contactSet',
    description: 'Sets the contact for a role and an audience.',
  })
  set(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('provider', () => ID, { description: 'Whose contact.' }) provider: string,
    @Arg('input', () => ContactInput, { description: 'The contact.' }) input: z.input<typeof contactInput>,
    @Arg('version', () => Int, {
      nullable: true,
      description:
        'The version that you read; left out when there is none for the role and audience. One that is gone is a conflict.',
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
    description: 'Removes the contact for a role and an audience.',
  })
  remove(
    @Ctx() { actor: asking }: RequestContext,
    @Arg('provider', () => ID, { description: 'Whose contact.' }) provider: string,
    @Arg('role', () => ContactRoleName, { description: 'What it is for.' }) role: ProviderContact['role'],
    @Arg('audience', () => ContactAudienceName, { description: 'Who is shown it.' })
    audience: ProviderContact['audience'],
    @Arg('version', () => Int, { description: 'The version that you read.' }) version: number,
  ) {
    return payload('contact', asking, async (actor) =>
      this.contacts.remove(actor, recordId('prv', provider, 'provider'), { role, audience }, version),
    );
  }
}
