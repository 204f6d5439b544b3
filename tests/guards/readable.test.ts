import {
  GraphQLID,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isLeafType,
  isListType,
  isObjectType,
} from 'graphql';
import { startTestHub, type TestHub } from '../support/hub.js';

/**
 * What is written can be read, by someone: each field of an input of a mutation is a field of the type that shows the record, or is
 * named here with where it is shown, or with the reason why it is not.
 */

/** The type that shows what an input makes or changes. */
const shownBy: Readonly<Record<string, string>> = {
  ApiClientCreateInput: 'ApiClient',
  ApiKeyCreateInput: 'ApiKey',
  ChasingRuleSetInput: 'ChasingRule',
  ContactSetInput: 'ProviderContact',
  DecayRuleSetInput: 'DecayRule',
  EvidenceUpdateInput: 'Evidence',
  EvidenceCreateInput: 'Evidence',
  HoldRuleSetInput: 'HoldRule',
  InspectionUpdateInput: 'Inspection',
  InspectionCreateInput: 'Inspection',
  InspectionJudgementInput: 'InspectionJudgement',
  ListingDecisionCreateInput: 'ListingDecision',
  ListingDecisionUpdateInput: 'ListingDecision',
  OfferingCreateInput: 'Offering',
  OfferingUpdateInput: 'Offering',
  PlaceHoldInput: 'PlaceHold',
  ProviderCreateInput: 'Provider',
  ProviderUpdateInput: 'Provider',
  QualityActionAddInput: 'QualityAction',
  QualityFindingInput: 'QualityFinding',
  QualityFrameworkUpdateInput: 'QualityFramework',
  QualityFrameworkCreateInput: 'QualityFramework',
  QualityPrincipleInput: 'QualityPrinciple',
  QualityReviewUpdateInput: 'QualityReview',
  QualityReviewPlanInput: 'QualityReview',
  ReferralContactSetInput: 'ReferralContact',
  SelfRatingInput: 'QualityFinding',
  SiteCreateInput: 'Site',
  SiteUpdateInput: 'Site',
  VacancyConfirmInput: 'Vacancy',
  VacancyCreateInput: 'Vacancy',
  VacancyUpdateInput: 'Vacancy',
};

/** Inputs that hold nothing to be read: they only name records by their ids, with what for. */
const naming: Readonly<Record<string, string>> = {
  ProviderSplitParts: 'what goes back with a split, although it is new since the merge',
};

/** Fields that are shown under another name, as the path from the type. */
const elsewhere: Readonly<Record<string, string>> = {
  'Offering.pricePence': 'Price.pence',
  'Offering.priceUnit': 'Price.unit',
  'QualityFinding.rating': 'QualityFinding.selfRating',
  'ApiKey.days': 'ApiKey.expiresAt',
};

/** Fields that nobody reads, with the reason. */
const unread: Readonly<Record<string, string>> = {
  'ApiKey.client': 'a key is read below its client: ApiClient.keys',
  'Offering.externalReference':
    'its sender knows it; register(filter: { externalReference }) finds the entry',
  'Provider.externalReference':
    'its sender knows it; register(filter: { externalReference }) finds the entry',
  'ProviderContact.namedPerson': 'what the sender answers for; the history keeps it as the reason',
  'Vacancy.externalReference': 'its sender knows it; vacanciesUpsert finds the vacancy by it',
  'Site.externalReference': 'its sender knows it; register(filter: { externalReference }) finds the entry',
};

/** Arguments of mutations that say what to do, and with which record: none of them is stored as it is. */
const steering = ['id', 'idempotencyKey', 'input', 'inputs', 'onFailure', 'reason', 'version'];

/** Other arguments, with where what they say is shown, or the reason why it is not. */
const argumentsShown: Readonly<Record<string, string>> = {
  'apiKeyRevoke(reason)': 'ApiKey.revokedAt',
  'changeRequestApprove(effectiveOn)': 'ChangeRequest.effectiveOn',
  'changeRequestApprove(fields)': 'ChangeRequest.approvedFields',
  'chaseNow(provider)': 'Chase.provider',
  'chasingOptOutSet(optedOut)': 'ChasingOptOut.optedOutAt',
  'chasingOptOutSet(provider)': 'ChasingOptOut.provider',
  'chasingRuleSet(localAuthority)': 'ChasingRule.localAuthority',
  'contactRemove(audience)': 'ProviderContact.audience',
  'contactRemove(provider)': 'Provider.contacts',
  'contactRemove(role)': 'ProviderContact.role',
  'contactSet(provider)': 'Provider.contacts',
  'duplicateDismiss(one)': 'DuplicatePair.first',
  'duplicateDismiss(other)': 'DuplicatePair.second',
  'duplicateReinstate(one)': 'DuplicatePair.first',
  'duplicateReinstate(other)': 'DuplicatePair.second',
  'evidenceKindSet(kind)': 'EvidenceKind.kind',
  'evidenceKindSet(localAuthority)': 'the list of kinds is asked for by it: evidenceKinds(localAuthority)',
  'evidenceKindSet(suspendsListing)': 'EvidenceKind.suspendsListing',
  'listingDecisionCreate(provider)': 'Provider.listingDecisions',
  'offeringRestoreVersion(toVersion)': 'the version whose values it has again; Offering.version counts on',
  'placeHoldExtend(until)': 'PlaceHold.until',
  'providerMerge(from)': 'RegisterEntry.mergedEntries',
  'providerMerge(fromVersion)': 'Provider.version',
  'providerMerge(into)': 'RegisterEntry.mergedInto',
  'providerMerge(intoVersion)': 'Provider.version',
  'providerMerge(take)': 'the values that were taken over are fields of the provider',
  'providerRestoreVersion(toVersion)': 'the version whose values it has again; Provider.version counts on',
  'providerSplit(also)': 'ProviderSplitPayload.moved',
  'qualityActionAdd(review)': 'QualityReview.actions',
  'qualityActionComplete(doneOn)': 'QualityAction.doneOn',
  'qualityReviewComplete(doneOn)': 'QualityReview.doneOn',
  'referralContactRemove(localAuthority)': 'ReferralContact.localAuthority',
  'referralContactSet(localAuthority)': 'ReferralContact.localAuthority',
  'selfAssessmentUpdate(ratings)': 'SelfAssessment.ratings',
  'vacanciesUpsert(confirmedForDays)': 'Vacancy.expiresAt',
  'vacanciesConfirm(confirmedForDays)': 'Vacancy.expiresAt',
  'vacancyClose(confirmedForDays)': 'Vacancy.expiresAt',
  'vacancyConfirm(confirmedForDays)': 'Vacancy.expiresAt',
  'vacancyConfirm(placesAvailable)': 'Vacancy.placesAvailable',
  'vacancyCreate(confirmedForDays)': 'Vacancy.expiresAt',
};

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

