import { Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { encodeId } from '../../../platform/graphql/global-id.js';
import type { RequestContext } from '../../identity/request-context.js';
import { exactProviderFields, exactSiteFields } from '../../provider/provider.rules.js';
import { LabelledValueType } from '../../vocabulary/vocabulary.type.js';
import { entryPrefixes, graphFieldOf, inGraphIds } from '../entry/entry.graph.js';
import type { EntryKindName } from '../entry/entry-kinds.js';
import type { ChangeRequest, RequestedChange } from './change-request.entity.js';
import { ChangeRequestType, RequestedChangeType } from './change-request.type.js';

/** What a change request is about. */
@Resolver(() => ChangeRequestType)
export class ChangeRequestResolver {
  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() { id }: ChangeRequest): string {
    return encodeId('chr', id);
  }

  @FieldResolver(() => ID, { description: 'Id of the provider, site or offering.' })
  entryId(@Root() { entryKind, entryId }: ChangeRequest): string {
    return encodeId(entryPrefixes[entryKind], entryId);
  }

  @FieldResolver(() => [String], { description: 'The fields that were approved, as in the inputs.' })
  approvedFields(@Root() { approvedFields }: ChangeRequest): string[] {
    return approvedFields.map(graphFieldOf);
  }

  @FieldResolver(() => [RequestedChangeType], {
    description:
      'The fields, as they were and as they are wanted; of an address both are null without the permission place.exact.',
  })
  fields(@Root() { entryKind, fields }: ChangeRequest, @Ctx() { actor }: RequestContext): ShownChange[] {
    const hidden = actor.may('place.exact') ? [] : exactFields[entryKind];
    return fields.map((change) =>
      shownChange(entryKind, hidden.includes(change.field) ? { ...change, from: null, to: null } : change),
    );
  }
}

/** Values of a requested change as people read them. */
@Resolver(() => RequestedChangeType)
export class RequestedFieldChangeResolver {
  constructor(private readonly values: ValueReader) {}

  @FieldResolver(() => [LabelledValueType], {
    description:
      'The value when the change was asked for in its parts, with what to show for it; none for nothing.',
  })
  fromValues(@Root() { kind, stored: { field, from } }: ShownChange) {
    return this.values(kind, field, from);
  }

  @FieldResolver(() => [LabelledValueType], {
    description: 'The value that is wanted in its parts, with what to show for it; none for nothing.',
  })
  toValues(@Root() { kind, stored: { field, to } }: ShownChange) {
    return this.values(kind, field, to);
  }
}

/** A value as it is written, and what people call it. */
interface LabelledValue {
  readonly value: string;
  readonly label: string;
}
/** What a value of a field of an entry is called, by whoever knows. */
export type ValueReader = (
  kind: EntryKindName,
  field: string,
  value: unknown,
) => LabelledValue[] | Promise<LabelledValue[]>;

/** A change as it is shown, with what is stored of it. */
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

/** With fields and ids as the graph has them. */
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
