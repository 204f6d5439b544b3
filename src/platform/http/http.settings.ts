import { z } from 'zod';
import { amount, flag, list, listOf, milliseconds, port } from '../setting-kinds.js';
import { isHostName } from './hosts.js';
import { isNetwork } from './ip-address.js';

/** Where the web server listens, which requests it accepts, and how much it takes. */
export const httpSettings = z.object({
  PORT: port.default(4000).describe('Port of the HTTP server; 0 takes a free one.'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
  ALLOWED_HOSTS: listOf(
    isHostName,
    'must be names without a port, like "hub.example.org,192.0.2.1"',
  ).describe(
    'Comma-separated host names of the hub. Empty: any name is accepted, but over the loopback interface only localhost, 127.0.0.1 and [::1], which are always accepted.',
  ),
  ALLOWED_ORIGINS: list.describe(
    'Comma-separated origins whose browser pages can call the API (CORS). Empty: none.',
  ),
  EXPLORER: flag.default(true).describe('Serve the GraphQL explorer at /graphql: `true` or `false`.'),
  DOCS_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Address of the project’s files, for links to `docs/` at GET /. Unset: the names of the files.',
    ),
  TRUSTED_PROXIES: listOf(isNetwork, 'must be addresses or networks, like "127.0.0.1,10.0.0.0/8"').describe(
    'Comma-separated addresses or networks of proxies whose `x-forwarded-for` the hub trusts. Empty: none.',
  ),
  BODY_LIMIT: amount.default(100_000).describe('Largest request body in bytes.'),
  MAX_CONNECTIONS: amount
    .default(2_000)
    .describe('Maximum number of connections that clients can have open, in all.'),
  MAX_CONNECTIONS_PER_ADDRESS: amount
    .default(200)
    .describe(
      'Maximum number of connections from one address (IPv6: one /64 network). Trusted proxies can have more.',
    ),
  MAX_UNREAD_BYTES: amount
    .default(50_000_000)
    .describe(
      'Maximum number of bytes of responses kept, in all, for clients that do not read them. Above it, the client with most is cut off.',
    ),
  REQUEST_TIMEOUT_MS: milliseconds
    .default(15_000)
    .describe('Time in milliseconds in which a client must send its request.'),
  WRITE_TIMEOUT_MS: milliseconds
    .default(15_000)
    .describe(
      'Time in milliseconds after which a client that reads no part of its response is cut off, but never before the time for an operation has passed. A client has four times as long to read the whole response.',
    ),
  KEEP_ALIVE_TIMEOUT_MS: milliseconds
    .default(72_000)
    .describe('Time in milliseconds that a connection stays open without a request.'),
  DRAIN_DELAY_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(600_000)
    .default(5_000)
    .describe(
      'Time in milliseconds that a hub continues after SIGTERM, while /health/ready returns 503. After Ctrl-C it does not wait.',
    ),
  DRAIN_TIMEOUT_MS: milliseconds
    .default(10_000)
    .describe('Time in milliseconds that requests in progress get to finish at shutdown.'),
});
export type HttpSettings = z.output<typeof httpSettings>;
