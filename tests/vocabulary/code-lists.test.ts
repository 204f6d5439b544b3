import { codeListNames } from '../../src/features/vocabulary/code-lists.rules.js';
import { startTestHub, type TestHub } from '../support/hub.js';

interface Code {
  readonly list: string;
  readonly code: string;
  readonly label: string;
  readonly description: string;
  readonly source: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

const codeLists = Object.values(codeListNames);
let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub(async ({ pool }) => {
    // One that is over and one that is not yet, as a consultation may bring.
    await pool.query(`insert into code (list, code, label, description, source, valid_from, valid_to, position) values
      ('TIER', 'OLD_TIER', 'Old tier', 'A tier that is over.', 'test', null, '2025-08-31', 90),
      ('TIER', 'UNIVERSAL', 'Universal', 'A tier of the consultation.', 'test', '2030-09-01', null, 91)`);
  });
});
afterAll(() => hub.stop());

async function codeList(name: string, validOn?: string): Promise<Code[]> {
  const { data, errors } = await hub.query<{ codeList: Code[] }>(
    `query ($name: CodeListName!, $validOn: LocalDate) {
      codeList(name: $name, validOn: $validOn) { list code label description source validFrom validTo }
    }`,
    { name, validOn },
  );
  expect(errors).toBeUndefined();
  return data.codeList;
}
const codesOf = (codes: readonly Code[]) => codes.map(({ code }) => code);

describe('codeList', () => {
  it('has eighteen lists', () => {
    expect(codeLists).toHaveLength(18);
  });

  it.each(codeLists)('%s has codes, each with a label, a description and a source', async (name) => {
    const codes = await codeList(name);
    expect(codes.length).toBeGreaterThanOrEqual(2);
    for (const code of codes) {
      expect(code.list).toBe(name);
      expect(code.label.trim()).not.toBe('');
      expect(code.description.trim()).not.toBe('');
      expect(code.source.trim()).not.toBe('');
    }
    expect(new Set(codesOf(codes)).size).toBe(codes.length);
  });

  it("has the DfE's thirteen needs, in its order", async () => {
    expect(codesOf(await codeList('NEEDS'))).toEqual(
      expect.arrayContaining('SPLD MLD SLD PMLD SEMH SLCN HI VI MSI PD ASD DS OTH'.split(' ')),
    );
    expect(await codeList('NEEDS')).toHaveLength(13);
  });

  it('keeps the order of display, not that of the alphabet', async () => {
    expect(codesOf(await codeList('KEY_STAGES'))).toEqual(['KS1', 'KS2', 'KS3', 'KS4', 'KS5']);
    expect(codesOf(await codeList('PRICE_UNIT'))).toEqual(['DAY', 'HALF_DAY', 'SESSION', 'HOUR']);
    expect(codesOf(await codeList('TIER'))).toEqual(['TIER_1', 'TIER_2', 'TIER_3', 'OLD_TIER', 'UNIVERSAL']);
  });

  it('refuses a list that does not exist', async () => {
    const { errors } = await hub.query('{ codeList(name: SHOE_SIZE) { code } }');
    expect(errors?.[0]?.message).toBe('Expected a value of type "CodeListName!".');
  });

  it('refuses a day that is none', async () => {
    const { errors } = await hub.query('{ codeList(name: TIER, validOn: "2026-02-30") { code } }');
    expect(errors?.[0]?.message).toBe('Expected a value of type "LocalDate".');
  });
});

describe('codeList(validOn)', () => {
  it('leaves out what has expired and what is still to come', async () => {
    expect(codesOf(await codeList('TIER', '2026-11-23'))).toEqual(['TIER_1', 'TIER_2', 'TIER_3']);
  });

  it('takes the last day in, and leaves the day after it out', async () => {
    expect(codesOf(await codeList('TIER', '2025-08-31'))).toContain('OLD_TIER');
    expect(codesOf(await codeList('TIER', '2025-09-01'))).not.toContain('OLD_TIER');
  });

  it('takes the first day in, and leaves the day before it out', async () => {
    expect(codesOf(await codeList('TIER', '2030-09-01'))).toContain('UNIVERSAL');
    expect(codesOf(await codeList('TIER', '2030-08-31'))).not.toContain('UNIVERSAL');
  });

  it('knows that Down syndrome became a need of its own in 2025', async () => {
    expect(codesOf(await codeList('NEEDS', '2024-12-31'))).not.toContain('DS');
    expect(codesOf(await codeList('NEEDS', '2025-01-01'))).toContain('DS');
  });
});
