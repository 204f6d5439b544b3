import {
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Ask, TestHub } from '../../support/hub.js';

/** What a mutation answered: its payload. */
// biome-ignore lint/suspicious/noExplicitAny: each mutation has a payload of its own
export type Payload = any;

/** What was sent, in order, and what came back. */
export interface Sent {
  readonly name: string;
  readonly payload: Payload;
  readonly errors: readonly string[];
}

const SHOWN = ['id', 'version', 'outcome', 'code', 'message', 'key'];

/** Leaves of the payload and of what is directly in it, so that something is read after the write. */
function selection(type: GraphQLOutputType, levels: number): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).flatMap((field) => {
    if (isLeafType(getNamedType(field.type))) return SHOWN.includes(field.name) ? [field.name] : [];
    const needsNothing = field.args.every(
      ({ type: given, defaultValue }) => !isNonNullType(given) || defaultValue !== undefined,
    );
    return levels > 0 && needsNothing ? [`${field.name} ${selection(field.type, levels - 1)}`] : [];
  });
  return `{ __typename ${fields.join(' ')} }`;
}

/** Mutations whose results the others need more of: the id of a key, of a row of a batch, of an action. */
const DEEP = /sUpsert$|^apiKeyCreate$|^qualityActionAdd$/;

/** Sends a mutation by its name, with arguments as variables; `levels` says how much is read after the write. */
export function sender(schema: GraphQLSchema, ask: Ask, levels = 1) {
  const fields = schema.getMutationType()?.getFields() ?? {};
  return async (name: string, args: Record<string, unknown>): Promise<Sent> => {
    const field = fields[name];
    if (!field) throw new Error(`The graph has no mutation ${name}.`);
    const given = field.args.filter((arg) => arg.name in args);
    const document = `mutation(${given.map((arg) => `$${arg.name}: ${arg.type}`).join(', ')}) {
      ${name}(${given.map((arg) => `${arg.name}: $${arg.name}`).join(', ')}) ${selection(field.type, DEEP.test(name) ? 2 : levels)} }`;
    const { data, errors = [] } = await ask<Record<string, Payload> | null>(document, args);
    const said = errors.map(({ message, extensions }) => `${extensions?.code}: ${message}`);
    return { name, payload: data?.[name] ?? null, errors: said };
  };
}

/**
 * Carries out every mutation of the graph, one after the other, so that it does what it is for, and returns the responses. As
 * little as can be is read after each write, so that caches are cold when the next one begins, unless `levels` asks for more.
 */
