import { Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { encodeId } from '../../../platform/graphql/global-id.js';
import type { RequestContext } from '../../identity/request-context.js';
import { exactProviderFields, exactSiteFields } from '../../provider/provider.rules.js';
import { LabelledValueType } from '../../vocabulary/vocabulary.type.js';
import { entryPrefixes, graphFieldOf, inGraphIds } from '../entry/entry.graph.js';
import type { EntryKindName } from '../entry/entry-kinds.js';
import type { ChangeRequest, RequestedChange } from './change-request.entity.js';
import { ChangeRequestType, RequestedChangeType } from './change-request.type.js';

/** Resolves the fields of a change request. */
@Resolver(() => ChangeRequestType)
export class ChangeRequestResolver {
  @FieldResolver(() => ID, {
    description: 'The change request’s global id. Do not take it apart: its form can change.',
  })
  id(@Root() { id }: ChangeRequest): string {
    return encodeId('chr', id);
  }

  @FieldResolver(() => ID, {
    description: 'The id of the provider, site or offering that the request is about.',
  })
  entryId(@Root() { entryKind, entryId }: ChangeRequest): string {
    return encodeId(entryPrefixes[entryKind], entryId);
  }

  @FieldResolver(() => [String], { description: 'The names of the approved fields, as in the inputs.' })
  approvedFields(@Root() { approvedFields }: ChangeRequest): string[] {
    return approvedFields.map(graphFieldOf);
  }

  @FieldResolver(() => [RequestedChangeType], {
    description:
      'The changes that the provider asks for. Without the permission place.exact, `from` and `to` of an address are the JSON value null.',
  })
  fields(@Root() { entryKind, fields }: ChangeRequest, @Ctx() { actor }: RequestContext): ShownChange[] {
    const hidden = actor.may('place.exact') ? [] : exactFields[entryKind];
    return fields.map((change) =>
      shownChange(entryKind, hidden.includes(change.field) ? { ...change, from: null, to: null } : change),
    );
  }
}

/** Resolves the values of a requested change as people read them. */
@Resolver(() => RequestedChangeType)
export class RequestedFieldChangeResolver {
  constructor(private readonly values: ValueReader) {}

  @FieldResolver(() => [LabelledValueType], {
    description:
      'The parts of the value at the time of the request, each with a label to show. Empty if there was no value.',
  })
  fromValues(@Root() { kind, stored: { field, from } }: ShownChange) {
    return this.values(kind, field, from);
  }

  @FieldResolver(() => [LabelledValueType], {
    description:
      'The parts of the value that the provider asks for, each with a label to show. Empty if it asks for no value.',
  })
  toValues(@Root() { kind, stored: { field, to } }: ShownChange) {
    return this.values(kind, field, to);
  }
}

/** A value as it is stored, and its label. */
interface LabelledValue {
  readonly value: string;
  readonly label: string;
}
/** Returns the values of a field of an entry with their labels. */
export type ValueReader = (
  kind: EntryKindName,
  field: string,
  value: unknown,
) => LabelledValue[] | Promise<LabelledValue[]>;

/** A change as it is shown, with the stored change. */
interface ShownChange {
  readonly field: string;
  readonly from: string;
  readonly to: string;
  readonly kind: EntryKindName;
  readonly stored: RequestedChange;
}

const exactFields: Readonly<Record<EntryKindName, readonly string[]>> = {
  PROVIDER: exactProviderFields,
  SITE: exactSiteFields,
  OFFERING: [],
};

/** Returns a change with the field names and ids of the graph. */
function shownChange(kind: EntryKindName, stored: RequestedChange): ShownChange {
  const asJson = (value: unknown) => JSON.stringify(inGraphIds(stored.field, value));
  return {
    field: graphFieldOf(stored.field),
    from: asJson(stored.from),
    to: asJson(stored.to),
    kind,
    stored,
  };
}
