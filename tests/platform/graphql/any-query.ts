import fc from 'fast-check';

/** Random valid queries of the kitchen sink's `Item`: aliases, fragments, conditions, arguments, failures, nesting. */
const leaf = fc.constantFrom(
  'id',
  'name',
  'mustHave',
  'colour',
  'on',
  'at',
  'flag',
  'score',
  'grid',
  'count',
  'count(first: 9)',
  'count(first: $n)',
  'sometimes',
  // Nullable: graphql-js leaves rejections of non-null fields unhandled when another item of their list fails at once.
  'perhaps(fail: true)',
  'perhaps(fail: $yes)',
  '__typename',
);
const condition = fc.constantFrom(
  '',
  '',
  '',
  '@include(if: $yes)',
  '@include(if: $no)',
  '@skip(if: $no)',
  '@skip(if: $yes)',
  '@skip(if: false) @include(if: $yes)',
);
const list = fc.constantFrom('children(first: 2)', 'children(first: $n)', 'children', 'maybe', 'later');

const entries = fc.constantFrom('entry', 'entries');

/** Each field gets an alias of its own, made from where it stands, so that selections never conflict. */
type Selection = (alias: string) => string;

const { fields } = fc.letrec<{ fields: Selection; field: Selection }>((tie) => ({
  fields: fc
    .array(tie('field'), { minLength: 1, maxLength: 4 })
    .map(
      (all) => (alias: string) => `{ ${all.map((one, index) => one(`${alias}${'xyzw'[index]}`)).join(' ')} }`,
    ),
  field: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.tuple(leaf, condition).map(
      ([field, when]) =>
        (alias: string) =>
          `${alias}: ${field} ${when}`,
    ),
    fc.tuple(list, condition, tie('fields')).map(
      ([field, when, inner]) =>
        (alias: string) =>
          `${alias}: ${field} ${when} ${inner(alias)}`,
    ),
    fc.tuple(entries, condition, tie('fields')).map(
      ([field, when, inner]) =>
        (alias: string) =>
          `${alias}: ${field} ${when} { __typename ${alias}n: name ${alias}m: mustHave ... on Item ${when} ${inner(`${alias}e`)}
            ... on Note { ${alias}t: text(first: $n) ${alias}l: later ${inner(`${alias}o`)} } }`,
    ),
    fc.tuple(condition, tie('fields')).map(
      ([when, inner]) =>
        (alias: string) =>
          `... on Item ${when} ${inner(`${alias}i`)}`,
    ),
    condition.map((when) => () => `...F ${when}`),
  ),
}));

/** A whole document; it takes `yes: true`, `no: false` and `n: 2`. */
export const anyQuery: fc.Arbitrary<string> = fc.tuple(fields, fc.tuple(leaf, condition), fields).map(
  ([selection, [shared, when], inner]) => `
    query Any($yes: Boolean!, $no: Boolean!, $n: Int!) {
      items(first: 5) ${selection('a')}
      item(id: 4) { ...F ...G id @include(if: $yes) name @skip(if: $no) count(first: $n) }
    }
    fragment F on Item { shared: ${shared} ${when} score }
    fragment G on Item { later { ...F } ...F last: later ${inner('g').replaceAll('...F', 'id')} }`,
);
