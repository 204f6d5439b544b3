import { type ClassType, Field, ObjectType } from 'type-graphql';
import type { Problem } from '../../../platform/errors.js';
import { enumOf } from '../../../platform/graphql/enum.js';
import { OfferingType } from '../../offering/offering.type.js';
import { ProviderType, SiteType } from '../../provider/provider.type.js';
import { ChangeRequestType } from '../change-request/change-request.type.js';
import type { Entry, Values } from '../entry/entry-kinds.js';
import { ABOUT_ERRORS, payloadType, RegisterUserErrorType } from '../entry/payload.type.js';
import { upsertOutcomes } from './bulk-upsert.service.js';

const OutcomeEnum = enumOf(upsertOutcomes, 'UpsertOutcome', 'What the upsert did with one input.', {
  CREATED: 'There was none. It was created: an entry as a draft, a vacancy confirmed.',
  UPDATED: 'It was changed.',
  REQUESTED:
    'A change request was created for fields that the council owns. Changes to the provider’s own fields were made.',
  UNCHANGED: 'It already had these values. A vacancy is confirmed again.',
  FAILED: 'Nothing was done for this input. Its `userErrors` say why.',
  NOT_DONE: 'Nothing was done for this input, because another input failed.',
});

/** What a result holds about its input. Other features resolve fields from it. */
export interface Asked {
  /** The input as it was sent. */
  readonly asked: Values;
  /** The resulting entry. Null if nothing was done. */
  readonly entry: Entry | null;
}

/** Creates the result type of an upsert of one kind of record: `XUpsertResult`, below `results` of its payload. */
export function upsertPayload(name: string, mutation: string, node: ClassType) {
  const one = name.charAt(0).toLowerCase() + name.slice(1);

  @ObjectType(`${name}UpsertResult`, {
    description: 'The result of one input of an upsert.',
    simpleResolvers: true,
  })
  class UpsertResult {
    @Field(() => String, {
      nullable: true,
      description: 'The external reference that was sent. Null if it was missing or not valid.',
    })
    externalReference: string | null;

    @Field(() => OutcomeEnum, { description: 'What the upsert did with the input.' })
    outcome: string;

    @Field(() => [RegisterUserErrorType], { description: ABOUT_ERRORS })
    userErrors: readonly Problem[];
  }
  Field(() => node, { nullable: true, description: `The ${one} as it is now. Null if nothing was done.` })(
    UpsertResult.prototype,
    one,
  );
  return {
    UpsertResult: UpsertResult as ClassType,
    Upsert: payloadType(mutation, {
      results: {
        type: () => [UpsertResult],
        description:
          'One result for each input, in the order of the inputs. Null if the whole upsert was refused.',
      },
    }),
  };
}

/** Creates the result types of one kind of entry. Kinds only differ in their names, so these are written once. */
function entryPayloads(name: string, node: ClassType) {
  const one = name.charAt(0).toLowerCase() + name.slice(1);
  const field = {
    [one]: { type: () => node, description: `The ${one} as it is now. Null if nothing was done.` },
  };

  return {
    name,
    one,
    node,
    Create: payloadType(`${name}Create`, field),
    Update: payloadType(`${name}Update`, {
      ...field,
      changeRequest: {
        type: () => ChangeRequestType,
        description:
          'The request to the council for fields that it owns. Null if all changes have been made, or nothing was done.',
      },
    }),
    ...upsertPayload(name, `${name}sUpsert`, node),
    /** The result type of a step. */
    afterStep: (action: string) => payloadType(name + action, field),
  };
}
export type EntryPayloads = ReturnType<typeof entryPayloads>;

/** The result types of the mutations of providers, sites and offerings. */
export const providerPayloads = entryPayloads('Provider', ProviderType);
export const sitePayloads = entryPayloads('Site', SiteType);
export const offeringPayloads = entryPayloads('Offering', OfferingType);
