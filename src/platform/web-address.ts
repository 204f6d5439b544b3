import { domainToUnicode } from 'node:url';
import { addressText, byScreen } from './parse.js';

/** Browsers and servers do not accept longer addresses. */
const LONGEST = 2_000;
const SCHEME = /^https?:\/\//;
/** The character that ends the server name and anything before it. */
const AUTHORITY_END = /[/?#]/;
const UNWELCOME = /[\s\\]/;
/** Server names in Latin letters, because letters of other scripts can look the same. The last part must not be a number. */
const SERVER = /^(?:[\p{Script=Latin}\d_-]+\.)+\p{Script=Latin}[\p{Script=Latin}\d-]+$/u;

/** The text between `//` and the path: the server name, with anything before an `@`. */
function authorityOf(address: string): string {
  return address.replace(SCHEME, '').split(AUTHORITY_END, 1)[0] ?? '';
}

function hasPublicServer(address: string): boolean {
  return URL.canParse(address) && SERVER.test(domainToUnicode(new URL(address).hostname));
}

/**
 * The address of a public web page: http or https, and a server with a name in Latin letters. It has no user name, which people
 * could take for the server (`https://gov.uk@evil.example`), and no character that browsers read as another one. `screen` returns
 * what it says about a person, or null.
 */
export const webAddressKind = (screen: (address: string) => string | null) =>
  addressText(LONGEST)
    .regex(SCHEME, { error: 'Give an address that begins with https:// or http://.', abort: true })
    .refine((address) => !UNWELCOME.test(address), {
      error: 'Leave out spaces and backslashes: an address cannot have them.',
      abort: true,
    })
    .refine((address) => !authorityOf(address).includes('@'), {
      error: 'Give the address without a user name: leave out everything before the @.',
      abort: true,
    })
    .refine(hasPublicServer, {
      error: 'Give the name of a public web server in Latin letters, such as www.example.org.',
      abort: true,
    })
    .refine(...byScreen(screen));
