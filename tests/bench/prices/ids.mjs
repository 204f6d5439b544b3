import { encodeId } from '../../../dist/src/platform/graphql/global-id.js';

/** Global ids and areas of a loaded register, for documents to ask about. */
export async function readIds({ rows }) {
  const idsOf = async (prefix, text) => (await rows(text)).map(({ id }) => encodeId(prefix, id));
  const column = async (text) => (await rows(text)).map(({ code }) => code);
  return {
    ids: {
      providers: await idsOf(
        'prv',
        `select id from provider where state = 'LISTED' order by md5(id::text) limit 1000`,
      ),
      changedProviders: await idsOf('prv', 'select id from provider where version > 1 order by id limit 500'),
      offerings: await idsOf(
        'off',
        `select id from offering where state = 'LISTED' order by md5(id::text) limit 2000`,
      ),
      reviews: await idsOf('qrv', 'select id from quality_review order by md5(id::text) limit 1000'),
    },
    atlas: {
      councils: await column(
        'select local_authority_code as code from provider group by 1 order by count(*) desc limit 30',
      ),
      districts: await column(
        'select district_code as code from site where district_code is not null group by 1 order by count(*) desc limit 50',
      ),
      names: await column(
        'select name as code from named_place group by name having count(*) = 1 order by md5(name) limit 50',
      ),
    },
  };
}
