import type { TestHub } from '../support/hub.js';

/** What came back over HTTP. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly body: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: readonly { message: string; extensions: { code: string } }[];
    readonly extensions?: {
      readonly cost?: { requested: number; metered?: number };
      readonly rateLimit?: { remaining: number; resetSeconds: number };
    };
  };
}

let network = 0;
/** An address, from whose budget nobody else pays. */
export const anAddress = () => `198.51.100.${++network}`;

/** Posts a body, a text as it is, as if it came from an address, by a key if there is one. */
export async function send(
  hub: TestHub,
  address: string,
  body: object | string,
  key?: string,
): Promise<Answered> {
  const response = await fetch(`${hub.address}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': address,
      ...(key && { authorization: `Bearer ${key}` }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
}
/** Status and code of the first error. */
export const codeOf = ({ status, body }: Answered) => [status, body.errors?.[0]?.extensions.code];
