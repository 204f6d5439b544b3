import { type ClassType, Field, ObjectType } from 'type-graphql';
import type { Problem } from '../../../platform/errors.js';
import { enumOf } from '../../../platform/graphql/enum.js';
import { OfferingType } from '../../offering/offering.type.js';
import { ProviderType, SiteType } from '../../provider/provider.type.js';
import { ChangeRequestType } from '../change-request/change-request.type.js';
import type { Entry, Values } from '../entry/entry-kinds.js';
import { ABOUT_ERRORS, payloadType, RegisterUserErrorType } from '../entry/payload.type.js';
import { upsertOutcomes } from './bulk-upsert.service.js';

const OutcomeEnum = enumOf(upsertOutcomes, 'UpsertOutcome', 'What became of one input.', {
  CREATED: 'There was none: it is a draft now.',
  UPDATED: 'It was changed.',
  REQUESTED: 'Fields that the council owns were asked for; the provider’s own were changed.',
  UNCHANGED: 'It already was as wanted.',
  FAILED: 'Nothing was done for it: see its userErrors.',
  NOT_DONE: 'Nothing was done because another input failed.',
});

/** What the answer to one input knows beside what it shows: other features add fields about it. */
export interface Asked {
  /** What was wanted, as it was sent. */
  readonly asked: Values;
  /** What it led to; null when nothing was done. */
  readonly entry: Entry | null;
}

/** What the mutations of one kind of entry answer. Kinds differ in their names alone, so that these are written once. */
function entryPayloads(name: string, node: ClassType) {
  const one = name.charAt(0).toLowerCase() + name.slice(1);
  const field = { [one]: { type: () => node, description: 'As it is now; null when nothing was done.' } };

  @ObjectType(`${name}UpsertResult`, { description: 'What became of one input.', simpleResolvers: true })
  class UpsertResult {
    @Field(() => String, { nullable: true, description: 'The key it was sent with.' })
    externalReference: string | null;

    @Field(() => OutcomeEnum, { description: 'What became of it.' })
    outcome: string;

    @Field(() => [RegisterUserErrorType], { description: ABOUT_ERRORS })
    userErrors: readonly Problem[];
  }
  Field(() => node, { nullable: true, description: 'As it is now; null when nothing was done.' })(
    UpsertResult.prototype,
    one,
  );
  return {
    name,
    one,
    node,
    Create: payloadType(`${name}Create`, field),
    Update: payloadType(`${name}Update`, {
      ...field,
      changeRequest: {
        type: () => ChangeRequestType,
        description: 'What must be asked of the council; null when all was done.',
      },
    }),
    UpsertResult: UpsertResult as ClassType,
    Upsert: payloadType(`${name}sUpsert`, {
      results: { type: () => [UpsertResult], description: 'One for each input, in their order.' },
    }),
    /** Of a step. */
    afterStep: (action: string) => payloadType(name + action, field),
  };
}
export type EntryPayloads = ReturnType<typeof entryPayloads>;

/** What the mutations of providers, sites and offerings answer. */
export const providerPayloads = entryPayloads('Provider', ProviderType);
export const sitePayloads = entryPayloads('Site', SiteType);
export const offeringPayloads = entryPayloads('Offering', OfferingType);
