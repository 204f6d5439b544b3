import { type Feature, feature } from '../../platform/composition/feature.js';
import { Slot } from '../../platform/composition/slot.js';
import { decodeId, encodeId } from '../../platform/graphql/global-id.js';
import { placeFeature } from '../place/place.feature.js';
import { privacyFeature } from '../privacy/privacy.feature.js';
import { ApiClient } from './api-client.entity.js';
import { apiClientRepository, SeenApiKey } from './api-client.repository.js';
import { ApiClientResolver, ApiKeyResolver } from './api-client.resolver.js';
import { ApiClientService } from './api-client.service.js';
import { ApiClientType } from './api-client.type.js';
import { ApiKey } from './api-key.entity.js';
import { actorOfClaims, type ClaimNames, type Claims } from './claims.js';
import { clientsCommands } from './clients-command.js';
import { type DevelopmentIssuer, developmentIssuer } from './development-issuer.js';
import { KeySignIn } from './key-sign-in.js';
import { developerNames, PersonNames } from './person-names.service.js';
import type { RequestContext } from './request-context.js';
import { SignIn } from './sign-in.js';
import { openIdIssuer } from './token-issuer.js';
import { type TokenSetting, tokenSetting } from './token-setting.js';
import { TokenSignIn } from './token-sign-in.js';

/** What the feature gives to other features. */
export interface Identity {
  readonly clients: ApiClientService;
  readonly keySignIn: KeySignIn;
  readonly people: PersonNames;
  readonly signIn: SignIn;
  /**
   * Filled by the feature that knows merged providers, so that an editor of a merged provider edits the one it was
   * merged into.
   */
  readonly survivors: Slot<(providerId: string) => string>;
  /** Null unless the hub uses the development issuer. */
  readonly development: DevelopmentIssuer | null;
}

/** Identity of the caller: programs that sign in with keys, and people and programs that sign in with tokens. */
export const identityFeature: Feature<Identity> = feature({
  name: 'identity',
  needs: { privacy: privacyFeature, place: placeFeature },
  entities: [ApiClient, ApiKey],
  resolvers: [ApiClientResolver, ApiKeyResolver],
  types: [ApiClientType],
  commands: (program, { open, out, err }) =>
    clientsCommands(
      program,
      async () => {
        const { given, close } = await open(identityFeature);
        return { clients: given.clients, encodeId, close };
      },
      out,
      err,
    ),
  async compose(host, { place: { atlas } }) {
    const { database, writer, clock, log, presence } = host;
    const data = apiClientRepository(database.source, database.reading);
    const references = {
      localAuthorityProblems: (code: string, path: string[]) => atlas.newLocalAuthorityProblems(code, path),
      decodeId,
    };
    const clients = new ApiClientService(data, writer, references, clock);
    const keySignIn = new KeySignIn(data, clock, log, presence);
    const survivors = new Slot<(providerId: string) => string>('entries that stand for others');
    const survivorOf = (id: string) => survivors.all.reduce((known, of) => of(known), id);
    const people = await PersonNames.of(database.reading);
    const setting = host.setting(tokenSetting);
    const development = setting.from === 'development' ? await developmentIssuer(clock) : null;
    const trusted = development
      ? { issuer: development, claims: development.claimNames, people: developerNames }
      : providerOf(setting, people);
    const tokens = trusted && new TokenSignIn(trusted.issuer, actorsOf(trusted), clock, log);
    return {
      gives: {
        clients,
        keySignIn,
        people,
        survivors,
        signIn: new SignIn(keySignIn, tokens, survivorOf, (code) => atlas.endedAuthority(code)),
        development,
      },
      caches: [data.usableKeys],
      nodes: [
        {
          prefix: 'cli',
          typeName: 'ApiClient',
          entity: ApiClient,
          loadAll: (ids, { actor }: RequestContext) => clients.byIds(actor, ids),
        },
        {
          prefix: 'key',
          typeName: 'ApiKey',
          entity: SeenApiKey,
          loadAll: (ids, { actor }: RequestContext) => clients.keysByIds(actor, ids),
        },
      ],
      resolvers: [new ApiClientResolver(clients), new ApiKeyResolver(clients)],
    };
  },
});

function providerOf(setting: TokenSetting, people: PersonNames) {
  if (setting.from !== 'provider') return null;
  const { issuer, audience, accessTokensOnly, claimNames } = setting;
  return { issuer: openIdIssuer(issuer, audience, accessTokensOnly), claims: claimNames, people };
}

/** Turns claims into an actor, with the names of the claims and the way to name people. */
function actorsOf({ claims, people }: { claims: ClaimNames; people: Pick<PersonNames, 'nameOf'> }) {
  return (given: Claims) => actorOfClaims(given, claims, (id) => decodeId('prv', id), people);
}