/** The inputs of mutations, and those within them. */
function inputsOf(schema: GraphQLSchema): string[] {
  const found = new Set<string>();
  const add = (type: unknown): void => {
    if (!isInputObjectType(type) || found.has(type.name)) return;
    found.add(type.name);
    for (const field of Object.values(type.getFields())) add(getNamedType(field.type));
  };
  for (const { args } of Object.values(schema.getMutationType()!.getFields())) {
    for (const arg of args) add(getNamedType(arg.type));
  }
  return [...found].sort();
}

function fieldsOf(name: string): string[] {
  const type = hub.schema.getType(name);
  if (!isObjectType(type) && !isInputObjectType(type)) throw new Error(`The schema has no type ${name}.`);
  return Object.keys(type.getFields());
}
function typeOf(name: string, field: string): GraphQLType {
  const type = hub.schema.getType(name);
  if (!isObjectType(type) && !isInputObjectType(type)) throw new Error(`The schema has no type ${name}.`);
  return type.getFields()[field]!.type;
}

/** What is written in one shape and read in another, with the reason. */
const readOtherwise: Readonly<Record<string, string>> = {};

function isReadAs(written: GraphQLType, read: GraphQLType): boolean {
  const [given, shown] = [getNamedType(written), getNamedType(read)];
  const isPaged = shown.name.endsWith('Connection');
  const areLists = isListType(getNullableType(written)) === (isPaged || isListType(getNullableType(read)));
  // A code or an id is read as what it stands for, and an input as an object; anything else as itself.
  return areLists && (isLeafType(shown) ? given === shown : true);
}

const isThere = (path: string) => {
  const [type = '', field = ''] = path.split('.');
  return fieldsOf(type).includes(field);
};

describe('what mutations accept', () => {
  it('is known here, input by input', () => {
    expect(inputsOf(hub.schema)).toEqual([...Object.keys(shownBy), ...Object.keys(naming)].sort());
  });

  it('is ids alone where it is said to name records', () => {
    const values = Object.keys(naming).flatMap((input) => {
      const type = hub.schema.getType(input);
      return isInputObjectType(type) ? Object.values(type.getFields()) : [];
    });
    expect(values).not.toEqual([]);
    expect(values.filter(({ type }) => getNamedType(type) !== GraphQLID)).toEqual([]);
  });

  it('is given by queries, field by field, or named with where or why not', () => {
    const missing = Object.entries(shownBy).flatMap(([input, type]) =>
      fieldsOf(input)
        .map((field) => `${type}.${field}`)
        .filter((path) => !isThere(path) && !(path in elsewhere) && !(path in unread)),
    );
    expect(missing).toEqual([]);
  });

  it('is read as it is written: a list as a list, a word as the same word, a code or id as what it stands for', () => {
    const odd = Object.entries(shownBy).flatMap(([input, type]) =>
      fieldsOf(input)
        .filter((field) => isThere(`${type}.${field}`))
        .filter((field) => !isReadAs(typeOf(input, field), typeOf(type, field)))
        .map((field) => `${input}.${field}`),
    );
    expect(odd.sort()).toEqual(Object.keys(readOtherwise).sort());
  });

  it('is shown by argument, too', () => {
    const given = Object.values(hub.schema.getMutationType()!.getFields()).flatMap(({ name, args }) =>
      args
        .filter((arg) => !steering.includes(arg.name) || `${name}(${arg.name})` in argumentsShown)
        .map((arg) => `${name}(${arg.name})`),
    );
    expect(given.sort()).toEqual(Object.keys(argumentsShown).sort());
    const paths = Object.values(argumentsShown).filter((where) => /^\w+\.\w+$/.test(where));
    expect(paths.filter((path) => !isThere(path))).toEqual([]);
  });

  it('is shown where it is said to be, and nothing is excused that is shown', () => {
    expect(Object.values(elsewhere).filter((path) => !isThere(path))).toEqual([]);
    expect([...Object.keys(elsewhere), ...Object.keys(unread)].filter(isThere)).toEqual([]);
  });
});
