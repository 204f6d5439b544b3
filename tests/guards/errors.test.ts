import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GraphQLSchema, getNamedType, isEnumType, isObjectType, isWrappingType } from 'graphql';
import { features } from '../../src/app.js';
import { graphParts } from '../../src/platform/composition/composition.js';
import { buildGraph } from '../../src/platform/graphql/schema.js';
import { withMarkedPart } from '../../src/platform/marked-part.js';
import { projectRoot } from '../../src/platform/project-root.js';
import { userErrorCodes, userErrorTable } from '../../src/platform/user-error-codes.js';

/** Where the codes of errors that end an operation, or refuse a request, are written. */
const TOP_LEVEL =
  /\bcode(?::| =) '([A-Z]+(?:_[A-Z]+)*)'|\brefused\(\s*'([A-Z_]+)'|readonly code: ('[^=]+) =/g;
/** Of theirs in these files: codes of `userErrors` and of warnings, and those of other programs. */
const OTHERS = [...Object.keys(userErrorCodes), 'SEARCHABLE_SHORTLY'];

const sources = (folder: string) =>
  (readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }) as string[])
    .filter((name) => name.endsWith('.ts') && name !== 'user-error-codes.ts')
    .map((name) => readFileSync(join(projectRoot, folder, name), 'utf8'));
const page = readFileSync(join(projectRoot, 'docs/errors.md'), 'utf8');

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await buildGraph(graphParts(features));
});

/** `Type.field` of every `userErrors` that is not `[X!]!` of an X that is a `UserError`. */
function oddErrors(graph: GraphQLSchema): string[] {
  return Object.values(graph.getTypeMap()).flatMap((type) => {
    const field = isObjectType(type) ? type.getFields().userErrors : undefined;
    if (!field) return [];
    const of = getNamedType(field.type);
    const isError = isObjectType(of) && of.getInterfaces().some(({ name }) => name === 'UserError');
    return isError && String(field.type) === `[${of.name}!]!` ? [] : [`${type.name}.userErrors`];
  });
}

describe('what can be put right', () => {
  it('is a UserError in every list of userErrors', () => {
    expect(oddErrors(schema)).toEqual([]);
    const payloads = Object.values(schema.getMutationType()!.getFields()).map(({ type }) =>
      isWrappingType(type) ? type.ofType : type,
    );
    expect(payloads.filter((type) => !isObjectType(type) || !type.getFields().userErrors)).toEqual([]);
  });

  it('has its codes from one list, each with its meaning, and each in use', () => {
    const enums = Object.values(schema.getTypeMap()).filter(
      (type) => isEnumType(type) && type.name.endsWith('ErrorCode'),
    );
    expect(enums.map(({ name }) => name)).toEqual(['UserErrorCode']);
    const code = schema.getType('UserErrorCode');
    const values = isEnumType(code) ? code.getValues() : [];
    expect(Object.fromEntries(values.map(({ name, description }) => [name, description]))).toEqual({
      ...userErrorCodes,
    });
    const all = sources('src').join('\n');
    expect(Object.keys(userErrorCodes).filter((name) => !all.includes(`'${name}'`))).toEqual([]);
  });

  it('is described in docs/errors.md', () => {
    expect(withMarkedPart(page, 'codes', userErrorTable())).toBe(page);
  });
});

describe('what ends an operation', () => {
  it('is described in docs/errors.md, code by code', () => {
    const told = new Set([...page.matchAll(/^\| `([A-Z_]+)` \|.*\|.*\|$/gm)].map(([, code]) => code));
    const written = [
      ...sources('src/platform/graphql'),
      ...sources('src/platform/http'),
      ...sources('src/features/identity'),
    ]
      .concat(readFileSync(join(projectRoot, 'src/platform/errors.ts'), 'utf8'))
      .flatMap((text) => [...text.matchAll(TOP_LEVEL)])
      .flatMap(
        ([, one, other, union]) => one ?? other ?? [...union!.matchAll(/'([A-Z_]+)'/g)].map(([, c]) => c!),
      );
    const codes = [...new Set(written)].filter((code) => !OTHERS.includes(code));
    expect(codes.filter((code) => !told.has(code))).toEqual([]);
    expect(codes).toContain('SIGN_IN_UNAVAILABLE');
    expect(codes.length).toBeGreaterThan(20);
  });
});
