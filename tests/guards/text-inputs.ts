import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

/** Somewhere in the graph that takes a text. */
export interface TextInput {
  /** As in `mutation siteCreate input.street`. */
  readonly name: string;
  readonly operation: 'query' | 'mutation';
  readonly field: GraphQLField<unknown, unknown>;
  /** From the argument down; a list is one step, without a name. */
  readonly path: readonly string[];
  /** `ID` or `String`. */
  readonly scalar: string;
  /** What its rule says that it is; undefined for an argument, which has no rule of its own. */
  readonly kind: string | undefined;
}

/** The step into a list. */
const EACH = '*';

/** Every text that the operations of a schema take, through all their inputs. */
export function textInputs(schema: GraphQLSchema): TextInput[] {
  const roots = { query: schema.getQueryType(), mutation: schema.getMutationType() };
  return (['query', 'mutation'] as const).flatMap((operation) =>
    Object.values(roots[operation]?.getFields() ?? {}).flatMap((field) =>
      field.args.flatMap((argument) =>
        [...textsIn(argument, [argument.name])].map(({ path, scalar, kind }) => ({
          name: `${operation} ${field.name} ${path.filter((step) => step !== EACH).join('.')}`,
          operation,
          field,
          path,
          scalar,
          kind,
        })),
      ),
    ),
  );
}

function* textsIn(
  input: GraphQLArgument | GraphQLInputField,
  path: readonly string[],
  type: GraphQLInputType = input.type,
): Generator<Pick<TextInput, 'path' | 'scalar' | 'kind'>> {
  if (isNonNullType(type)) yield* textsIn(input, path, type.ofType);
  else if (isListType(type)) yield* textsIn(input, [...path, EACH], type.ofType);
  else if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) yield* textsIn(field, [...path, field.name]);
  } else if (type.name === 'String' || type.name === 'ID') {
    yield { path, scalar: type.name, kind: input.extensions.textKind as string | undefined };
  }
}

/** An operation that gives a text in one place, and in the others what it needs. */
export function operationGiving({ operation, field, path }: TextInput, text: string) {
  const [own] = path;
  const given = field.args.filter((argument) => argument.name === own || isRequiredArgument(argument));
  const variables = Object.fromEntries(
    given.map((argument) => [
      argument.name,
      argument.name === own
        ? giving(argument.type, path.slice(1), text)
        : sample(argument.type, argument.name === 'id' ? field.name : argument.name),
    ]),
  );
  const declared = given.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const passed = given.map(({ name }) => `${name}: $${name}`).join(', ');
  return {
    document: `${operation} (${declared}) { ${field.name}(${passed})${selection(field.type)} }`,
    variables,
  };
}

/** What was wrong, and a typename where nothing says so. */
function selection(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const { userErrors, results } = named.getFields();
  const parts = [
    userErrors && 'userErrors { field code message }',
    results && `results ${selection(results.type)}`,
  ];
  return ` { ${parts.filter(Boolean).join(' ') || '__typename'} }`;
}

function giving(type: GraphQLInputType, path: readonly string[], text: string): unknown {
  if (isNonNullType(type)) return giving(type.ofType, path, text);
  if (isListType(type)) return [giving(type.ofType, path.slice(1), text)];
  if (!isInputObjectType(type)) return text;
  const fields = Object.values(type.getFields()).filter(
    (field) => field.name === path[0] || (!type.isOneOf && isRequiredInputField(field)),
  );
  return Object.fromEntries(
    fields.map((field) => [
      field.name,
      field.name === path[0] ? giving(field.type, path.slice(1), text) : sample(field.type, field.name),
    ]),
  );
}

/** The letters that begin the ids of what an input or an operation is called like; of others it is a provider. */
const prefixes: readonly (readonly [begins: string, prefix: string])[] = [
  ['apiKey', 'key'],
  ['changeRequest', 'chr'],
  ['client', 'cli'],
  ['evidence', 'evi'],
  ['framework', 'qfr'],
  ['inspection', 'ins'],
  ['listingDecision', 'lsd'],
  ['offering', 'off'],
  ['qualityAction', 'qac'],
  ['qualityFramework', 'qfr'],
  ['qualityReview', 'qrv'],
  ['review', 'qrv'],
  ['selfAssessment', 'qsa'],
  ['site', 'sit'],
  ['vacancy', 'vac'],
];
const NOBODY = 'AAAAAAAAAAAAAAAAAAAAAA';

/** A made-up value that fits its type. */
function sample(type: GraphQLInputType, name: string): unknown {
  if (isNonNullType(type)) return sample(type.ofType, name);
  if (isListType(type)) return [sample(type.ofType, name)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) return giving(type, [], '');
  if (type.name === 'ID') {
    return `${prefixes.find(([begins]) => name.startsWith(begins))?.[1] ?? 'prv'}_${NOBODY}`;
  }
  if (type.name === 'String' && name.startsWith('localAuthority')) return '926';
  return {
    Int: 1,
    Float: 1,
    Boolean: true,
    LocalDate: '2026-12-01',
    DateTime: '2026-11-23T12:00:00Z',
    String: 'sample',
  }[type.name];
}
