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

/** An entry in whatever state, and what a register stands at. */
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
    description: 'A provider, site or offering in any state; null when there is none within your reach.',
  })
  async one(
    @Ctx() { actor }: RequestContext,
    @Arg('id', () => ID, { description: 'Opaque global id of a provider, site or offering.' }) id: string,
  ): Promise<RegisterEntry | null> {
    const kind = entryKindNames.find((name) => entryPrefixes[name] === prefixOf(id));
    const uuid = kind && decodeId(entryPrefixes[kind], id);
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
    return encodeId(entryPrefixes[kind], id);
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
