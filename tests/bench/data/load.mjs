import pg from 'pg';
import { copyLine, copyRows } from '../../../dist/src/features/exchange/import/copy-rows.repository.js';
import { districts } from './districts.mjs';

/** Loads an invented register into a prepared hub database: COPY, with triggers and references off, then analyse. */
export async function loadRegister(url, tables) {
  await inOneSession(url, async (client) => {
    await client.query('begin');
    // Nobody listens yet, and the rows are known to be right: announcing and checking each would take minutes.
    await client.query(`set local session_replication_role = replica`);
    await copyTable(
      client,
      'local_authority',
      areas(({ authorityCode, name }) => ({ code: authorityCode, name })),
    );
    await copyTable(
      client,
      'district',
      areas(({ code, name, authorityCode }) => ({ code, name, local_authority_code: authorityCode })),
    );
    for (const [table, rows] of Object.entries(tables)) await copyTable(client, table, rows);
    // What the triggers would have kept.
    await client.query('set local statement_timeout = 0');
    await client.query('select keep_provider_tally(array(select id from provider))');
    await client.query('commit');
  });
}

/** Brings statistics and visibility up to date, as autovacuum would have within minutes. */
export async function settle(url) {
  await inOneSession(url, async (client) => {
    await client.query('vacuum analyze');
    await client.query('checkpoint');
  });
}

/** Has the list of pairs of entries be in step: the first hub would spend minutes on it (see duplicates.mjs), during the measurement. */
export async function leaveOutPairs(url) {
  await inOneSession(url, (client) =>
    client.query(`insert into change_reader (name, number) values ('duplicates', 0)`),
  );
}

/** Runs a piece of work on a connection of its own. */
export async function inOneSession(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function areas(row) {
  return districts.map(row);
}

/** Columns are those of the first row; every row has the same. */
export async function copyTable(client, table, rows) {
  const columns = Object.keys(rows[0]);
  const lines = async function* () {
    for (const row of rows) yield copyLine(columns.map((column) => stored(row[column])));
  };
  await copyRows(client, `${table} (${columns.join(', ')})`, lines(), new AbortController().signal);
}

/** Codes hold nothing that an array literal would have to quote. */
function stored(value) {
  return Array.isArray(value) ? `{${value.join(',')}}` : value;
}
