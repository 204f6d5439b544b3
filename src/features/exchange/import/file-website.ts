import { webAddress } from '../../privacy/text.rules.js';

/** The beginning of an address, with the mistakes that people make in it: `http:www`, `https//`, `http;//`, `http:\\`. */
const SCHEME = /^(https?)(?:[:;][\\/]*|[\\/]{2,})/i;
/** Characters that people leave around an address. */
const AROUND = ' "\'<>().,;';
const PATH = /[/?#]/;

/**
 * A web address as people write it, with its scheme and without mistakes that have one reading: a missing scheme, two schemes, a
 * colon without slashes, a comma or two dots between the parts of the server's name. Null for all else, such as an e-mail address.
 */
export function mendedWebsite(text: string): string | null {
  let rest = withoutAround(text.trim());
  let scheme = 'http';
  for (let found = SCHEME.exec(rest); found; found = SCHEME.exec(rest)) {
    scheme = found[1]!.toLowerCase();
    rest = rest.slice(found[0].length);
  }
  const end = rest.search(PATH);
  const server = (end < 0 ? rest : rest.slice(0, end)).replace(/[,.]+/g, '.').replace(/^\.|\.$/g, '');
  const path = end < 0 ? '' : rest.slice(end);
  return webAddress.safeParse(`${scheme}://${server}${path}`).data ?? null;
}

function withoutAround(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && AROUND.includes(text[start]!)) start++;
  while (end > start && AROUND.includes(text[end - 1]!)) end--;
  return text.slice(start, end);
}
