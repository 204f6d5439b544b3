import { GraphQLID, type GraphQLSchema, getNamedType, isInputObjectType, isObjectType } from 'graphql';
import { startTestHub, type TestHub } from '../support/hub.js';

/**
 * What is written can be read, by somebody: each field of an input of a mutation is a field of the type that shows the record, or is
 * named here with where it is shown, or with the reason why it is not.
 */

/** The type that shows what an input makes or changes. */
const shownBy: Readonly<Record<string, string>> = {
  ApiClientInput: 'ApiClient',
  ApiKeyInput: 'ApiKey',
  ContactSetInput: 'ProviderContact',
  EvidenceChanges: 'Evidence',
  EvidenceInput: 'Evidence',
  InspectionContents: 'Inspection',
  InspectionInput: 'Inspection',
  InspectionJudgementInput: 'InspectionJudgement',
  ListingDecisionCreateInput: 'ListingDecision',
  ListingDecisionUpdateInput: 'ListingDecision',
  OfferingCreateInput: 'Offering',
  OfferingUpdateInput: 'Offering',
  ProviderCreateInput: 'Provider',
  ProviderUpdateInput: 'Provider',
  QualityActionInput: 'QualityAction',
  QualityFindingInput: 'QualityFinding',
  QualityFrameworkContents: 'QualityFramework',
  QualityFrameworkInput: 'QualityFramework',
  QualityPrincipleInput: 'QualityPrinciple',
  QualityReviewChanges: 'QualityReview',
  QualityReviewPlan: 'QualityReview',
  SelfRatingInput: 'QualityFinding',
  SiteCreateInput: 'Site',
  SiteUpdateInput: 'Site',
  VacancyCreateInput: 'Vacancy',
  VacancyUpdateInput: 'Vacancy',
};

/** Inputs that hold nothing to be read: they only name records by their ids, with what for. */
const naming: Readonly<Record<string, string>> = {
  ProviderSplitParts: 'what goes back with a split, although it is new since the merge',
};

/** Fields that are shown under another name, as the path from the type. */
const elsewhere: Readonly<Record<string, string>> = {
  'ListingDecision.localAuthorityCode': 'ListingDecision.localAuthority',
  'Offering.pricePence': 'Price.pence',
  'Offering.priceUnit': 'Price.unit',
  'Provider.localAuthorityCode': 'Provider.localAuthority',
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
  'Site.externalReference': 'its sender knows it; register(filter: { externalReference }) finds the entry',
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
  if (!isObjectType(type) && !isInputObjectType(type)) throw new Error(`There is no type ${name}.`);
  return Object.keys(type.getFields());
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

  it('is shown where it is said to be, and nothing is excused that is shown', () => {
    expect(Object.values(elsewhere).filter((path) => !isThere(path))).toEqual([]);
    expect([...Object.keys(elsewhere), ...Object.keys(unread)].filter(isThere)).toEqual([]);
  });
});
