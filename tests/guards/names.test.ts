import {
  type GraphQLInputField,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { features } from '../../src/app.js';
import { graphParts } from '../../src/platform/composition/composition.js';
import { buildGraph } from '../../src/platform/graphql/schema.js';

/** One name for one thing: what a client has learned in one place holds in all others. */
let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await buildGraph(graphParts(features));
});

const upperSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
const valuesOf = (name: string) => {
  const type = schema.getType(name);
  return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
};
const inputFields = (name: string): GraphQLInputField[] => {
  const type = schema.getType(name);
  return isInputObjectType(type) ? Object.values(type.getFields()) : [];
};
const types = () => Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const shownFields = () =>
  types().flatMap((type) =>
    isObjectType(type) || isInterfaceType(type)
      ? Object.values(type.getFields()).map((field) => ({ type: type.name, field }))
      : [],
  );
/** Each field, argument and field of an input, by its path. */
const named = () => [
  ...shownFields().flatMap(({ type, field }) => [
    { path: `${type}.${field.name}`, name: field.name, type: field.type },
    ...field.args.map((arg) => ({
      path: `${type}.${field.name}(${arg.name})`,
      name: arg.name,
      type: arg.type,
    })),
  ]),
  ...types()
    .filter(isInputObjectType)
    .flatMap((type) =>
      inputFields(type.name).map((field) => ({
        path: `${type.name}.${field.name}`,
        name: field.name,
        type: field.type,
      })),
    ),
];
const filters = () =>
  Object.values(schema.getQueryType()!.getFields())
    .flatMap(({ args }) =>
      args.filter(({ name }) => name === 'filter').map(({ type }) => getNamedType(type).name),
    )
    .concat('QualityFilter');

describe('facets', () => {
  it('are called as the field of the filter', () => {
    const fields = new Set(inputFields('SearchFilter').map(({ name }) => upperSnake(name)));
    expect(valuesOf('FacetName').filter((name) => !fields.has(name))).toEqual([]);
    expect(valuesOf('FacetName').length).toBeGreaterThan(10);
  });

  /** A facet of two fields. */
  const TWO_FIELDS = { NEEDS: ['primaryNeeds', 'secondaryNeeds'] };

  it('are called as a field of the offering, its provider or its site', () => {
    const shown = new Set(
      shownFields()
        .filter(({ type }) => ['Offering', 'Provider', 'Site'].includes(type))
        .map(({ field }) => upperSnake(field.name)),
    );
    const lost = valuesOf('FacetName').filter((name) => !shown.has(name));
    expect(lost).toEqual(Object.keys(TWO_FIELDS));
    expect(
      Object.values(TWO_FIELDS)
        .flat()
        .every((field) => shown.has(upperSnake(field))),
    ).toBe(true);
  });
});

describe('code lists', () => {
  it('are called as a field that holds their codes, after its type where the field alone does not say it', () => {
    const holding = new Set(
      shownFields()
        .filter(({ field }) => getNamedType(field.type).name === 'Code')
        .flatMap(({ type, field }) => {
          const own = upperSnake(field.name);
          // Inspection.framework and InspectionJudgement.area: INSPECTION_FRAMEWORK, INSPECTION_AREA.
          const begun = upperSnake(type).slice(1).split('_')[0];
          return [own, `${begun}_${own}`];
        }),
    );
    const facets = valuesOf('FacetName');
    const lost = valuesOf('CodeListName').filter((name) => !holding.has(name) && !facets.includes(name));
    expect(lost).toEqual([]);
    expect(valuesOf('CodeListName')).toHaveLength(18);
  });

  it('that have a facet are called as it', () => {
    const lists = valuesOf('CodeListName');
    const ofNoList = ['DAYS', 'DISTRICT', 'EHC_PLAN', 'LOCAL_AUTHORITY', 'PLANNING_AREA', 'PRIMARY_NEEDS'];
    expect(
      valuesOf('FacetName')
        .filter((name) => !lists.includes(name))
        .sort(),
    ).toEqual(ofNoList);
  });
});

describe('a local authority', () => {
  it('is called so wherever it stands', () => {
    const others = named().filter(
      ({ name }) => /authorit|council/i.test(name) && !['localAuthority', 'localAuthorities'].includes(name),
    );
    expect(others.map(({ path }) => path)).toEqual([]);
  });

  it('is read as a LocalAuthority, given as a code, and chosen by a CodeFilter', () => {
    const odd = named().filter(({ path, name, type }) => {
      if (name !== 'localAuthority') return false;
      const of = getNamedType(type).name;
      if (/Filter\.\w+$/.test(path)) return of !== 'CodeFilter';
      return of !== (path.includes('(') || /Input\.\w+$/.test(path) ? 'String' : 'LocalAuthority');
    });
    expect(odd.map(({ path }) => path)).toEqual([]);
  });
});

describe('filters of lists', () => {
  /** What is looked for as it stands, not chosen from a list: words, and keys that others give out. */
  const TEXTS = ['RegisterFilter.text', 'RegisterFilter.externalReference', 'RegisterFilter.urn'];
  /** The same word for another thing, or for what one kind of record has several of. */
  const OTHERWISE = {
    district: 'a result of a search is at one site; a provider or an offering is at several',
    kind: 'of evidence a code, of entries an enum',
    state: 'each kind of record has states of its own',
  };

  it('choose codes and ids by what is to be there and what is not', () => {
    const plain = filters().flatMap((filter) =>
      inputFields(filter)
        .filter(({ type }) => ['String', 'ID'].includes(getNamedType(type).name))
        .map(({ name }) => `${filter}.${name}`),
    );
    expect(plain.sort()).toEqual([...TEXTS].sort());
    expect(filters().length).toBeGreaterThan(9);
  });

  it('have one shape for one name', () => {
    const shapes = new Map<string, Set<string>>();
    for (const filter of filters()) {
      for (const { name, type } of inputFields(filter)) {
        shapes.set(name, (shapes.get(name) ?? new Set()).add(String(type)));
      }
    }
    const various = [...shapes].filter(([, of]) => of.size > 1).map(([name]) => name);
    expect(various.sort()).toEqual(Object.keys(OTHERWISE).sort());
  });
});

describe('inputs', () => {
  it('are called after their mutation', () => {
    const odd = Object.values(schema.getMutationType()!.getFields()).flatMap(({ name, args }) =>
      args
        .filter((arg) => arg.name === 'input')
        .map(({ type }) => [getNamedType(type).name, `${name[0]!.toUpperCase()}${name.slice(1)}Input`])
        .filter(([is, should]) => is !== should),
    );
    expect(odd).toEqual([]);
  });
});
