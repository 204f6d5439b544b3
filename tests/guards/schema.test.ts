import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import {
  buildSchema,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  typeFromAST,
  validate,
} from 'graphql';
import { features } from '../../src/app.js';
import { graphParts } from '../../src/platform/composition/composition.js';
import { createCost } from '../../src/platform/graphql/cost.js';
import { defaultLimits, limitRules } from '../../src/platform/graphql/limits.js';
import { printGraph } from '../../src/platform/graphql/print-graph.js';
import { buildGraph } from '../../src/platform/graphql/schema.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { prices } from '../../src/prices.js';
import { exampleQueries } from '../../src/start/example-queries.js';
import {
  brokenConnections,
  inputsThatSayExactlyOne,
  listFields,
  oneOfInputs,
  withoutFullStop,
} from './schema-rules.js';

const schemaFolder = join(projectRoot, 'schema');
const committedFile = join(schemaFolder, 'schema.graphql');

/** Every list that is not a connection, and why it stays short (or has pages of another shape). */
const boundedLists = new Map([
  ['VacanciesUpsertPayload.results', 'one for each input, up to 100'],
  ['VacanciesConfirmPayload.vacancies', 'one for each input, up to 100'],
  ['ApiClient.keys', 'the old one and the one that replaces it'],
  ['ApiClient.localAuthorities', 'those that a client was made for'],
  ['ApiClient.providers', 'those that a client was made for'],
  ['ApiClient.schools', 'those that a client was made for'],
  ['ApiClient.scopes', 'permissions of a closed list'],
  ['ChasingUserError.field', 'the path of an argument'],
  ['ClientUserError.field', 'the path of an argument'],
  ['ChangeRequest.approvedFields', 'fields of one entry'],
  ['ChangeRequest.fields', 'fields of one entry'],
  ['Comparison.matches', 'as many as the client names, up to 6'],
  ['Comparison.rows', 'one for each part of a score, 9 at most'],
  ['Comparison.terms', 'four terms'],
  ['ComparisonRow.cells', 'one for each offering, up to 6'],
  ['Concept.phrases', 'written by hand for one concept'],
  ['Concept.relatedCodes', 'codes of the code lists'],
  ['Concept.signposts', 'ten themes'],
  ['Concept.strongCodes', 'codes of the code lists'],
  ['DecayUserError.field', 'the path of an argument'],
  ['HoldRuleUserError.field', 'the path of an argument'],
  ['DuplicateCandidate.reasons', 'one for each kind of reason, 6 at most'],
  ['DuplicateDismissPayload.dismissals', 'one for each of two local authorities'],
  ['DuplicatePair.dismissals', 'one for each of two local authorities'],
  ['DuplicatePair.reasons', 'one for each kind of reason, 6 at most'],
  ['DuplicateReinstatePayload.dismissals', 'one for each of two local authorities'],
  ['MatchChip.choices', 'codes of closed lists that one concept means'],
  ['MatchChip.codes', 'codes of closed lists that one concept means'],
  ['MatchTextResults.chips', 'one for each concept of a sentence of 500 characters, and four more'],
  ['MatchTextResults.leftOut', 'words of a sentence of 500 characters'],
  ['ProviderCreatePayload.duplicateCandidates', '20 at most'],
  ['Vacancy.holds', 'each holds at least one of the places that were offered, 200 at most'],
  ['ProviderMergePayload.left', 'parts of one provider whose key another one has'],
  ['ProviderMergePayload.moved', 'eight kinds of parts'],
  ['ProviderSplitPayload.moved', 'eight kinds of parts'],
  ['ProviderUpdatePayload.duplicateCandidates', '20 at most'],
  ['ProviderUpsertResult.duplicateCandidates', '20 at most'],
  ['Query.duplicateCandidates', '20 at most'],
  ['ReadProfile.circumstances', 'codes of a closed list'],
  ['ReadProfile.needs', 'codes of a closed list'],
  ['RegisterEntry.mergedEntries', 'entries of one provider that were made twice'],
  ['Facet.values', 'values of a closed list; cut off at 200'],
  ['FieldValue.labels', 'one for each code of a value'],
  ['FieldValue.values', 'one for each code or id of a value'],
  ['HistoryEvent.changes', 'fields of one record'],
  ['Match.parts', 'one for each part of a score, 9 at most'],
  ['MatchResults.matches', 'the best with `first`, up to 50: what fits worse is not useful'],
  ['MatchResults.nearMisses', 'one for each hard condition, 9 at most'],
  ['MatchUnderstanding.hard', 'the parts of a score, 9 at most'],
  ['MatchUserError.field', 'the path of an argument'],
  ['MemoryUserError.field', 'the path of an argument'],
  ['Offering.accreditations', 'codes of a closed list'],
  ['Offering.areasServed', '200 at most'],
  ['Offering.circumstances', 'codes of a closed list'],
  ['Offering.commissioners', 'codes of a closed list'],
  ['Offering.days', 'seven days'],
  ['Offering.deliveryModes', 'codes of a closed list'],
  ['Offering.keyStages', 'codes of a closed list'],
  ['Offering.outcomes', 'codes of a closed list'],
  ['Offering.primaryNeeds', 'codes of a closed list'],
  ['Offering.referralRoutes', 'codes of a closed list'],
  ['Offering.secondaryNeeds', 'codes of a closed list'],
  ['Offering.vacancies', 'dated assertions of one offering: a handful are current at a time'],
  ['OfferingsUpsertPayload.results', 'one for each input, up to 100'],
  ['PlanningArea.districts', 'districts of one local authority'],
  ['Provider.contacts', 'one contact for each of five roles and three audiences'],
  ['Provider.listingDecisions', 'what a few authorities decided about one provider'],
  ['ProvidersUpsertPayload.results', 'one for each input, up to 100'],
  ['Query.codeList', 'a closed list, wanted whole for a choice'],
  ['Query.concepts', 'reference data of a release (about 100), wanted whole'],
  ['Query.districts', 'reference data of a release (about 300), wanted whole for a choice'],
  ['Query.nodes', 'as many as the client names, up to 100'],
  ['Query.planningAreas', 'areas that an authority draws for itself, wanted whole for a choice'],
  ['RegisterEntry.changeRequests', 'those of one entry that are not done with'],
  ['RegisterEntry.externalReferences', 'one for each organisation that sent one'],
  ['RegisterEntry.steps', 'seven at most'],
  ['RegisterOverview.states', 'three kinds in six states'],
  ['RegisterUserError.field', 'the path of an argument'],
  ['Query.provenance', 'one for each field of a record'],
  ['RecordAsOf.fields', 'fields of one record'],
  ['RecordField.labels', 'one for each code of a value'],
  ['RecordField.values', 'one for each code or id of a value'],
  ['RequestedFieldChange.fromValues', 'one for each code or id of a value'],
  ['RequestedFieldChange.toValues', 'one for each code or id of a value'],
  ['SearchHit.matchedBecause', 'one reason for each part of the question'],
  ['SearchHit.matchedNeeds', 'codes of a closed list'],
  ['SearchHit.others', 'at most twenty'],
  ['SearchMeta.degraded', 'at most one of each kind'],
  ['SearchHitConnection.facets', 'those that were asked for, 12 at most'],
  ['SearchHitConnection.nearMisses', 'three at most'],
  ['SearchHitConnection.signposts', 'six at most'],
  ['SearchHitConnection.wider', 'three at most'],
  ['SearchNearMiss.dropped', 'fields of one condition'],
  ['Query.signposts', 'reference data of a release (about 20), wanted whole'],
  ['ReferralUserError.field', 'the path of an argument'],
  ['Signpost.sources', 'the pages that one entry was read on'],
  ['Signpost.themes', 'ten themes'],
  ['SearchUserError.field', 'the path of an argument'],
  ['Site.accessibility', 'codes of a closed list'],
  ['SitesUpsertPayload.results', 'one for each input, up to 100'],
  ['SuggestUserError.field', 'the path of an argument'],
  ['Suggestions.suggestions', 'twenty at most'],
  ['TermRow.cells', 'one for each offering, up to 6'],
  ['Understanding.ages', 'words of one question'],
  ['Understanding.concepts', 'words of one question'],
  ['Understanding.didYouMean', 'three at most'],
  ['Understanding.keyStages', 'words of one question'],
  ['Understanding.parts', 'words of one question'],
  ['Understanding.possiblePlaces', 'places with the same name, from words of one question'],
  ['Understanding.yearGroups', 'words of one question'],
  ['UnderstoodConcept.strongCodes', 'the codes of a concept, a few'],
  ['Understanding.ignoredWords', 'words of one question'],
  ['UserError.field', 'the path of an argument'],
  ['Understanding.words', 'words of one question'],
  ['Import.counts', 'one for each outcome and kind of record'],
  ['Inspection.judgements', 'one for each area'],
  ['Query.importSources', 'one for each kind of import'],
  ['RegisterOverview.reviewReasons', 'three at most'],
  ['School.successors', '20 at most'],
  ['QualityFramework.parts', 'written by hand for one framework, 20 at most'],
  ['QualityFramework.principles', 'written by hand for one framework, 100 at most'],
  ['QualityOverview.thresholdAdvice', 'four levels'],
  ['QualityReview.actions', 'what one review led to'],
  ['QualityReview.findings', 'one for each principle, 100 at most'],
  ['QualityUserError.field', 'the path of an argument'],
  ['Query.chasingRules', 'a few for each local authority, wanted whole to see which one holds'],
  ['Query.decayRules', 'one for each kind of place and of provider at most, wanted whole'],
  ['Query.holdRules', 'a few, wanted whole to see which one is in force'],
  ['Query.evidenceKinds', 'a closed list, wanted whole for a choice'],
  ['Query.qualityFrameworks', 'editions of two owners, wanted whole for a choice'],
  ['Query.selfAssessments', 'reviews of one provider, 50 at most'],
  ['SelfAssessment.ratings', 'one for each principle, 100 at most'],
  ['ThresholdAdvice.reasons', 'one for each part of a rule'],
  ['ThresholdAdvice.rules', 'one for each rule on registration'],
  ['ThresholdAdvice.unknown', 'one for each part of a rule'],
]);