export async function carryOutEveryMutation(hub: TestHub, levels = 1): Promise<Sent[]> {
  const sent: Sent[] = [];
  const council = sender(hub.schema, await hub.as('administrator'), levels);
  const through = async (send: typeof council, name: string, args: Record<string, unknown>) => {
    const one = await send(name, args);
    sent.push(one);
    return one.payload ?? {};
  };
  const send = (name: string, args: Record<string, unknown>) => through(council, name, args);
  const reason = 'It is time.';

  const { apiClient } = await send('apiClientCreate', {
    input: { name: 'A portal', role: 'SCHOOL' },
    idempotencyKey: 'client',
  });
  const { issued } = await send('apiKeyCreate', { input: { client: apiClient?.id } });
  await send('apiKeyRevoke', { id: issued?.apiKey?.id, reason });

  /** From a draft to being listed, by way of everything that may befall it. */
  const life = async (kind: string, create: object, update: object): Promise<Payload> => {
    const made = await send(`${kind}Create`, { input: create, reason, idempotencyKey: `${kind} 1` });
    let entry = made[kind];
    const step = async (action: string, args: object = {}) => {
      const { id, version } = entry ?? {};
      entry = (await send(`${kind}${action}`, { id, version, reason, ...args }))[kind];
    };
    await step('Update', { input: update });
    for (const action of ['Submit', 'StartReview', 'Refuse', 'Submit', 'StartReview', 'Approve'])
      await step(action);
    for (const action of ['Suspend', 'Restore', 'Withdraw', 'Restore', 'Submit', 'StartReview', 'Approve'])
      await step(action);
    return entry;
  };

  let provider = await life('provider', aProvider('The Forge'), { description: 'Metal and wood.' });
  const upserted = { ...aProvider('The Mill'), externalReference: 'MILL' };
  await send('providersUpsert', { inputs: [upserted] });
  const { results: mills } = await send('providersUpsert', {
    inputs: [{ ...upserted, description: 'Grain.' }],
  });
  let mill = mills?.[0]?.provider;

  const aSite = (name: string) => ({ provider: provider?.id, name, postcode: 'NR21 9AA' });
  const site = await life('site', aSite('Yard'), { postcode: 'NR1 3AA' });
  const stable = { ...aSite('Stable'), externalReference: 'STABLE' };
  await send('sitesUpsert', { inputs: [stable] });
  await send('sitesUpsert', { inputs: [{ ...stable, postcode: 'NR1 3AA' }] });

  const anOffering = (title: string) => ({
    provider: provider?.id,
    title,
    tier: 'TIER_2',
    primaryNeeds: ['SEMH'],
    keyStages: ['KS3'],
    minYear: 7,
    maxYear: 9,
    deliveryModes: ['IN_PERSON'],
    sites: [site?.id],
  });
  let offering = await life('offering', anOffering('Smithing'), { description: 'At the fire.' });
  const carving = { ...anOffering('Carving'), externalReference: 'CARVING' };
  await send('offeringsUpsert', { inputs: [carving] });
  await send('offeringsUpsert', { inputs: [{ ...carving, description: 'At the bench.' }] });
  offering = (
    await send('offeringRestoreVersion', {
      id: offering?.id,
      version: offering?.version,
      toVersion: 1,
      reason,
    })
  ).offering;

  const statement = {
    offering: offering?.id,
    state: 'CAPACITY',
    placesAvailable: 2,
    unit: 'FTE',
    availableFrom: '2026-12-01',
    minYear: 7,
    maxYear: 9,
  };
  const stated = await send('vacancyCreate', { input: statement, idempotencyKey: 'vacancy' });
  const feed = { ...statement, externalReference: 'FEED' };
  await send('vacanciesUpsert', { inputs: [feed] });
  await send('vacanciesUpsert', { inputs: [{ ...feed, placesAvailable: 3 }] });
  const { id: vacancy, version: first } = stated.vacancy ?? {};
  const { vacancy: changed } = await send('vacancyUpdate', {
    id: vacancy,
    version: first,
    input: { placesAvailable: 3 },
  });
  hub.clock.pass(1);
  const confirmed = await send('vacancyConfirm', {
    id: vacancy,
    version: changed?.version,
    placesAvailable: 1,
  });
  const undone = await send('vacancyConfirmUndo', { id: vacancy, version: confirmed.vacancy?.version });
  hub.clock.pass(1);
  await send('vacanciesConfirm', { inputs: [{ id: vacancy, version: undone.vacancy?.version }] });
  await carryOutHolds(send, hub, vacancy, reason);
  // The confirmation and the hold that was converted are a version each.
  await send('vacancyClose', { id: vacancy, version: (undone.vacancy?.version ?? 0) + 2 });

  const mailbox = { role: 'REFERRALS', audience: 'PUBLIC' };
  const { contact } = await send('contactSet', {
    provider: provider?.id,
    input: { ...mailbox, email: 'referrals@forge.example' },
  });
  await hub.database.pool.query(
    `update vacancy set confirmed_at = confirmed_at - interval '20 days', version = version + 1`,
  );
  await send('chaseNow', { provider: provider?.id, idempotencyKey: 'chase' });
  await send('chasingOptOutSet', { provider: provider?.id, optedOut: true });
  await send('chasingOptOutSet', { provider: provider?.id, optedOut: false });
  await send('chasingRuleSet', {
    localAuthority: '926',
    input: { firstAfterDays: 7, thenEveryDays: 14, stopAfter: 3, validFrom: '2030-01-01' },
  });
  await send('holdRuleSet', {
    input: { longestDays: 5, mostLive: 2, mostExtensions: 1, validFrom: '2030-01-01' },
  });
  await send('contactRemove', { provider: provider?.id, ...mailbox, version: contact?.version ?? 1 });

  const editor = sender(hub.schema, await hub.as('provider_editor', { providers: [provider?.id] }), levels);
  const wish = async (postcode: string): Promise<Payload> =>
    (
      await through(editor, 'siteUpdate', {
        id: site?.id,
        version: site?.version,
        input: { postcode },
        reason,
      })
    ).changeRequest;
  const granted = await wish('NR21 9AA');
  const declined = await wish('NR21 9AB');
  await send('changeRequestApprove', { id: granted?.id, version: granted?.version });
  await send('changeRequestRefuse', { id: declined?.id, version: declined?.version, reason });

  const { listingDecision } = await send('listingDecisionCreate', {
    provider: provider?.id,
    input: { basis: 'TENDERED', localAuthority: '926', validFrom: '2026-09-01' },
    idempotencyKey: 'decision',
  });
  await send('listingDecisionUpdate', {
    id: listingDecision?.id,
    version: listingDecision?.version,
    input: { validTo: '2027-08-31' },
    reason,
  });

  await carryOutQuality(send, provider?.id);

  const pair = { one: provider?.id, other: mill?.id, reason };
  await send('duplicateDismiss', pair);
  await send('duplicateReinstate', pair);
  const merged = await send('providerMerge', {
    from: mill?.id,
    fromVersion: mill?.version,
    into: provider?.id,
    intoVersion: provider?.version,
    reason,
  });
  provider = merged.provider;
  mill = merged.merged;
  const split = await send('providerSplit', { id: mill?.id, version: mill?.version, reason });
  provider = split.provider;
  await send('providerRestoreVersion', {
    id: provider?.id,
    version: provider?.version,
    toVersion: 1,
    reason,
  });
  return sent;
}

const aProvider = (name: string) => ({
  name,
  settingType: 'OTH',
  registration: 'UNREGISTERED',
  localAuthority: '926',
  postcode: 'NR21 9AA',
});

