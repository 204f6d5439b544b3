import {
  type ASTVisitor,
  GraphQLError,
  getNamedType,
  isInputObjectType,
  Kind,
  type ValidationContext,
  ValuesOfCorrectTypeRule,
} from 'graphql';

/**
 * The rule of graphql-js for literals, with messages that do not repeat them. A value may be about a person, and
 * messages end up in the logs of programs and proxies. `locations` says where the literal is.
 */
export function valuesOfCorrectType(context: ValidationContext): ASTVisitor {
  const wording = Object.create(context, {
    reportError: { value: (error: GraphQLError) => context.reportError(worded(error, context)) },
  }) as ValidationContext;
  return ValuesOfCorrectTypeRule(wording);
}

/** Messages of the rule that mention types only. */
const OF_TYPES_ONLY = /^(Field "\w+\.\w+" of required type |OneOf Input Object )/;

function worded(error: GraphQLError, context: ValidationContext): GraphQLError {
  return OF_TYPES_ONLY.test(error.message)
    ? error
    : new GraphQLError(why(error, context), { nodes: error.nodes });
}

function why({ nodes }: GraphQLError, context: ValidationContext): string {
  const kind = nodes?.[0]?.kind;
  const within = getNamedType(context.getParentInputType());
  if (kind === Kind.OBJECT_FIELD && isInputObjectType(within)) {
    return `This field is not defined by type "${within.name}".`;
  }
  const type = context.getInputType();
  if (kind === Kind.OBJECT && isInputObjectType(getNamedType(type)))
    return `The field of "${type}" must not be null.`;
  return `Expected a value of type "${type}".`;
}

const FOUND = /found (?:BlockString|String|Int|Float)(?= ")/;

/** A syntax error without the texts of the document. It keeps its location. */
export function withoutTexts({ message, source, positions }: GraphQLError): GraphQLError {
  // The message ends with what was found, including its text.
  const found = FOUND.exec(message);
  const plain = found ? `${message.slice(0, found.index)}${found[0]}.` : message;
  return new GraphQLError(plain, { source, positions, extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
}

/** The message of graphql-js about an argument that did not fit when it was used, without its value. */
export function withoutValue(message: string): string {
  return message.replace(/^(Argument "\w+") has invalid value .*$/s, '$1 has an invalid value.');
}
