// DATABASE_URL=... PORT=... node sql-server.mjs: one hand-written statement a request through plain Fastify; Postgres
// builds the JSON, which is passed on as it is.
import Fastify from 'fastify';
import pg from 'pg';
import { PAGE } from '../questions.mjs';
import { statements } from './statements.mjs';

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.DATABASE_POOL),
});
const app = Fastify();
for (const [name, { text, values }] of Object.entries(statements)) {
  app.post(`/${name}`, async (request, reply) => {
    const result = await pool.query({ name, text, values: values(request.body, PAGE), rowMode: 'array' });
    reply.header('content-type', 'application/json; charset=utf-8');
    return result.rows[0][0];
  });
}
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
console.log('ready');
