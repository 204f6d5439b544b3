import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { type Html, html } from '../html.js';

/** A page for people, which runs no script. */
export interface PlainPage {
  /** The HTTP status; 200 if left out. */
  readonly status?: number;
  /** The content of `body`. */
  readonly main: Html;
  readonly title: string;
  /** The style sheet. */
  readonly style: string;
}

/**
 * Sends a page. It may load nothing and run nothing, has its own style sheet and no other, sends forms to this server alone, is
 * shown in no frame, and is in no search engine.
 */
export function sendPage(reply: FastifyReply, { status = 200, title, main, style }: PlainPage): FastifyReply {
  const digest = createHash('sha256').update(style).digest('base64');
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${digest}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  reply.headers({ 'content-security-policy': policy.join('; '), 'x-robots-tag': 'noindex, nofollow' });
  const head = html`<!doctype html>
<html lang="en-GB">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <style>`;
  const rest = html`</style>
  </head>
  <body>
${main}
  </body>
</html>
`;
  return reply.code(status).type('text/html; charset=utf-8').send(`${head.text}${style}${rest.text}`);
}
