import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { codeFilter } from '../../platform/choice.js';
import { type Clock, londonToday } from '../../platform/clock.js';
import { refuse } from '../../platform/errors.js';
import '../../platform/graphql/choice-inputs.js';
import { PageArguments } from '../../platform/graphql/connection.js';
import { enumOf } from '../../platform/graphql/enum.js';
import { decodeId, encodeId } from '../../platform/graphql/global-id.js';
import { type Page, slicePage } from '../../platform/graphql/page.js';
import { readSortedPage } from '../../platform/graphql/sorted-page.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { codeText, globalId, parseArguments } from '../../platform/parse.js';
import type { RequestContext } from '../identity/request-context.js';
import type { LocalAuthority } from '../place/area.entity.js';
import type { Atlas } from '../place/atlas.js';
import { LocalAuthorityType, SchoolType } from '../place/place.type.js';
import type { School } from '../place/school.entity.js';
import type { SchoolService } from '../place/school.service.js';
import type { Code } from '../vocabulary/code.entity.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { CodeType } from '../vocabulary/vocabulary.type.js';
import type { Provider } from './provider.entity.js';
import { type ProviderSort, providerSorts } from './provider.rules.js';
import type { ProviderService } from './provider.service.js';
import {
  ContactAudienceName,
  ProviderConnection,
  ProviderContactType,
  ProviderType,
  SiteConnection,
} from './provider.type.js';
import type { ContactAudience, ProviderContact } from './provider-contact.entity.js';
import type { SiteView } from './site-view.js';

const key = codeText().optional();
const providerReference = z
  .strictObject({
    id: globalId.optional().describe('The provider’s global id.'),
    urn: key.describe('The unique reference number (URN), six digits.'),
    ukprn: key.describe('The UK provider reference number (UKPRN), eight digits.'),
    companyNumber: key.describe('The Companies House number.'),
    charityNumber: key.describe('The Charity Commission number.'),
  })
  .describe('A provider. Give exactly one of these keys.');
const ProviderReference = inputFrom(providerReference, 'ProviderReference');

const providerFilter = z
  .strictObject({
    localAuthority: codeFilter
      .optional()
      .describe('Codes of the local authorities whose registers list the providers.'),
    settingType: codeFilter.optional().describe('Codes of list SETTING_TYPE.'),
    registration: codeFilter.optional().describe('Codes of list REGISTRATION.'),
    isDemonstration: z.boolean().optional().describe('Whether the provider is invented demonstration data.'),
    updatedSince: z
      .date()
      .optional()
      .describe(
        'Providers changed at or after this time. With `sort: UPDATED_AT_ASC` you get what is new to you.',
      ),
  })
  .describe('Conditions on providers. All of them must be true.');
const ProviderFilter = inputFrom(providerFilter, 'ProviderFilter');
const ProviderSortName = enumOf(
  providerSorts,
  'ProviderSort',
  'The order of a list of providers. Equal providers are sorted by id.',
  {
    NAME_ASC: 'By name, from A to Z.',
    NAME_DESC: 'By name, from Z to A.',
    UPDATED_AT_ASC: 'By the time of their last change, oldest first.',
    UPDATED_AT_DESC: 'By the time of their last change, newest first.',
  },
);

/** A school is not split into more. */
const MOST_SUCCESSORS = 10;

/** Providers. */
@Resolver(() => ProviderType)
export class ProviderResolver {
  constructor(
    private readonly providers: ProviderService,
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly clock: Clock,
    private readonly schools: SchoolService,
  ) {}

  @Query(() => ProviderType, {
    nullable: true,
    description:
      'A listed provider. Null if there is no listed provider with this key. The URN of a closed school also finds the provider of its only successor.',
  })
  async provider(
    @Arg('by', () => ProviderReference, { description: 'The provider to return. Give exactly one key.' })
    by: z.input<typeof providerReference>,
  ): Promise<Provider | null> {
    const { id, urn, ukprn, companyNumber, charityNumber } = parseArguments(providerReference, by, ['by']);
    if (id != null) {
      const uuid = decodeId('prv', id);
      return uuid ? this.providers.get(uuid) : null;
    }
    if (urn != null) return (await this.providers.byKey('urn', urn)) ?? this.successorOf(urn);
    if (ukprn != null) return this.providers.byKey('ukprn', ukprn);
    if (companyNumber != null) return this.providers.byKey('companyNumber', companyNumber);
    return this.providers.byKey('charityNumber', charityNumber ?? '');
  }