let built: GraphQLSchema;
beforeAll(async () => {
  built = await buildGraph(graphParts(features));
});

describe('the contract', () => {
  it('is committed as it is built', async () => {
    const committed = existsSync(committedFile) ? readFileSync(committedFile, 'utf8') : '';
    const now = printGraph(built);
    if (committed === now) return;
    const changes = committed ? await diff(buildSchema(committed), buildSchema(now)) : [];
    const said = changes.map(({ criticality, message }) => `  ${criticality.level}: ${message}`).sort();
    const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
    throw new Error(
      `schema/schema.graphql is not what the code builds. Run "npm run schema && npm run codegen" and look at the ` +
        `changes (${breaking.length} of ${said.length} break clients):\n${said.join('\n') || '  only its form'}`,
    );
  });

  it('describes everything, in sentences that end', () => {
    expect(withoutFullStop(built)).toEqual([]);
  });

  it('has connections of one shape', () => {
    expect(brokenConnections(built)).toEqual([]);
  });

  it('has connections where a list can grow', () => {
    // One error for each wrong value that was sent, one warning for each kind.
    const lists = listFields(built).filter((name) => !/\.(userErrors|warnings)$/.test(name));
    expect(lists).toEqual([...boundedLists.keys()].sort());
  });

  it('lets every mutation say what went wrong, and what to know although it was done', () => {
    const lacking = Object.values(built.getMutationType()?.getFields() ?? {}).flatMap(({ name, type }) => {
      const payload = getNamedType(type);
      const fields = isObjectType(payload) ? payload.getFields() : {};
      const is = [String(fields.warnings?.type), /^\[\w+!\]!$/.test(String(fields.userErrors?.type))];
      return JSON.stringify(is) === JSON.stringify(['[Warning!]!', true]) ? [] : [`${name}: ${is}`];
    });
    expect(lacking).toEqual([]);
  });

  it('keeps what a mutation answers where something of it cannot be read: it was stored', () => {
    const fragile = Object.values(built.getTypeMap()).flatMap((type) =>
      isObjectType(type) && /(Payload|UpsertResult)$/.test(type.name)
        ? Object.values(type.getFields())
            .filter(({ name, type: given, resolve }) => {
              const isTold =
                name === 'userErrors' || name === 'warnings' || type.name.endsWith('UpsertResult');
              return isNonNullType(given) && !(isTold && resolve === undefined);
            })
            .map(({ name }) => `${type.name}.${name}`)
        : [],
    );
    expect(fragile).toEqual([]);
  });

  it('marks the inputs that take exactly one key, in the printed schema too', () => {
    expect(oneOfInputs(built)).toEqual([...graphParts(features).oneOf].sort());
    expect(inputsThatSayExactlyOne(built)).toEqual([...graphParts(features).oneOf].sort());
    expect(oneOfInputs(buildSchema(printGraph(built)))).toEqual([...graphParts(features).oneOf].sort());
  });
});

