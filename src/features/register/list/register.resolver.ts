import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { refuse } from '../../../platform/errors.js';
import { decodeId, encodeId, prefixOf } from '../../../platform/graphql/global-id.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.type.js';
import { OfferingType } from '../../offering/offering.type.js';
import type { LocalAuthority } from '../../place/area.entity.js';
import type { Atlas } from '../../place/atlas.js';
import { LocalAuthorityType } from '../../place/place.type.js';
import { exactProviderFields, exactSiteFields } from '../../provider/provider.rules.js';
import { ProviderType, SiteType } from '../../provider/provider.type.js';
import { LabelledValueType } from '../../vocabulary/vocabulary.type.js';
import type { ChangeRequest, FieldChange } from '../change-request/change-request.entity.js';
import { ChangeRequestType, FieldChangeType } from '../change-request/change-request.type.js';
import { type EntryKindName, entryKindNames } from '../entry/entry-kinds.js';
import { graphFieldOf, inGraphIds, shown } from '../entry/graph-terms.resolver.js';
import type { Overview, RegisterEntry, RegisterService, TakenStep } from './register.service.js';
import { RegisterEntryType, RegisterOverviewType, StepEnum, TakenStepType } from './register.type.js';

const prefixes: Readonly<Record<EntryKindName, string>> = { PROVIDER: 'prv', SITE: 'sit', OFFERING: 'off' };

/** An entry in whatever state, and what a register stands at. */
@Resolver(() => RegisterEntryType)
export class RegisterResolver {
  constructor(
    private readonly register: RegisterService,
    private readonly atlas: Atlas,
  ) {}

  @Requires('register.read', 'entry.read')
  @Query(() => RegisterEntryType, {
    name: 'registerEntry',
    nullable: true,
    description: 'A provider, site or offering in any state; null when there is none within your reach.',
  })
  async one(
    @Ctx() { actor }: RequestContext,
    @Arg('id', () => ID, { description: 'Opaque global id of a provider, site or offering.' }) id: string,
  ): Promise<RegisterEntry | null> {
    const kind = entryKindNames.find((name) => prefixes[name] === prefixOf(id));
    const uuid = kind && decodeId(prefixes[kind], id);
    return uuid ? this.register.entry(actor, kind, uuid) : null;
  }

  @Requires('register.read')
  @Query(() => RegisterOverviewType, {
    name: 'registerOverview',
    description: 'What a local authority’s register stands at.',
  })
  async overview(
    @Ctx() { actor }: RequestContext,
    @Arg('localAuthority', () => String, { description: 'Code of the local authority.' }) code: string,
  ): Promise<Overview> {
    refuse(this.atlas.localAuthorityProblems(code, ['localAuthority']));
    return this.register.overview(actor, code);
  }

  @FieldResolver(() => ID, { description: 'Opaque global id of the provider, site or offering.' })
  id(@Root() { kind, id }: RegisterEntry): string {
    return encodeId(prefixes[kind], id);
  }

  @FieldResolver(() => ID, { description: 'Id of the provider it belongs to.' })
  providerId(@Root() { providerId }: RegisterEntry): string {
    return encodeId('prv', providerId);
  }

  @FieldResolver(() => LocalAuthorityType, { description: 'Whose register it is in.' })
  localAuthority(@Root() { localAuthorityCode }: RegisterEntry): LocalAuthority {
    return this.atlas.localAuthorities.get(localAuthorityCode)!;
  }

  @FieldResolver(() => [StepEnum], { description: 'The steps that you may take from here.' })
  steps(@Root() entry: RegisterEntry, @Ctx() { actor }: RequestContext): string[] {
    return this.register.stepsFor(actor, entry).map(({ name }) => name);
  }

  @FieldResolver(() => TakenStepType, {
    nullable: true,
    description: 'How it came to its state; null when that was before the change log began.',
  })
  lastStep(@Root() entry: RegisterEntry): Promise<TakenStep | null> {
    return this.register.lastStepOf(entry);
  }

  @FieldResolver(() => [ChangeRequestType], {
    description:
      'What is asked for and not done with, oldest first: open, approved for a later day, or failed.',
  })
  changeRequests(@Root() entry: RegisterEntry): Promise<ChangeRequest[]> {
    return this.register.pendingRequestsOf(entry);
  }

  @FieldResolver(() => ProviderType, { nullable: true, description: 'The provider; null for other kinds.' })
  provider(@Root() entry: RegisterEntry): Promise<object | null> | null {
    return this.record(entry, 'PROVIDER');
  }

  @FieldResolver(() => SiteType, { nullable: true, description: 'The site; null for other kinds.' })
  site(@Root() entry: RegisterEntry): Promise<object | null> | null {
    return this.record(entry, 'SITE');
  }

  @FieldResolver(() => OfferingType, { nullable: true, description: 'The offering; null for other kinds.' })
  offering(@Root() entry: RegisterEntry): Promise<object | null> | null {
    return this.record(entry, 'OFFERING');
  }

  private record(entry: RegisterEntry, kind: EntryKindName): Promise<object | null> | null {
    if (entry.kind !== kind) return null;
    return this.register.recordOf(entry).then((record) => record && shown(record));
  }
}

/** What the overview is made of. */
@Resolver(() => RegisterOverviewType)
export class RegisterOverviewResolver {
  constructor(private readonly atlas: Atlas) {}

  @FieldResolver(() => LocalAuthorityType, { description: 'Whose register.' })
  localAuthority(@Root() { localAuthorityCode }: Overview): LocalAuthority {
    return this.atlas.localAuthorities.get(localAuthorityCode)!;
  }
}

/** What a change request is about. */
@Resolver(() => ChangeRequestType)
export class ChangeRequestResolver {
  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() { id }: ChangeRequest): string {
    return encodeId('chr', id);
  }

  @FieldResolver(() => ID, { description: 'Id of the provider, site or offering.' })
  entryId(@Root() { entryKind, entryId }: ChangeRequest): string {
    return encodeId(prefixes[entryKind], entryId);
  }

  @FieldResolver(() => [String], { description: 'The fields that were approved, as in the inputs.' })
  approvedFields(@Root() { approvedFields }: ChangeRequest): string[] {
    return approvedFields.map(graphFieldOf);
  }

  @FieldResolver(() => [FieldChangeType], {
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
@Resolver(() => FieldChangeType)
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
  readonly stored: FieldChange;
}

const exactFields: Readonly<Record<EntryKindName, readonly string[]>> = {
  PROVIDER: exactProviderFields,
  SITE: exactSiteFields,
  OFFERING: [],
};

/** With fields and ids as the graph has them. */
function shownChange(kind: EntryKindName, stored: FieldChange): ShownChange {
  const asJson = (value: unknown) => JSON.stringify(inGraphIds(stored.field, value));
  return {
    field: graphFieldOf(stored.field),
    from: asJson(stored.from),
    to: asJson(stored.to),
    kind,
    stored,
  };
}