  @Query(() => ProviderConnection, {
    name: 'providers',
    description: 'All listed providers, sorted by name unless you give another order.',
  })
  async page(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => ProviderFilter, {
      nullable: true,
      description: 'Limits the list. Leave it out to get all listed providers.',
    })
    filter?: z.input<typeof providerFilter> | null,
    @Arg('sort', () => ProviderSortName, {
      nullable: true,
      description:
        'The order of the list. The default is NAME_ASC. A cursor works only with the order that it came from.',
    })
    sort?: ProviderSort | null,
  ): Promise<Page<Provider>> {
    const criteria = parseArguments(providerFilter, filter ?? {}, ['filter']);
    this.checkCodes(criteria);
    const order = sort ?? 'NAME_ASC';
    return readSortedPage(
      page,
      order,
      (range) => this.providers.page(criteria, order, range),
      () => this.providers.count(criteria),
    );
  }

  /** The listed provider that the URN of a closed school leads on to. Null if there is none, or more than one. */
  private async successorOf(urn: string): Promise<Provider | null> {
    const urns = await this.schools.successorUrns(urn);
    const found = await Promise.all(
      urns.slice(0, MOST_SUCCESSORS).map((next) => this.providers.byKey('urn', next)),
    );
    const [one, ...others] = found.filter((provider) => provider !== null);
    return others.length > 0 ? null : (one ?? null);
  }

  private checkCodes({ localAuthority, settingType, registration }: z.output<typeof providerFilter>): void {
    const today = londonToday(this.clock);
    const path = (field: string) => ['filter', field];
    refuse([
      ...this.atlas.localAuthorityChoiceProblems(localAuthority, path('localAuthority')),
      ...this.vocabulary.choiceProblems('SETTING_TYPE', settingType, path('settingType'), today),
      ...this.vocabulary.choiceProblems('REGISTRATION', registration, path('registration'), today),
    ]);
  }

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() provider: Provider): string {
    return encodeId('prv', provider.id);
  }

  @FieldResolver(() => CodeType, {
    description: 'The type of setting: a code of list SETTING_TYPE. Class: public.',
  })
  settingType(@Root() provider: Provider): Code {
    return this.vocabulary.get('SETTING_TYPE', provider.settingType);
  }

  @FieldResolver(() => CodeType, {
    description: 'How the provider is registered: a code of list REGISTRATION. Class: public.',
  })
  registration(@Root() provider: Provider): Code {
    return this.vocabulary.get('REGISTRATION', provider.registration);
  }

  @FieldResolver(() => SchoolType, {
    nullable: true,
    description:
      'The school in GIAS with the provider’s URN, which says whether it is open. Null if the provider has no URN, or if GIAS does not have it. Class: public.',
  })
  school(@Root() { urn }: Provider): Promise<School | null> | null {
    return urn === null ? null : this.schools.get(urn);
  }

  @FieldResolver(() => LocalAuthorityType, {
    description: 'The local authority whose register the provider is in.',
  })
  localAuthority(@Root() provider: Provider): LocalAuthority {
    return this.atlas.localAuthorities.get(provider.localAuthorityCode)!;
  }

  @FieldResolver(() => [ProviderContactType], {
    description:
      'The contacts that you may see, by audience and role. Everyone sees contacts for the public. You need the permission contact.school for those for schools, and contact.commissioner for those for commissioners. You see all contacts of your own provider. Class: public.',
  })
  contacts(
    @Root() provider: Provider,
    @Ctx() { actor }: RequestContext,
    @Arg('audience', () => ContactAudienceName, {
      nullable: true,
      description: 'Returns only contacts for this audience. The list is empty if you cannot see them.',
    })
    audience?: ContactAudience | null,
  ): ProviderContact[] | Promise<ProviderContact[]> {
    return this.providers.contactsFor(actor, provider, audience ?? null);
  }

  @FieldResolver(() => SiteConnection, { description: 'The provider’s listed sites, by name.' })
  async sites(
    @Root() provider: Provider,
    @Args(() => PageArguments) page: PageArguments,
  ): Promise<Page<SiteView>> {
    return slicePage((await this.providers.sitesOf(provider.id)) ?? [], page, (site) => [site.name, site.id]);
  }
}
