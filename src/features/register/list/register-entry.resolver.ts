import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { refuse } from '../../../platform/errors.js';
import { decodeId, encodeId, prefixOf } from '../../../platform/graphql/global-id.js';
import type { RequestContext } from '../../identity/request-context.js';
import { Requires } from '../../identity/requires.graph.js';
import { OfferingType } from '../../offering/offering.type.js';
import type { LocalAuthority } from '../../place/area.entity.js';
import type { Atlas } from '../../place/atlas.js';
import { LocalAuthorityType } from '../../place/place.type.js';
import { ProviderType, SiteType } from '../../provider/provider.type.js';
import type { ChangeRequest } from '../change-request/change-request.entity.js';
import { ChangeRequestType } from '../change-request/change-request.type.js';
import { entryPrefixes, shown } from '../entry/entry.graph.js';
import { type EntryKindName, entryKindNames } from '../entry/entry-kinds.js';
import type { EntryListService, Overview, RegisterEntry, TakenStep } from './entry-list.service.js';
import { RegisterEntryType, RegisterOverviewType, StepEnum, TakenStepType } from './register-entry.type.js';

/** Reads an entry in any state, and the overview of a register. */
@Resolver(() => RegisterEntryType)
export class RegisterEntryResolver {
  constructor(
    private readonly register: EntryListService,
    private readonly atlas: Atlas,
  ) {}

  @Requires('register.read', 'entry.read')
  @Query(() => RegisterEntryType, {
    name: 'registerEntry',
    nullable: true,
    description: 'A provider, site or offering in any state. Null if it does not exist or you cannot see it.',
  })
  async one(
    @Ctx() { actor }: RequestContext,
    @Arg('id', () => ID, { description: 'The global id of a provider, site or offering.' }) id: string,
  ): Promise<RegisterEntry | null> {
    const kind = entryKindNames.find((name) => entryPrefixes[name] === prefixOf(id));
    const uuid = kind && decodeId(entryPrefixes[kind], id);
    return uuid ? this.register.entry(actor, kind, uuid) : null;
  }

  @Requires('register.read')
  @Query(() => RegisterOverviewType, {
    name: 'registerOverview',
    description: 'An overview of a local authority’s register.',
  })
  async overview(
    @Ctx() { actor }: RequestContext,
    @Arg('localAuthority', () => String, { description: 'The code of the local authority.' }) code: string,
  ): Promise<Overview> {
    refuse(this.atlas.localAuthorityProblems(code, ['localAuthority']));
    return this.register.overview(actor, code);
  }

  @FieldResolver(() => ID, {
    description: 'The id of the provider, site or offering. Use it in `registerEntry` and in mutations.',
  })
  entryId(@Root() { kind, id }: RegisterEntry): string {
    return encodeId(entryPrefixes[kind], id);
  }

  @FieldResolver(() => ID, {
    description: 'The id of the provider that the entry belongs to. For a provider, its own id.',
  })
  providerId(@Root() { providerId }: RegisterEntry): string {
    return encodeId('prv', providerId);
  }

  @FieldResolver(() => LocalAuthorityType, {
    description: 'The local authority whose register the entry is in.',
  })
  localAuthority(@Root() { localAuthorityCode }: RegisterEntry): LocalAuthority {
    return this.atlas.localAuthorities.get(localAuthorityCode)!;
  }

  @FieldResolver(() => [StepEnum], { description: 'The steps that you can take from the current state.' })
  steps(@Root() entry: RegisterEntry, @Ctx() { actor }: RequestContext): string[] {
    return this.register.stepsFor(actor, entry).map(({ name }) => name);
  }

  @FieldResolver(() => TakenStepType, {
    nullable: true,
    description:
      'The step that brought the entry to its state. Null if that was before the change log began.',
  })
  lastStep(@Root() entry: RegisterEntry): Promise<TakenStep | null> {
    return this.register.lastStepOf(entry);
  }

  @FieldResolver(() => [ChangeRequestType], {
    description:
      'The pending change requests about the entry, oldest first: open, approved for a later day, or failed.',
  })
  changeRequests(@Root() entry: RegisterEntry): Promise<ChangeRequest[]> {
    return this.register.pendingRequestsOf(entry);
  }

  @FieldResolver(() => ProviderType, {
    nullable: true,
    description: 'The provider. Null for other kinds of entries.',
  })
  provider(@Root() entry: RegisterEntry): Promise<object | null> | null {
    return this.record(entry, 'PROVIDER');
  }

  @FieldResolver(() => SiteType, {
    nullable: true,
    description: 'The site. Null for other kinds of entries.',
  })
  site(@Root() entry: RegisterEntry): Promise<object | null> | null {
    return this.record(entry, 'SITE');
  }

  @FieldResolver(() => OfferingType, {
    nullable: true,
    description: 'The offering. Null for other kinds of entries.',
  })
  offering(@Root() entry: RegisterEntry): Promise<object | null> | null {
    return this.record(entry, 'OFFERING');
  }

  private record(entry: RegisterEntry, kind: EntryKindName): Promise<object | null> | null {
    if (entry.kind !== kind) return null;
    return this.register.recordOf(entry).then((record) => record && shown(record));
  }
}

/** Resolves the local authority of an overview. */
@Resolver(() => RegisterOverviewType)
export class RegisterOverviewResolver {
  constructor(private readonly atlas: Atlas) {}

  @FieldResolver(() => LocalAuthorityType, { description: 'The local authority whose register it is.' })
  localAuthority(@Root() { localAuthorityCode }: Overview): LocalAuthority {
    return this.atlas.localAuthorities.get(localAuthorityCode)!;
  }
}
