/** What an attack is made with: ids of the demonstration, as anybody can read them. */
export interface Known {
  readonly offering: string;
  readonly provider: string;
  /** A token of Norfolk's commissioner: insiders can be hostile too. */
  readonly token: string;
}

/** A request that is meant to harm. */
export interface Attack {
  readonly name: string;
  /** The bodies that are sent in turn, each by several connections at once. */
  readonly bodies: (known: Known) => readonly string[];
  readonly headers?: (known: Known) => Readonly<Record<string, string>>;
}

const body = (query: string, variables?: unknown) => JSON.stringify({ query, variables });
const times = <T>(length: number, make: (index: number) => T): T[] =>
  Array.from({ length }, (_, index) => make(index));
const aliases = (length: number, field: string) => `{ ${times(length, (i) => `a${i}: ${field}`).join(' ')} }`;
const signedIn = ({ token }: Known) => ({ authorization: `Bearer ${token}` });

/** The requests of the trials that brought the hub down, and others of their kind. */
export const attacks: readonly Attack[] = [
  {
    name: 'ids by the hundred, lists in lists',
    bodies: ({ offering }) => [body(bomb(offering))],
  },
  {
    name: 'lists in lists of every page',
    bodies: () => [
      body(
        aliases(
          10,
          'providers(first: 100) { nodes { sites { offerings { vacancies { offering { sites { provider { name } } } } } } } }',
        ),
      ),
    ],
  },
  {
    name: 'unknown keys in variables',
    bodies: () => {
      const filter = Object.fromEntries(times(5_000, (i) => [`unknown${i}`, i]));
      return [body('query ($filter: SearchFilter) { search(filter: $filter) { totalCount } }', { filter })];
    },
  },
  {
    name: 'deep variables',
    bodies: () => [
      `{"query": "query ($filter: SearchFilter) { search(filter: $filter) { totalCount } }", "variables": {"filter": ${'{"needs":'.repeat(9_000)}1${'}'.repeat(9_000)}}}`,
    ],
  },
  {
    name: 'fragments that fan out',
    bodies: () => {
      const levels = times(
        7,
        (i) =>
          `fragment F${i} on Provider { ${times(5, (j) => `p${i}${j}: offerings { provider { ...F${i + 1} } }`).join(' ')} }`,
      );
      return [body(`{ providers { nodes { ...F0 } } } ${levels.join(' ')} fragment F7 on Provider { name }`)];
    },
  },
  {
    name: 'fields that overlap',
    bodies: () => [
      body(`{ ${times(600, () => 'search { totalCount } ').join('')} }`),
      body(
        `{ ...A } ${times(90, (i) => `fragment ${String.fromCharCode(65 + (i % 26))}${i < 26 ? '' : i} on Query { ${times(4, () => 'providers { nodes { name } }').join(' ')} }`).join(' ')}`,
      ),
    ],
  },
  {
    name: 'what does not parse or is not valid',
    bodies: () => [
      body(`{ ${'search { '.repeat(400)}`),
      body(`{ ${times(600, (i) => `nothing${i}`).join(' ')} }`),
      body(`{ search(${times(400, (i) => `a${i}: 1`).join(' ')}) { totalCount } }`),
      `${'['.repeat(49_000)}`,
    ],
  },
  {
    name: 'a text that a pattern chokes on',
    headers: signedIn,
    bodies: () => [
      body(
        'mutation ($input: ProviderCreateInput!) { providerCreate(input: $input) { userErrors { code } } }',
        {
          input: {
            name: 'Trial',
            settingType: 'OTH',
            registration: 'UNREGISTERED',
            localAuthority: '926',
            description: '㌖'.repeat(5_000),
          },
        },
      ),
      body(
        'mutation ($input: ProviderCreateInput!) { providerCreate(input: $input) { userErrors { code } } }',
        {
          input: {
            name: 'a@'.repeat(40_000),
            settingType: 'OTH',
            registration: 'UNREGISTERED',
            localAuthority: '926',
          },
        },
      ),
    ],
  },
  {
    name: 'introspection',
    bodies: () => [
      body(
        '{ __schema { types { fields { name args { name type { name ofType { name ofType { name } } } } type { name ofType { name ofType { name } } } } inputFields { name type { name ofType { name } } } enumValues { name } } } }',
      ),
      body('{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }'),
    ],
  },
  {
    name: 'counting the register again and again',
    bodies: () => [
      body(aliases(25, 'offerings(first: 1) { totalCount }')),
      body(aliases(25, 'providers(first: 1) { totalCount }')),
      body(aliases(25, 'sites(first: 1) { totalCount }')),
    ],
  },
  {
    name: 'dear root fields',
    bodies: () => [
      body(
        aliases(
          20,
          'match(profile: { needs: [{ code: "SEMH" }], yearGroup: 9, near: { place: { postcode: "NR21 9AA" } } }) { totalCount }',
        ),
      ),
      body(aliases(25, 'planningAreas { name }')),
      body(aliases(25, 'concepts { label }')),
      body(aliases(25, 'search(text: "moter mecanics kitshen anxeity") { totalCount }')),
    ],
  },
  {
    name: 'long words, typed wrong',
    bodies: () => [
      body('query ($text: String) { search(text: $text) { totalCount } }', {
        text: times(10_000, (i) => `wrngwrd${i}`)
          .join(' ')
          .slice(0, 95_000),
      }),
      body('query ($text: String!) { suggest(text: $text) { __typename } }', { text: 'q'.repeat(95_000) }),
      body('query ($text: String) { search(text: $text) { totalCount } }', { text: '㌖'.repeat(30_000) }),
    ],
  },
  {
    name: 'garbage tokens',
    headers: () => ({ authorization: `Bearer ${garbageToken}` }),
    bodies: () => [body('{ __typename }')],
  },
];

/** The request of four thousand characters that ended the hub, as it was found. */
export function bomb(offering: string): string {
  const ids = `["${times(100, () => offering).join('","')}"]`;
  const lists = `${'vacancies { offering { '.repeat(5)}title${' } }'.repeat(5)}`;
  return `query ($ids: [ID!]! = ${ids}) ${aliases(29, `nodes(ids: $ids) { ... on Offering { ${lists} } }`)}`;
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const garbageToken = `${part({ alg: 'RS256', kid: 'none' })}.${part({ iss: 'nobody', sub: 'x', exp: 4e9 })}.${'A'.repeat(342)}`;
