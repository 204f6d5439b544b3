import { z } from 'zod';
import { amount, flag, list, listOf, milliseconds, port } from '../setting-kinds.js';
import { isHostName } from './hosts.js';
import { isNetwork } from './ip-address.js';

/** Where the web server listens, whom it answers, and how much it takes. */
export const httpSettings = z.object({
  PORT: port.default(4000).describe('Port of the HTTP server; 0 takes a free one.'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
  ALLOWED_HOSTS: listOf(
    isHostName,
    'must be names without a port, like "hub.example.org,192.0.2.1"',
  ).describe(
    'Comma-separated host names by which the hub is called. Empty: any, but over the loopback interface only localhost, 127.0.0.1 and [::1], which are always answered.',
  ),
  ALLOWED_ORIGINS: list.describe(
    'Comma-separated origins whose browser pages may call the API (CORS). Empty: none.',
  ),
  EXPLORER: flag.default(true).describe('Serve the GraphQL explorer at /graphql: `true` or `false`.'),
  TRUSTED_PROXIES: listOf(isNetwork, 'must be addresses or networks, like "127.0.0.1,10.0.0.0/8"').describe(
    'Comma-separated addresses or networks of proxies whose `x-forwarded-for` is believed. Empty: none.',
  ),
  BODY_LIMIT: amount.default(100_000).describe('Largest request body in bytes.'),
  MAX_CONNECTIONS: amount.default(2_000).describe('Most connections that clients may have open, in all.'),
  MAX_CONNECTIONS_PER_ADDRESS: amount
    .default(200)
    .describe('Most of them from one address (IPv6: one /64 network). Trusted proxies may have more.'),
  MAX_UNREAD_BYTES: amount
    .default(50_000_000)
    .describe(
      'Most bytes of answers kept in all for clients that do not read them. Beyond it whoever has most is cut off.',
    ),
  REQUEST_TIMEOUT_MS: milliseconds
    .default(15_000)
    .describe('Time in milliseconds within which a client must have sent its request.'),
  WRITE_TIMEOUT_MS: milliseconds
    .default(15_000)
    .describe(
      'Time in milliseconds after which a client that reads nothing of its answer is cut off, though never before an operation may have taken its time; it has four times as long for all of it.',
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
      'Time in milliseconds for which a hub goes on after SIGTERM, while /health/ready answers 503. Ctrl-C: none.',
    ),
  DRAIN_TIMEOUT_MS: milliseconds
    .default(10_000)
    .describe('Time in milliseconds that requests in flight get to finish at shutdown.'),
});
export type HttpSettings = z.output<typeof httpSettings>;
