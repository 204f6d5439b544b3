import { domainToUnicode } from 'node:url';
import { addressText } from './parse.js';

/** Browsers and servers take no longer ones. */
const LONGEST = 2_000;
const SCHEME = /^https?:\/\//;
/** What ends the name of the server and whatever stands before it. */
const AUTHORITY_END = /[/?#]/;
const UNWELCOME = /[\s\\]/;
/** Names of servers in Latin letters: those of other scripts can look the same. The last part is no number. */
const SERVER = /^(?:[\p{Script=Latin}\d_-]+\.)+\p{Script=Latin}[\p{Script=Latin}\d-]+$/u;

/** What stands between `//` and the path: the server, and before an `@` whatever is to look like one. */
function authorityOf(address: string): string {
  return address.replace(SCHEME, '').split(AUTHORITY_END, 1)[0] ?? '';
}

function hasPublicServer(address: string): boolean {
  return URL.canParse(address) && SERVER.test(domainToUnicode(new URL(address).hostname));
}

/**
 * An address of a public web page: http or https, a server with a name in Latin letters, no user name, which could be taken for
 * the server (`https://gov.uk@evil.example`), and no character that browsers read as another one. `screen` tells what else is wrong
 * with it, or null.
 */
export const webAddressKind = (screen: (address: string) => string | null) =>
  addressText(LONGEST)
    .regex(SCHEME, { error: 'Give an address that begins with https:// or http://.', abort: true })
    .refine((address) => !UNWELCOME.test(address), {
      error: 'Leave out spaces and backslashes: an address has none.',
      abort: true,
    })
    .refine((address) => !authorityOf(address).includes('@'), {
      error: 'Give the address without a user name: leave out what stands before the @.',
      abort: true,
    })
    .refine(hasPublicServer, {
      error: 'Give the name of a public web server in Latin letters, such as www.example.org.',
      abort: true,
    })
    .refine((address) => screen(address) === null, {
      error: ({ input }) => screen(String(input)) ?? undefined,
    });
