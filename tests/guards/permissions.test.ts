import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql';
import { type Role, roles } from '../../src/features/identity/permissions.js';
import { permissionsOf } from '../../src/platform/graphql/permission-walk.js';
import { type Ask, startTestHub, type TestHub } from '../support/hub.js';
import { fillSampleRegister } from './sample-register.js';

/**
 * Every operation and every guarded field of the schema, as every role: generated, so that what is new is in it.
 * An operation is sent with made-up arguments. Callers with permission get a response, perhaps that the arguments make no sense.
 * Callers without it get FORBIDDEN before anything has run.
 */

let hub: TestHub;
const asks = new Map<Role, Ask>();
const everyRole = Object.keys(roles) as Role[];

beforeAll(async () => {
  hub = await startTestHub((database) => fillSampleRegister(database.pool));
  for (const role of everyRole) {
    asks.set(role, role === 'public' ? hub.query : await hub.as(role, { localAuthorities: ['926'] }));
  }
});
afterAll(() => hub.stop());

type Field = GraphQLField<unknown, unknown>;

/** A field as a selection, with what its arguments need and, of an object, its type's name. */
function selection(field: Field, below = '__typename'): string {
  const needed = field.args.filter(
    ({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined,
  );
  const given = needed.map(({ name, type }) => `${name}: ${sample(type)}`).join(', ');
  return `${field.name}${given && `(${given})`}${isLeafType(getNamedType(field.type)) ? '' : ` { ${below} }`}`;
}

/** A made-up value, as a literal. */
function sample(type: GraphQLInputType): string {
  if (isNonNullType(type)) return sample(type.ofType);
  if (isListType(type)) return `[${sample(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null';
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const needed = type.isOneOf ? fields.slice(0, 1) : fields.filter((one) => isNonNullType(one.type));
    return `{ ${needed.map((field) => `${field.name}: ${sample(field.type)}`).join(', ')} }`;
  }
  if (!isScalarType(type)) throw new Error(`The samples have no ${type}.`);
  return samples[type.name] ?? '"sample"';
}
const samples: Readonly<Record<string, string>> = {
  Int: '1',
  Float: '1',
  Boolean: 'true',
  LocalDate: '"2026-12-01"',
  DateTime: '"2026-12-01T00:00:00Z"',
};

type Steps = readonly Field[];

/** Something to ask for: the fields from the root down to it. */
interface Asked {
  readonly name: string;
  readonly document: string;
  /** The guarded fields among them, outermost first. */
  readonly demands: readonly { readonly permissions: readonly string[]; readonly path: readonly string[] }[];
}

function asked(kind: Kind, steps: Steps): Asked {
  const names = steps.map(({ name }) => name);
  return {
    name: `${kind} ${names.join('.')}`,
    document: `${kind} { ${steps.reduceRight((below, field) => selection(field, below), '__typename')} }`,
    demands: steps
      .map((field, at) => ({ permissions: permissionsOf(field), path: names.slice(0, at + 1) }))
      .filter(({ permissions }) => permissions.length > 0),
  };
}

const kinds = ['query', 'mutation'] as const;
type Kind = (typeof kinds)[number];

function rootFields(kind: Kind): Steps {
  const root = kind === 'query' ? hub.schema.getQueryType() : hub.schema.getMutationType();
  return Object.values(root?.getFields() ?? {});
}

function operations(): Asked[] {
  return kinds.flatMap((kind) => rootFields(kind).map((field) => asked(kind, [field])));
}

/** Guarded fields below the roots, each on the shortest way there. */
function guardedFields(): Asked[] {
  const found: Asked[] = [];
  const seen = new Set<string>();
  for (const kind of kinds) {
    const ways: Steps[] = rootFields(kind).map((field) => [field]);
    for (let way = ways.shift(); way; way = ways.shift()) {
      const last = way[way.length - 1] as Field;
      const type = getNamedType(last.type);
      if (!isObjectType(type) || seen.has(type.name)) continue;
      seen.add(type.name);
      for (const field of Object.values(type.getFields())) {
        if (permissionsOf(field).length > 0) found.push(asked(kind, [...way, field]));
        ways.push([...way, field]);
      }
    }
  }
  return found;
}

/** What a role is to be refused. */
function refusalsOf(role: Role, { demands }: Asked) {
  const held: readonly string[] = roles[role];
  return demands
    .filter(({ permissions }) => !permissions.some((permission) => held.includes(permission)))
    .map(({ permissions, path }) => ({ code: 'FORBIDDEN', permission: permissions.join(' or '), path }));
}

async function commits(): Promise<number> {
  const { rows } = await hub.database.pool.query<{ n: number }>('select count(*)::int n from change_commit');
  return rows[0]?.n ?? 0;
}

describe.each(everyRole)('as %s', (role) => {
  it('every operation and guarded field returns a result or FORBIDDEN, as the table of roles says', async () => {
    const ask = asks.get(role) as Ask;
    const wrong: string[] = [];
    for (const one of [...operations(), ...guardedFields()]) {
      const before = await commits();
      const { data, errors = [] } = await ask(one.document);
      const refusals = refusalsOf(role, one);
      if (refusals.length === 0) {
        // A bug, a document that does not fit the schema, or a service that wants more than the schema says.
        const bad = ['FORBIDDEN', 'INTERNAL', 'GRAPHQL_VALIDATION_FAILED'];
        const said = errors.filter(({ extensions }) => bad.includes(String(extensions?.code)));
        if (said.length > 0) wrong.push(`${one.name}: ${JSON.stringify(said)}`);
        continue;
      }
      const refused = errors.map(({ extensions }) => extensions);
      if (data !== undefined) wrong.push(`${one.name}: answered`);
      if (JSON.stringify(refused) !== JSON.stringify(refusals))
        wrong.push(`${one.name}: ${JSON.stringify(errors)}`);
      if ((await commits()) !== before) wrong.push(`${one.name}: wrote something`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('the schema', () => {
  it('guards every mutation: nothing is written by the public', () => {
    const open = operations().filter(
      ({ name, demands }) => name.startsWith('mutation ') && demands.length === 0,
    );
    expect(open.map(({ name }) => name)).toEqual([]);
    expect(operations().length).toBeGreaterThan(15);
  });

  it('says of everything that is guarded which permission it needs', () => {
    const silent = Object.values(hub.schema.getTypeMap()).flatMap((type) =>
      isObjectType(type)
        ? Object.values(type.getFields())
            .filter((field) => permissionsOf(field).length > 0)
            .filter(
              (field) =>
                !field.description?.endsWith(`Needs the permission ${permissionsOf(field).join(' or ')}.`),
            )
            .map((field) => `${type.name}.${field.name}`)
        : [],
    );
    expect(silent).toEqual([]);
  });
});

describe('the walk', () => {
  const code = async (document: string, variables?: Record<string, unknown>) => {
    const { data, errors = [] } = await hub.query(document, variables);
    return { data, paths: errors.map(({ extensions }) => [extensions?.code, extensions?.path]) };
  };
  const refusedAt = (...path: string[]) => ({ data: undefined, paths: [['FORBIDDEN', path]] });

  it.each([
    ['an alias', '{ mine: apiClients { totalCount } }', ['mine']],
    ['an inline fragment', '{ ... on Query { apiClients { totalCount } } }', ['apiClients']],
    [
      'a fragment in a fragment',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { apiClients { totalCount } }',
      ['apiClients'],
    ],
    [
      'a condition that is false',
      '{ __typename apiClients @include(if: false) { totalCount } }',
      ['apiClients'],
    ],
  ])('sees through %s', async (_, document, path) => {
    expect(await code(document)).toEqual(refusedAt(...path));
  });

  it('refuses again when the document is known, and never because someone else was refused', async () => {
    const document = '{ apiClients { totalCount } }';
    for (const role of ['public', 'administrator', 'public', 'school', 'administrator'] as const) {
      const { errors = [] } = await (asks.get(role) as Ask)(document);
      expect([role, errors.length]).toEqual([role, role === 'administrator' ? 0 : 1]);
    }
  });

  it('looks at the operation that is chosen, not at others in the document', async () => {
    const response = await fetch(`${hub.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'query A { __typename } query B { apiClients { totalCount } }',
        operationName: 'A',
      }),
    });
    expect([response.status, await response.json()]).toMatchObject([200, { data: { __typename: 'Query' } }]);
  });

  it('names a field once, however often its fragment is spread', async () => {
    const levels = 5;
    const fragments = Array.from(
      { length: levels },
      (_, n) =>
        `fragment F${n} on Query { ${n + 1 < levels ? `...F${n + 1} ...F${n + 1}` : 'apiClients { totalCount }'} }`,
    );
    expect(await code(`{ ...F0 ...F0 } ${fragments.join(' ')}`)).toEqual(refusedAt('apiClients'));
  });
});
