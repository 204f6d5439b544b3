/** One answer of a hub under load. */
export interface Answered {
  /** When it was asked, by `performance.now()`. */
  readonly began: number;
  readonly ms: number;
  /** HTTP status; 0 when the connection failed. */
  readonly status: number;
  readonly code: string | null;
  readonly degraded: boolean;
}

/** Clients that ask a hub the same again and again. */
export interface Load {
  readonly answers: readonly Answered[];
  stop(): Promise<void>;
}

/** Asks once. */
export async function askOnce(
  address: string,
  query: string,
  { token, variables }: { readonly token?: string; readonly variables?: object } = {},
): Promise<Answered & { readonly data: unknown }> {
  const began = performance.now();
  const answered = (status: number, body: Body) => ({
    began,
    ms: performance.now() - began,
    status,
    code: body.errors?.[0]?.extensions?.code ?? null,
    degraded: body.extensions?.degraded !== undefined,
    data: body.data,
  });
  try {
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
    });
    return answered(response.status, (await response.json()) as Body);
  } catch {
    return answered(0, {});
  }
}

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
  readonly extensions?: { readonly degraded?: object };
}

/** Starts clients that ask `query`, each `everyMs` after its last answer. */
export function startLoad(
  address: string,
  query: string,
  clients: number,
  everyMs: number,
  token?: string,
): Load {
  const answers: Answered[] = [];
  let stopped = false;
  const client = async () => {
    while (!stopped) {
      const { data: _, ...answer } = await askOnce(address, query, token === undefined ? {} : { token });
      answers.push(answer);
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  };
  const running = Array.from({ length: clients }, client);
  return {
    answers,
    async stop() {
      stopped = true;
      await Promise.all(running);
    },
  };
}

/** The value that a part of all values, 0 to 1, does not exceed; 0 of none. */
export function percentile(values: readonly number[], part: number): number {
  const inOrder = [...values].sort((a, b) => a - b);
  return Math.round((inOrder[Math.ceil(inOrder.length * part) - 1] ?? 0) * 10) / 10;
}
