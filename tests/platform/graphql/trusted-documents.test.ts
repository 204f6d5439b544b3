import { createHash } from 'node:crypto';
import { documentIdIn, readManifest, withText } from '../../../src/platform/graphql/trusted-documents.js';

const hex = (text: string) => createHash('sha256').update(text).digest('hex');
const text = 'query Which { __typename }';
const id = `sha256:${hex(text)}`;

describe('a manifest', () => {
  it.each([
    ['with ids', id],
    ['with digests alone', hex(text)],
  ])('%s is read', (_, key) => {
    expect([...readManifest(JSON.stringify({ [key]: text }))]).toEqual([[id, text]]);
  });

  it('may be empty', () => {
    expect(readManifest('{}').size).toBe(0);
  });

  it.each([
    ['no JSON', 'query { a }', 'It is not JSON.'],
    ['a list', '[]', /^It must be an object whose values are texts/],
    ['another key', '{ "NearbyProvision": "query { a }" }', /^It must be an object whose values are texts/],
    ['no text', JSON.stringify({ [id]: 1 }), /^It must be an object whose values are texts/],
    ['a digest of another kind', JSON.stringify({ [`sha1:${hex(text)}`]: text }), /^It must be an object/],
    [
      'another text than its digest',
      JSON.stringify({ [id]: `${text} ` }),
      `The text under ${id} has a different SHA-256: sha256:${hex(`${text} `)}.`,
    ],
    [
      'a text that is not GraphQL',
      JSON.stringify({ [`sha256:${hex('{')}`]: '{' }),
      /^The text under sha256:[0-9a-f]{64} is not a GraphQL document\.$/,
    ],
  ])('of %s is refused', (_, json, message) => {
    expect(() => readManifest(json)).toThrow(message);
  });
});

describe('a request', () => {
  const trusted = new Map([[id, text]]);
  const mayNot = () => 'Not you.';
  const may = () => null;
  const codeOf = (body: unknown, whyNot: () => string | null = may) => {
    try {
      withText(body, trusted, whyNot);
    } catch (error) {
      return (error as { extensions: { code: string } }).extensions.code;
    }
    return null;
  };

  it('with an id gets its text, and keeps the rest', () => {
    const body = { documentId: id, variables: { a: 1 }, operationName: 'Which', extensions: { b: 2 } };
    const { documentId: _, ...rest } = body;
    expect(withText(body, trusted, mayNot)).toEqual({ ...rest, query: text });
  });

  it('with a text is left as it is', () => {
    const body = { query: '{ a }' };
    expect(withText(body, trusted, may)).toBe(body);
    expect(codeOf(body, mayNot)).toBe('DOCUMENT_NOT_TRUSTED');
    expect(codeOf({ query: text }, mayNot)).toBe('DOCUMENT_NOT_TRUSTED'); // by id, or not at all
  });

  it.each([[undefined], [null], ['text'], [7], [{}], [{ documentId: null }]])(
    'without either (%j) is none',
    (body) => {
      expect(withText(body, trusted, may)).toBe(body);
      expect(codeOf(body, mayNot)).toBe('DOCUMENT_NOT_TRUSTED');
    },
  );

  it.each([
    [`sha256:${'0'.repeat(64)}`],
    [hex(text)],
    [id.toUpperCase()],
    [''],
    ['__proto__'],
    ['constructor'],
  ])('with an id that nobody knows (%s) is refused', (documentId) =>
    expect(codeOf({ documentId })).toBe('PERSISTED_DOCUMENT_NOT_FOUND'),
  );

  it.each([[7], [[id]], [{ id }], [true]])('with an id that is none (%j) is refused', (documentId) => {
    expect(codeOf({ documentId })).toBe('BAD_REQUEST');
  });

  it('with both is refused', () => {
    expect(codeOf({ documentId: id, query: text })).toBe('BAD_REQUEST');
    expect(codeOf({ documentId: id, query: null })).toBeNull();
  });

  it('shows the log nothing but an id of the right form', () => {
    const [good, ...bad] = [id, 'NR21 9AA', `${id} `, 7, null].map((documentId) =>
      documentIdIn({ documentId }),
    );
    expect([good, bad, documentIdIn(undefined)]).toEqual([id, [null, null, null, null], null]);
  });
});
