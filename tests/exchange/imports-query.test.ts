import { existsSync } from 'node:fs';
import { importGias } from '../../src/features/exchange/import/gias-import.js';
import { importPostcodes } from '../../src/features/exchange/import/postcode-import.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { inventedGias } from './exchange-database.js';
import { quietly, sample, temporaryFolder } from './exchange-files.js';

const folder = temporaryFolder();
let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
  const options = {
    errorsPath: `${folder.path}/errors.csv`,
    duplicatesPath: `${folder.path}/duplicates.csv`,
    dryRun: false,
    force: true,
  };
  const { pool } = hub.database;
  await importPostcodes(pool, sample('code-point'), quietly());
  await importGias(pool, sample('gias_invented.csv'), options, quietly());
  const spoilt = inventedGias
    .replace('Invented Primary School', 'Renamed Primary School')
    .replace('590000', '5.9E+05')
    .replace('Invented Special School, Norfolk', 'X')
    .replace(',42,,,,1,Open', ',42,,,,2,Closed');
  await importGias(pool, folder.write('spoilt.csv', spoilt), options, quietly());
  expect(existsSync(options.errorsPath)).toBe(true);
});
afterAll(async () => {
  await hub.stop();
  folder.remove();
});

interface Imports {
  readonly imports: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly id: string;
      readonly fileName: string;
      readonly counts: readonly object[];
    }[];
  };
}
const IMPORTS =
  '{ imports { totalCount nodes { id kind product fileName counts { outcome subject count } } } }';
const ROWS = `query($import: ID!, $outcome: ImportOutcome!, $subject: ImportSubject) {
  importRows(import: $import, outcome: $outcome, subject: $subject) { totalCount nodes { subject key line detail } } }`;

describe('imports', () => {
  it('say what each one added, changed, left out and why', async () => {
    const administrator = await hub.as('administrator');
    const { data, errors } = await administrator<Imports>(IMPORTS);
    expect(errors).toBeUndefined();
    expect(data.imports.totalCount).toBe(3);
    const [last, , first] = data.imports.nodes;
    expect(first).toMatchObject({ kind: 'POSTCODES', product: 'OS Code-Point Open', fileName: 'code-point' });
    expect(first!.counts).toEqual([{ outcome: 'ADDED', subject: 'POSTCODE', count: 7 }]);
    expect(last).toMatchObject({ kind: 'GIAS', fileName: 'spoilt.csv' });
    expect(last!.counts).toEqual(
      expect.arrayContaining([
        { outcome: 'CHANGED', subject: 'SCHOOL', count: 2 },
        { outcome: 'REFUSED', subject: 'SCHOOL', count: 1 },
        { outcome: 'LEFT_OUT', subject: 'SCHOOL', count: 3 },
        { outcome: 'REVIEW', subject: 'ENTRY', count: 1 },
      ]),
    );
    const rows = async (outcome: string, subject?: string) =>
      (await administrator<{ importRows: { nodes: object[] } }>(ROWS, { import: last!.id, outcome, subject }))
        .data.importRows.nodes;
    expect(await rows('CHANGED', 'SCHOOL')).toEqual(
      expect.arrayContaining([
        { subject: 'SCHOOL', key: '900001', line: null, detail: 'name' },
        { subject: 'SCHOOL', key: '900003', line: null, detail: 'status_code' },
      ]),
    );
    expect(await rows('REFUSED')).toEqual([
      {
        subject: 'SCHOOL',
        key: '900008',
        line: 10,
        detail: 'EstablishmentName must have 2 to 200 characters',
      },
    ]);
    expect(await rows('LEFT_OUT')).toContainEqual({
      subject: 'SCHOOL',
      key: '900006',
      line: 8,
      detail: 'Easting must be whole metres in digits, such as 624073',
    });
    expect(await rows('REVIEW')).toEqual([
      { subject: 'ENTRY', key: '900003', line: null, detail: 'The school has closed' },
    ]);
    expect(await rows('REMOVED')).toEqual([]);
  });

  it('can be narrowed to a kind, paged, and found by id', async () => {
    const administrator = await hub.as('administrator');
    const { data } = await administrator<
      Imports & { all: Imports['imports'] & { pageInfo: { endCursor: string } } }
    >(
      '{ imports(kind: [GIAS]) { totalCount } all: imports(first: 2) { nodes { id } pageInfo { endCursor } } }',
    );
    expect(data.imports.totalCount).toBe(2);
    const rest = await administrator<Imports & { node: object }>(
      'query($after: String!, $id: ID!) { imports(first: 2, after: $after) { nodes { fileName } } node(id: $id) { ... on Import { fileName } } }',
      { after: data.all.pageInfo.endCursor, id: data.all.nodes[0]!.id },
    );
    expect(rest.data).toEqual({
      imports: { nodes: [{ fileName: 'code-point' }] },
      node: { fileName: 'spoilt.csv' },
    });
  });

  it.each(['public', 'commissioner'] as const)('are not for the role %s', async (role) => {
    const ask = role === 'public' ? hub.query : await hub.as(role, { localAuthorities: ['926'] });
    const { errors } = await ask('{ imports { totalCount } importSources { kind } }');
    expect(errors?.map(({ extensions }) => extensions?.code)).toContain('FORBIDDEN');
  });
});

describe('the age of every source', () => {
  it('is in the graph and in /health/ready', async () => {
    const administrator = await hub.as('administrator');
    const { data } = await administrator<{ importSources: object[] }>(
      '{ importSources { kind product fileName importedAt ageDays } }',
    );
    expect(data.importSources).toEqual([
      {
        kind: 'POSTCODES',
        product: 'OS Code-Point Open',
        fileName: 'code-point',
        importedAt: expect.any(String),
        ageDays: expect.any(Number),
      },
      {
        kind: 'GIAS',
        product: 'GIAS extract',
        fileName: 'spoilt.csv',
        importedAt: expect.any(String),
        ageDays: expect.any(Number),
      },
      { kind: 'GIAS_LINKS', product: null, fileName: null, importedAt: null, ageDays: null },
      { kind: 'AREAS', product: null, fileName: null, importedAt: null, ageDays: null },
      { kind: 'PLACES', product: null, fileName: null, importedAt: null, ageDays: null },
    ]);
    const ready = (await (await fetch(`${hub.address}/health/ready`)).json()) as { sources: object[] };
    expect(ready.sources).toEqual([
      { kind: 'POSTCODES', importedAt: expect.any(String), ageDays: expect.any(Number) },
      { kind: 'GIAS', importedAt: expect.any(String), ageDays: expect.any(Number) },
      { kind: 'GIAS_LINKS', importedAt: null, ageDays: null },
      { kind: 'AREAS', importedAt: null, ageDays: null },
      { kind: 'PLACES', importedAt: null, ageDays: null },
    ]);
  });
});
