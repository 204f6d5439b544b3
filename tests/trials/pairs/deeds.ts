import type { GraphQLSchema } from 'graphql';
import { encodeId } from '../../../src/platform/graphql/global-id.js';
import type { CrowdedEntry, Standing } from './crowded-entry.js';
import { FRAMEWORK } from './crowded-entry.js';

/** One action on the entry. */
export interface Deed {
  readonly mutation: string;
  /** Tells it from others of the same mutation. */
  readonly name: string;
  readonly by: 'council' | 'editor';
  readonly standing: Standing;
  readonly args: (entry: CrowdedEntry) => Record<string, unknown>;
}

const reason = 'It is time.';
type Args = Deed['args'];
const deed = (
  mutation: string,
  args: Args,
  {
    by = 'council',
    standing = {},
    variant,
  }: Partial<Pick<Deed, 'by' | 'standing'>> & { variant?: string } = {},
): Deed => ({ mutation, name: variant ? `${mutation} ${variant}` : mutation, by, standing, args });

type Kind = 'provider' | 'site' | 'offering';
const kinds: readonly Kind[] = ['provider', 'site', 'offering'];
const versioned =
  (name: Parameters<CrowdedEntry['version']>[0], more: (entry: CrowdedEntry) => object = () => ({})): Args =>
  (entry) => ({ id: entry.ids[name], version: entry.version(name), ...more(entry) });

const steps = [
  ['Submit', 'DRAFT'],
  ['StartReview', 'SUBMITTED'],
  ['Approve', 'IN_REVIEW'],
  ['Refuse', 'IN_REVIEW'],
  ['Suspend', 'LISTED'],
  ['Withdraw', 'LISTED'],
  ['Restore', 'SUSPENDED'],
] as const;

const aProvider = {
  settingType: 'OTH',
  registration: 'UNREGISTERED',
  localAuthority: '926',
  postcode: 'NR21 9AA',
};
const aSite = (entry: CrowdedEntry) => ({
  provider: entry.ids.provider,
  name: 'Stable',
  postcode: 'NR21 9AA',
});
const anOffering = (entry: CrowdedEntry) => ({
  provider: entry.ids.provider,
  sites: [entry.ids.site],
  title: 'Carving',
  tier: 'TIER_2',
  primaryNeeds: ['SEMH'],
  minYear: 7,
  maxYear: 9,
  deliveryModes: ['IN_PERSON'],
});
const aVacancy = (entry: CrowdedEntry) => ({
  offering: entry.ids.offering,
  site: entry.ids.site,
  state: 'CAPACITY',
  placesAvailable: 1,
  unit: 'FTE',
  availableFrom: '2026-12-02',
  minYear: 7,
  maxYear: 9,
});
const forASchool = { school: '900001', places: 1, until: '2026-11-24T12:00:00Z' };
const about = (entry: CrowdedEntry) => ({ localAuthority: '926', provider: entry.ids.provider });
const card = { framework: 'OFSTED_REPORT_CARD_2025', inspectedOn: '2026-03-11', safeguarding: 'MET' };
const mailbox = { role: 'REFERRALS', audience: 'PUBLIC', email: 'enquiries@crowded.example' };
const pair: Args = ({ ids }) => ({ one: ids.provider, other: ids.twin, reason });
const merging =
  (from: 'provider' | 'twin', into: 'provider' | 'twin', take: string[] = []): Args =>
  ({ ids, version }) => ({
    from: ids[from],
    fromVersion: version(from),
    into: ids[into],
    intoVersion: version(into),
    reason,
    take,
  });

