import { BlockList, isIP, isIPv4, SocketAddress } from 'node:net';

/** `[2001:db8::1]:443`, `[2001:db8::1]` or `192.0.2.1:443`, as some gateways write a sender. */
const WITH_PORT = /^(?:\[([^\]]*)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/;
const MAPPED = '::ffff:';

/**
 * An address in its one spelling: without port and zone, IPv6 in lower case and shortened, IPv4 within IPv6 as IPv4.
 * Null if the text is not an address.
 */
export function ipAddress(text: string): string | null {
  if (isIPv4(text)) return text;
  const [, inBrackets, beforePort] = WITH_PORT.exec(text) ?? [];
  if (beforePort !== undefined) return isIPv4(beforePort) ? beforePort : null;
  const bare = inBrackets ?? text;
  if (isIP(bare) !== 6) return null;
  const { address } = new SocketAddress({ address: bare, family: 'ipv6' });
  const inside = address.startsWith(MAPPED) ? address.slice(MAPPED.length) : '';
  return isIPv4(inside) ? inside : address;
}

/** Whether a text is an address or a network such as `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  const [address = '', prefix, more] = text.split('/');
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  if (longest < 0 || address.includes('%') || more !== undefined) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= longest);
}

/** Tells whether an address (in its one spelling) is in one of these addresses and networks. */
export function inNetworks(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = familyOf(address);
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return (address) => list.check(address, familyOf(address));
}

/** As an operating system writes them. */
const LOOPBACK = /^(?:(?:::ffff:)?127\.|::1$)/;

/** Whether a connection comes from an address that only this machine can reach. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && LOOPBACK.test(address);
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}
