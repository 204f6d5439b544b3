// DATABASE_URL=... PORT=... node start.mjs <folder>: loads the bench's NDJSON files into a hub database next to the one that
// DATABASE_URL names (peers_10000 -> hub_10000), unless it is there already, and runs the hub on it.
import { prepareDatabase } from '../../../dist/src/start/database.js';
import { copyTable, inOneSession, settle } from '../data/load.mjs';
import { addSchoolKey } from '../data/school-key.mjs';
import { readRegister } from './register.mjs';

async function load(url, folder) {
  const { codes, tables } = readRegister(folder);
  await inOneSession(url, async (client) => {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(
      `insert into code (list, code, label, description, source, position)
       select list, code, code, 'Of the bench.', 'Peer bench', 1000
         from jsonb_to_recordset($1::jsonb) as bench(list text, code text) on conflict do nothing`,
      [JSON.stringify(codes)],
    );
    for (const [table, rows] of Object.entries(tables)) await copyTable(client, table, rows);
    await client.query('commit');
  });
  await settle(url);
}

const theirs = new URL(process.env.DATABASE_URL);
const name = theirs.pathname.slice(1).replace('peers', 'hub');
const ours = Object.assign(new URL(theirs), { pathname: `/${name}` }).href;
const isNew = await inOneSession(theirs.href, async (client) => {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
  if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  return rowCount === 0;
});
await prepareDatabase(ours);
if (isNew) await load(ours, process.argv[2]);
await addSchoolKey(ours);

process.env.DATABASE_URL = ours;
process.env.BUDGETS = 'false';
await import('../../../dist/src/main.js');
