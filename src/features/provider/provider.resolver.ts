import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { type Clock, londonToday } from '../../platform/clock.js';
import { refuse } from '../../platform/errors.js';
import { PageArguments } from '../../platform/graphql/connection.js';
import { decodeId, encodeId } from '../../platform/graphql/global-id.js';
import { type Page, readPage, slicePage } from '../../platform/graphql/page.js';
import { inputFrom } from '../../platform/graphql/zod-input.js';
import { codeText, globalId, parseArguments } from '../../platform/parse.js';
import type { RequestContext } from '../identity/request-context.js';
import type { LocalAuthority } from '../place/area.entity.js';
import type { Atlas } from '../place/atlas.js';
import { LocalAuthorityType } from '../place/place.type.js';
import type { Code } from '../vocabulary/code.entity.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { CodeType } from '../vocabulary/vocabulary.type.js';
import type { Provider } from './provider.entity.js';
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
    id: globalId.optional().describe('Opaque global id.'),
    urn: key.describe('Unique reference number, six digits.'),
    ukprn: key.describe('UK provider reference number, eight digits.'),
    companyNumber: key.describe('Companies House number.'),
    charityNumber: key.describe('Charity Commission number.'),
  })
  .describe('A provider: exactly one of these.');
const ProviderReference = inputFrom(providerReference, 'ProviderReference');

const providerFilter = z
  .strictObject({
    localAuthority: codeText(3).optional().describe('Code of a local authority.'),
    settingType: z.array(codeText()).max(50).optional().describe('Any of these setting types.'),
  })
  .describe('Conditions that must all hold.');
const ProviderFilter = inputFrom(providerFilter, 'ProviderFilter');

/** Providers. */
@Resolver(() => ProviderType)
export class ProviderResolver {
  constructor(
    private readonly providers: ProviderService,
    private readonly vocabulary: Vocabulary,
    private readonly atlas: Atlas,
    private readonly clock: Clock,
  ) {}

  @Query(() => ProviderType, { nullable: true, description: 'A listed provider; null when there is none.' })
  async provider(
    @Arg('by', () => ProviderReference, { description: 'Which provider: exactly one key.' })
    by: z.input<typeof providerReference>,
  ): Promise<Provider | null> {
    const { id, urn, ukprn, companyNumber, charityNumber } = parseArguments(providerReference, by, ['by']);
    if (id != null) {
      const uuid = decodeId('prv', id);
      return uuid ? this.providers.get(uuid) : null;
    }
    if (urn != null) return this.providers.byKey('urn', urn);
    if (ukprn != null) return this.providers.byKey('ukprn', ukprn);
    if (companyNumber != null) return this.providers.byKey('companyNumber', companyNumber);
    return this.providers.byKey('charityNumber', charityNumber ?? '');
  }

  @Query(() => ProviderConnection, { name: 'providers', description: 'Listed providers, by name.' })
  async page(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => ProviderFilter, { nullable: true, description: 'Which providers.' })
    filter?: z.input<typeof providerFilter>,
  ): Promise<Page<Provider>> {
    const { localAuthority, settingType } = parseArguments(providerFilter, filter ?? {}, ['filter']);
    this.checkCodes(localAuthority, settingType ?? []);
    const criteria = {
      ...(localAuthority !== undefined && { localAuthorityCode: localAuthority }),
      ...(settingType && { settingTypes: settingType }),
    };
    return readPage(
      page,
      (provider) => [provider.name, provider.id],
      (after, limit) => this.providers.page(criteria, after, limit),
      () => this.providers.count(criteria),
    );
  }

  private checkCodes(localAuthority: string | undefined, settingTypes: readonly string[]): void {
    const today = londonToday(this.clock);
    const problems = this.vocabulary.problems('SETTING_TYPE', settingTypes, ['filter', 'settingType'], today);
    if (localAuthority !== undefined) {
      problems.push(...this.atlas.localAuthorityProblems(localAuthority, ['filter', 'localAuthority']));
    }
    refuse(problems);
  }

  @FieldResolver(() => ID, { description: 'Opaque global id.' })
  id(@Root() provider: Provider): string {
    return encodeId('prv', provider.id);
  }

  @FieldResolver(() => CodeType, { description: 'Type of setting. Class: public.' })
  settingType(@Root() provider: Provider): Code {
    return this.vocabulary.get('SETTING_TYPE', provider.settingType);
  }

  @FieldResolver(() => CodeType, { description: 'How it is registered. Class: public.' })
  registration(@Root() provider: Provider): Code {
    return this.vocabulary.get('REGISTRATION', provider.registration);
  }

  @FieldResolver(() => LocalAuthorityType, { description: 'The local authority whose register lists it.' })
  localAuthority(@Root() provider: Provider): LocalAuthority {
    return this.atlas.localAuthorities.get(provider.localAuthorityCode)!;
  }

  @FieldResolver(() => [ProviderContactType], {
    description:
      'Contacts for you, by audience and role: those for everybody; those for schools with the permission contact.school, those ' +
      'for commissioners with contact.commissioner; of your own provider all. Class: public.',
  })
  contacts(
    @Root() provider: Provider,
    @Ctx() { actor }: RequestContext,
    @Arg('audience', () => ContactAudienceName, {
      nullable: true,
      description: 'Only those for this audience; none where you are not shown them.',
    })
    audience?: ContactAudience | null,
  ): ProviderContact[] | Promise<ProviderContact[]> {
    return this.providers.contactsFor(actor, provider, audience ?? null);
  }

  @FieldResolver(() => SiteConnection, { description: 'Its listed sites, by name.' })
  async sites(
    @Root() provider: Provider,
    @Args(() => PageArguments) page: PageArguments,
  ): Promise<Page<SiteView>> {
    return slicePage((await this.providers.sitesOf(provider.id)) ?? [], page, (site) => [site.name, site.id]);
  }
}
