import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeFor, codesIn, explorerLink, leaveCode } from '../../src/start/sign-in-codes.js';

const ONE = { address: 'http://127.0.0.1:4000', code: 'one' };
const TWO = { address: 'http://[::1]:4001', code: 'two' };

describe('the codes of hubs on one data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ap-hub-codes-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const codes = () => new Set(codesIn(folder).map(({ code }) => code));

  it('are there while their hubs run, and nobody else may read them', () => {
    expect(codesIn(folder)).toEqual([]);
    const takeAway = leaveCode(folder, ONE);
    leaveCode(folder, TWO);
    expect(codes()).toEqual(new Set(['one', 'two']));
    const inside = join(folder, 'sign-in');
    expect(statSync(inside).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(inside)) expect(statSync(join(inside, name)).mode & 0o777).toBe(0o600);
    takeAway();
    takeAway();
    expect(codesIn(folder)).toEqual([TWO]);
  });

  it('do not outlive a hub that was killed', () => {
    leaveCode(folder, ONE);
    const inside = join(folder, 'sign-in');
    writeFileSync(join(inside, '999999999-boot-1.abcdef01'), JSON.stringify(TWO));
    expect(codesIn(folder)).toEqual([ONE]);
    expect(readdirSync(inside)).toHaveLength(1);
  });

  it('are kept apart by the port, and one alone needs none', () => {
    expect(codeFor([ONE], 9)).toEqual(ONE);
    expect(codeFor([ONE, TWO], 4001)).toEqual(TWO);
    expect(() => codeFor([ONE, TWO], 9)).toThrow(/^Several hubs .* PORT .*: http:\S+:4000, http:\S+:4001\.$/);
    expect(() => codeFor([], 4000)).toThrow(/^No hub with sign-in by code .*DATA_DIR/);
  });

  it('stand behind # in the link, which no server sees', () => {
    expect(explorerLink(ONE)).toBe('http://127.0.0.1:4000/graphql#code=one');
    expect(explorerLink({ ...ONE, code: null })).toBe('http://127.0.0.1:4000/graphql');
  });
});