type Send = (name: string, args: Record<string, unknown>) => Promise<Payload>;

/** Each of these ends a hold in its own way. The vacancy must be open, and has one place fewer when they have ended. */
async function carryOutHolds(
  send: Send,
  { database, clock }: Pick<TestHub, 'database' | 'clock'>,
  vacancy: unknown,
  reason: string,
): Promise<void> {
  await database.pool.query(
    `insert into school (urn, name, status_code, type_code) values ('900001', 'Invented School', '1', '01') on conflict do nothing`,
  );
  const until = (days: number) => new Date(clock.now() + days * 86_400_000).toISOString();
  const hold = async (key: string) => {
    const input = { vacancy, school: '900001', places: 1, until: until(1), reference: `Case ${key}` };
    return (await send('placeHold', { input, idempotencyKey: `hold ${key}` })).placeHold;
  };
  const one = await hold('1');
  const longer = await send('placeHoldExtend', { id: one?.id, version: one?.version, until: until(2) });
  await send('placeHoldRelease', { id: one?.id, version: longer.placeHold?.version });
  const two = await hold('2');
  await send('placeHoldDecline', { id: two?.id, version: two?.version, reason });
  const three = await hold('3');
  await send('placeHoldConvert', { id: three?.id, version: three?.version });
}

async function carryOutQuality(send: Send, provider: unknown): Promise<void> {
  const about = { localAuthority: '926', provider };
  const kind = 'FIRE_RISK';
  const { referralContact } = await send('referralContactSet', {
    localAuthority: '926',
    input: { team: 'Inclusion', telephone: '01603 000000' },
  });
  await send('referralContactRemove', { localAuthority: '926', version: referralContact?.version ?? 1 });
  await send('decayRuleSet', {
    input: {
      unit: 'HOUR',
      confirmedForDays: 7,
      ageingFromShare: 0.5,
      longestDays: 14,
      validFrom: '2027-01-04',
    },
  });
  await send('evidenceKindSet', { localAuthority: '926', kind, suspendsListing: false });
  const { evidence } = await send('evidenceCreate', {
    input: { ...about, kind, issuedOn: '2026-01-01', expiresOn: '2027-01-01' },
    idempotencyKey: 'evidence',
  });
  await send('evidenceUpdate', {
    id: evidence?.id,
    version: evidence?.version,
    input: { expiresOn: '2027-06-01' },
  });

  const card = { framework: 'OFSTED_REPORT_CARD_2025', inspectedOn: '2026-03-10', safeguarding: 'MET' };
  const { inspection } = await send('inspectionCreate', {
    input: { ...about, ...card, judgements: [{ area: 'ACHIEVEMENT', grade: 'EXPECTED' }] },
    idempotencyKey: 'inspection',
  });
  await send('inspectionUpdate', { id: inspection?.id, version: inspection?.version, input: card });

  const contents = {
    title: 'What we look at',
    principles: [{ title: 'It is safe' }, { title: 'It teaches' }],
  };
  const made = await send('qualityFrameworkCreate', {
    input: { localAuthority: '926', ...contents },
    idempotencyKey: 'framework',
  });
  let { framework } = made;
  const edition = (name: string, args: object = {}) =>
    send(name, { id: framework?.id, version: framework?.version, ...args });
  framework = (await edition('qualityFrameworkUpdate', { input: contents })).framework;
  framework = (await edition('qualityFrameworkPublish')).framework;

  const planned = await send('qualityReviewPlan', {
    input: { ...about, framework: framework?.id, dueOn: '2026-12-01', officerRole: 'QUALITY_OFFICER' },
    idempotencyKey: 'review',
  });
  let { review } = planned;
  const visit = async (name: string, args: object) => {
    review = (await send(name, { id: review?.id, version: review?.version, ...args })).review;
  };
  const findings = [1, 2].map((principle) => ({ principle, finding: 'MET_IN_FULL' }));
  await visit('qualityReviewUpdate', { input: { findings } });
  const { review: withAction } = await send('qualityActionAdd', {
    review: review?.id,
    input: { what: 'Mend the gate.', dueOn: '2026-12-24' },
    idempotencyKey: 'action',
  });
  const action = withAction?.actions?.[0];
  await send('qualityActionComplete', { id: action?.id, version: action?.version, doneOn: '2026-11-20' });
  const rated = await send('selfAssessmentUpdate', {
    id: review?.id?.replace('qrv', 'qsa'),
    version: review?.version,
    ratings: [{ principle: 1, rating: 'PARTIALLY_MET' }],
  });
  review = { ...review, version: rated.selfAssessment?.version };
  await visit('qualityReviewComplete', { doneOn: '2026-11-20' });
}

/** What went wrong, a line each. */
export function faultsOf(sent: readonly Sent[]): string[] {
  return sent.flatMap(({ name, payload, errors }) => {
    const problems = [
      ...(payload?.userErrors ?? []),
      ...(payload?.results ?? []).flatMap((one: Payload) => one.userErrors),
    ];
    return [...errors, ...problems.map(({ code, message }) => `${code}: ${message}`)].map(
      (what) => `${name}: ${what}`,
    );
  });
}
