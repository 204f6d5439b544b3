// ANSWERS=file PORT=... node bytes-server.mjs: the hub's own answers, kept as bytes by request body. No server that takes
// a request over HTTP can do less: the distance to it is what the hub still costs.
import { readFileSync } from 'node:fs';
import Fastify from 'fastify';

const answers = new Map(
  JSON.parse(readFileSync(process.env.ANSWERS, 'utf8')).map(([body, answer]) => [body, Buffer.from(answer)]),
);
const app = Fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
  done(null, body),
);
app.post('/graphql', async ({ body }, reply) => {
  reply.header('content-type', 'application/json; charset=utf-8');
  return answers.get(body);
});
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
console.log('ready');