describe('ready operations', () => {
  const folder = join(schemaFolder, 'operations');
  const files = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
  const operations = [
    ...files.map((file) => ({ name: file, text: readFileSync(join(folder, file), 'utf8') })),
    ...exampleQueries('2026-12-01').map(({ name, query }) => ({ name: `explorer: ${name}`, text: query })),
  ];

  it.each(operations)('$name is valid and stays within the limits', ({ text }) => {
    const document = parse(text, { maxTokens: defaultLimits.tokens });
    const rules = [...specifiedRules, ...limitRules(defaultLimits)];
    expect(validate(built, document, rules).map(({ message }) => message)).toEqual([]);
    const operation = document.definitions[0] as OperationDefinitionNode;
    const cost = createCost(built, prices())(document, operation, sampleVariables(operation));
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThanOrEqual(defaultLimits.cost);
  });

  it.each(files)('%s holds the one operation it is named after, and says what it is for', (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const pascal = file
      .replace('.graphql', '')
      .replace(/(^|-)([a-z])/g, (_, __, letter) => letter.toUpperCase());
    const { definitions } = parse(text);
    expect(definitions.map((one) => one.kind === Kind.OPERATION_DEFINITION && one.name?.value)).toEqual([
      pascal,
    ]);
    expect(text).toMatch(/^# .+\.\n/);
  });

  it('have typed documents that are up to date', () => {
    const cli = createRequire(import.meta.url).resolve('@graphql-codegen/cli/package.json');
    const program = join(cli, '..', 'cjs', 'bin.js');
    const run = spawnSync(process.execPath, [program, '--config', 'codegen.ts', '--check', '--silent'], {
      cwd: projectRoot,
      encoding: 'utf8',
    });
    // What it prints names the files; the cure is "npm run codegen".
    expect([run.status, run.stdout, run.stderr]).toEqual([0, '', '']);
  });
});

/** A value for each variable that must be given. */
function sampleVariables({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  const required = variableDefinitions.filter(
    ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue,
  );
  return Object.fromEntries(
    required.map(({ variable, type }) => [
      variable.name.value,
      sample(typeFromAST(built, type as never) as GraphQLInputType),
    ]),
  );
}

function sample(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return sample(type.ofType);
  if (isListType(type)) return [sample(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) return {};
  return String(type) === 'LocalDate' ? '2026-12-01' : 'sample';
}
