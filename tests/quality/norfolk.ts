import type { Provider } from '../../src/features/provider/provider.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import type { TestHub } from '../support/hub.js';
import { askAs, done, problems } from './ask-as.js';

/** Lists a suspended provider again. */
export const restore = `mutation($id: ID!, $version: Int!) { providerRestore(id: $id, version: $version) { provider { state } ${problems} } }`;

/** What Norfolk's quality officer and commissioner do about listings that depend on evidence. */
export function norfolk(hub: TestHub) {
  const officer = askAs(hub, 'quality_officer', { in: ['926'] });
  const council = askAs(hub, 'commissioner', { in: ['926'] });
  const follow = (suspends = true, kind = 'FIRE_RISK', by = officer, at = '926') =>
    done(
      by(
        `mutation($kind: String!, $suspends: Boolean!, $at: String!) { evidenceKindSet(localAuthority: $at, kind: $kind, suspendsListing: $suspends) {
          evidenceKind { listingsAffected } ${problems} } }`,
        { kind, suspends, at },
      ),
    );
  const record = async (provider: Provider, values: Record<string, unknown> = {}, by = officer) =>
    (
      await done(
        by(
          `mutation($input: EvidenceCreateInput!) { evidenceCreate(input: $input) { evidence { id version } ${problems} } }`,
          {
            input: {
              localAuthority: '926',
              provider: encodeId('prv', provider.id),
              kind: 'FIRE_RISK',
              issuedOn: '2026-01-01',
              expiresOn: '2026-11-22',
              ...values,
            },
          },
        ),
      )
    ).evidence as { id: string; version: number };
  const change = (id: string, version: number, input: Record<string, unknown>) =>
    done(
      officer(
        `mutation($id: ID!, $version: Int!, $input: EvidenceUpdateInput!) { evidenceUpdate(id: $id, version: $version, input: $input) { ${problems} } }`,
        { id, version, input },
      ),
    );
  const look = async (provider: Provider) =>
    (
      await council(
        'query($id: ID!) { registerEntry(id: $id) { state version stateSince lastStep { from to actor reason } } }',
        { id: encodeId('prv', provider.id) },
      )
    ).data.registerEntry;
  const stateOf = async (provider: Provider) => (await look(provider)).state;
  const restoring = async (provider: Provider) =>
    council(restore, { id: encodeId('prv', provider.id), version: (await look(provider)).version });
  const overview = async (ask = council, at = '926') =>
    (
      await ask(
        'query($at: String!) { registerOverview(localAuthority: $at) { quality { listingsAffected suspendedByEvidence readyToRestore } } }',
        { at },
      )
    ).data.registerOverview.quality;
  const named = async (quality: object) =>
    (
      await council(
        'query($filter: RegisterFilter) { register(filter: $filter) { totalCount nodes { name } } }',
        {
          filter: { kind: ['PROVIDER'], quality },
        },
      )
    ).data.register.nodes.map(({ name }: { name: string }) => name);
  return { officer, council, follow, record, change, look, stateOf, restoring, overview, named };
}