/** Everything that the graph allows a person to do to an entry, or to what belongs to it. */
export const deeds: readonly Deed[] = [
  ...kinds.flatMap((kind) =>
    steps.map(([action, state]) =>
      deed(
        `${kind}${action}`,
        versioned(kind, () => ({ reason })),
        { standing: { [kind]: state } },
      ),
    ),
  ),
  deed('siteSubmit', versioned('site'), {
    by: 'editor',
    standing: { site: 'DRAFT' },
    variant: 'by its editor',
  }),

  deed('providerCreate', () => ({ input: { ...aProvider, name: 'Crowded again' }, reason })),
  deed('siteCreate', (entry) => ({ input: aSite(entry), reason }), { by: 'editor' }),
  deed('offeringCreate', (entry) => ({ input: anOffering(entry), reason }), { by: 'editor' }),
  deed('providersUpsert', () => ({ inputs: [{ ...aProvider, name: 'Sent', externalReference: 'P-1' }] })),
  deed('sitesUpsert', (entry) => ({ inputs: [{ ...aSite(entry), externalReference: 'S-1' }] })),
  deed('offeringsUpsert', (entry) => ({ inputs: [{ ...anOffering(entry), externalReference: 'O-1' }] })),

  deed(
    'providerUpdate',
    versioned('provider', () => ({ input: { name: 'Renamed' } })),
  ),
  deed(
    'providerUpdate',
    versioned('provider', () => ({ input: { localAuthority: '935' } })),
    {
      variant: 'to another authority',
    },
  ),
  deed(
    'providerUpdate',
    versioned('provider', () => ({ input: { name: 'Asked', website: 'https://a.example' } })),
    {
      by: 'editor',
      variant: 'by its editor',
    },
  ),
  deed(
    'siteUpdate',
    versioned('site', () => ({ input: { name: 'Renamed' } })),
  ),
  deed(
    'siteUpdate',
    versioned('site', () => ({ input: { postcode: 'NR1 3AA' } })),
    {
      by: 'editor',
      variant: 'by its editor',
    },
  ),
  deed(
    'offeringUpdate',
    versioned('offering', ({ ids }) => ({ input: { sites: [ids.site, ids.cameAlong] } })),
  ),
  deed(
    'offeringUpdate',
    versioned('offering', () => ({ input: { minYear: 8, title: 'Forging' } })),
    {
      by: 'editor',
      variant: 'by its editor',
    },
  ),
  deed(
    'providerRestoreVersion',
    versioned('provider', () => ({ toVersion: 1, reason })),
  ),
  deed(
    'offeringRestoreVersion',
    versioned('offering', () => ({ toVersion: 1, reason })),
  ),

  deed('vacancyCreate', (entry) => ({ input: aVacancy(entry) }), { by: 'editor' }),
  deed(
    'vacancyUpdate',
    versioned('vacancy', () => ({ input: { placesAvailable: 3 } })),
    { by: 'editor' },
  ),
  deed('vacancyConfirm', versioned('vacancy'), { by: 'editor' }),
  deed('placeHold', ({ ids }) => ({ input: { vacancy: ids.vacancy, ...forASchool } })),
  deed(
    'placeHoldExtend',
    versioned('hold', () => ({ until: '2026-11-26T12:00:00Z' })),
  ),
  deed('placeHoldRelease', versioned('hold')),
  deed('placeHoldConvert', versioned('hold'), { by: 'editor' }),
  deed(
    'placeHoldDecline',
    versioned('hold', () => ({ reason })),
    { by: 'editor' },
  ),
  deed('vacancyClose', versioned('vacancy'), { by: 'editor' }),
  deed('vacanciesConfirm', (entry) => ({ inputs: [versioned('vacancy')(entry)] }), { by: 'editor' }),
  deed('vacanciesUpsert', (entry) => ({ inputs: [{ ...aVacancy(entry), externalReference: 'V-1' }] }), {
    by: 'editor',
  }),
  deed('vacancyConfirmUndo', versioned('vacancy'), { by: 'editor' }),
  deed('chaseNow', ({ ids }) => ({ provider: ids.provider })),
  deed('chasingOptOutSet', ({ ids }) => ({ provider: ids.provider, optedOut: true }), { by: 'editor' }),
  deed('contactSet', ({ ids }) => ({ provider: ids.provider, version: 1, input: mailbox }), { by: 'editor' }),
  deed('contactSet', ({ ids }) => ({ provider: ids.provider, input: { ...mailbox, role: 'FINANCE' } }), {
    variant: 'for another role',
  }),
  deed('contactRemove', ({ ids }) => ({
    provider: ids.provider,
    role: 'REFERRALS',
    audience: 'PUBLIC',
    version: 1,
  })),

  deed('changeRequestApprove', versioned('wish')),
  deed('changeRequestApprove', versioned('move'), { variant: 'to another authority' }),
  deed(
    'changeRequestRefuse',
    versioned('wish', () => ({ reason })),
  ),
  deed('listingDecisionCreate', ({ ids }) => ({
    provider: ids.provider,
    input: { basis: 'TENDERED', localAuthority: '926', validFrom: '2026-09-01' },
  })),
  deed(
    'listingDecisionUpdate',
    versioned('decision', () => ({ input: { validTo: '2027-08-31' }, reason })),
  ),

  deed('evidenceCreate', (entry) => ({
    input: {
      ...about(entry),
      kind: 'FIRE_RISK',
      issuedOn: '2026-02-01',
      expiresOn: '2027-02-01',
      state: 'FAILED',
    },
  })),
  deed(
    'evidenceUpdate',
    versioned('evidence', () => ({ input: { state: 'FAILED' } })),
  ),
  deed(
    'evidenceUpdate',
    versioned('failed', () => ({ input: { state: 'ATTESTED' } })),
    { variant: 'valid again' },
  ),
  deed('evidenceKindSet', () => ({ localAuthority: '926', kind: 'FIRST_AID', suspendsListing: true })),
  deed('inspectionCreate', (entry) => ({ input: { ...about(entry), ...card } })),
  deed(
    'inspectionUpdate',
    versioned('inspection', () => ({ input: card })),
  ),
  deed('qualityReviewPlan', (entry) => ({
    input: {
      ...about(entry),
      framework: encodeId('qfr', FRAMEWORK),
      dueOn: '2027-01-01',
      officerRole: 'QUALITY_OFFICER',
    },
  })),
  deed(
    'qualityReviewUpdate',
    versioned('review', () => ({ input: { summary: 'It is well kept.' } })),
  ),
  deed(
    'qualityReviewComplete',
    versioned('review', () => ({ doneOn: '2026-11-20' })),
  ),
  deed('qualityActionAdd', ({ ids }) => ({
    review: ids.review,
    input: { what: 'Paint it.', dueOn: '2026-12-24' },
  })),
  deed(
    'qualityActionComplete',
    versioned('action', () => ({ doneOn: '2026-11-20' })),
  ),
  deed(
    'selfAssessmentUpdate',
    versioned('review', ({ ids }) => ({
      id: ids.review.replace('qrv', 'qsa'),
      ratings: [{ principle: 1, rating: 'PARTIALLY_MET' }],
    })),
    { by: 'editor' },
  ),

  deed('duplicateDismiss', pair),
  deed('duplicateReinstate', pair),
  deed('providerMerge', merging('provider', 'twin')),
  deed('providerMerge', merging('twin', 'provider', ['NAME']), { variant: 'the other way' }),
  deed(
    'providerSplit',
    versioned('merged', () => ({ reason })),
  ),
];

/** Mutations that touch no entry, and why not. */
export const ofNoEntry: Readonly<Record<string, string>> = {
  chasingRuleSet: 'a rule is of a local authority, or of all',
  apiClientCreate: 'a program that signs in is of no entry',
  apiKeyCreate: 'nor is its key',
  apiKeyRevoke: 'nor is its key',
  decayRuleSet: 'a rule is for the whole hub',
  holdRuleSet: 'a rule is for the whole hub',
  qualityFrameworkCreate: 'a framework is of a local authority',
  qualityFrameworkPublish: 'a framework is of a local authority',
  qualityFrameworkUpdate: 'a framework is of a local authority',
  referralContactRemove: 'a referral contact is of a local authority',
  referralContactSet: 'a referral contact is of a local authority',
};

/** What is wrong with the lists above for a graph: mutations that are in neither, or are there no more. */
export function uncovered(schema: GraphQLSchema): string[] {
  const there = Object.keys(schema.getMutationType()?.getFields() ?? {});
  const tried = new Set([...deeds.map(({ mutation }) => mutation), ...Object.keys(ofNoEntry)]);
  return [...there.filter((name) => !tried.has(name)), ...[...tried].filter((name) => !there.includes(name))];
}
