import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { encodeId } from '../../../dist/src/platform/graphql/global-id.js';

const EACH = 24;
const prefixes = { provider: 'prv', site: 'sit', offering: 'off', vacancy: 'vac' };

/** SQL: a vacancy is public. Other cases suspend entries. */
const PUBLIC = `offering_id in (select o.id from offering o join provider p on p.id = o.provider_id
  where o.state = 'LISTED' and p.state = 'LISTED') and (site_id is null or site_id in (select id from site where state = 'LISTED'))`;

/** The reason that goes with what needs one. */
export const WHY = 'Measured by the bench.';
/** What a change to a record is based on. */
export const version = ({ id, version: of }) => ({ id, version: of });
/** So many days from today, `yyyy-mm-dd`. */
export const isoDay = (days = 0) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Makes cases of mutations, and what has to be there before them, as the owner of the tables. */
export function mutationMaker({ rows }) {
  const schema = buildSchema(
    readFileSync(new URL('../../../schema/schema.graphql', import.meta.url), 'utf8'),
  );
  const fields = schema.getMutationType().getFields();
  let taken = 0;

  /** Rows of a table, listed or public, changed as `set` says; other ones each time as far as there are enough. */
  async function fresh(table, count, set = '') {
    const belongs = table === 'vacancy' ? 'offering_id' : table === 'provider' ? 'id' : 'provider_id';
    const which = table === 'vacancy' ? PUBLIC : `state = 'LISTED'`;
    const ids = await rows(
      `select id from ${table} where ${which} order by md5(id::text || $1::text) limit $2`,
      [taken++, count],
    );
    const uuids = ids.map(({ id }) => id);
    if (set) await rows(`update ${table} set ${set}, version = version + 1 where id = any($1)`, [uuids]);
    const found = await rows(`select id, version, ${belongs} as owner from ${table} where id = any($1)`, [
      uuids,
    ]);
    return found.map(({ id, version, owner }) => ({
      id: encodeId(prefixes[table], id),
      uuid: id,
      version,
      owner,
    }));
  }

  /** `uses` names the arguments that are given; `prepare` answers their values for each time. */
  function make(name, uses, prepare, extra = {}) {
    const used = fields[name].args.filter((one) => uses.includes(one.name));
    const declared = used.map((one) => `$${one.name}: ${one.type}`).join(', ');
    const given = used.map((one) => `${one.name}: $${one.name}`).join(', ');
    let made;
    return {
      prices: `Mutation.${name}`,
      document: `mutation(${declared}) { ${name}(${given}) { userErrors { code message } } }`,
      limit: EACH,
      async variables(n) {
        made ??= await prepare(EACH);
        return made[n];
      },
      ...extra,
    };
  }

  /** Rows that are inserted for the case, as `select` has them for the providers at $1, with their global ids. */
  const added = (prefix, statement) => async (count) => {
    const providers = await fresh('provider', count);
    const made = await rows(`with made as (${statement} returning id, version) select * from made`, [
      providers.map(({ uuid }) => uuid),
    ]);
    return made.map(({ id, version: of }) => ({ id: encodeId(prefix, id), uuid: id, version: of }));
  };
  const ofProvider = async (count) => {
    const found = await fresh('provider', count);
    const known = await rows('select id, local_authority_code as at from provider where id = any($1)', [
      found.map(({ uuid }) => uuid),
    ]);
    const at = new Map(known.map((row) => [row.id, row.at]));
    return found.map((one) => ({ ...one, localAuthority: at.get(one.uuid) }));
  };
  return { rows, fresh, make, added, ofProvider, next: () => taken++ };
}
