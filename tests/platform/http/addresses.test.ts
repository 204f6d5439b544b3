import type { IncomingMessage } from 'node:http';
import { inNetworks, ipAddress, isLoopback, isNetwork } from '../../../src/platform/http/ip-address.js';
import { networkOf } from '../../../src/platform/http/network-of.js';
import { createSenderOf } from '../../../src/platform/http/sender.js';

describe('an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:1001', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:0201', '192.0.2.1'],
    ['[::ffff:192.0.2.1]:443', '192.0.2.1'],
    ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
    ['2001:DB8:0000:0::0001', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:80', 'fe80::1'],
    ['64:ff9b::192.0.2.1', '64:ff9b::c000:201'],
  ])('%s is %s', (text, address) => {
    expect(ipAddress(text)).toBe(address);
  });

  it.each([
    ...[
      '',
      ' ',
      'unknown',
      '_hidden',
      'localhost',
      '1.2.3',
      '1.2.3.4.5',
      '01.2.3.4',
      '0x7f.0.0.1',
      '1.2.3.4:',
    ],
    ...[
      '1.2.3.4:123456',
      '1.2.3.4:80:90',
      '1.2.3.4, 5.6.7.8',
      '[1.2.3.4]',
      '[1.2.3.4]:80',
      '[::1',
      '::1]',
      '::g',
    ],
    ...[
      '[[::1]]',
      '[]',
      '[]:80',
      '2001:db8::1::2',
      '12345::1',
      '1.2.3.4/8',
      '2001:db8:1:2:3:4:5:6:7',
      '١.٢.٣.٤',
    ],
  ])('is not %j', (text) => {
    expect(ipAddress(text)).toBeNull();
  });

  it('is of this machine or is not', () => {
    for (const own of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])
      expect(isLoopback(own)).toBe(true);
    for (const other of ['128.0.0.1', '::127.0.0.1', '::11', '10.127.0.1', '1::1', undefined, '']) {
      expect(isLoopback(other)).toBe(false);
    }
  });
});

describe('a network', () => {
  it('is one however an address of it is written, and without its port', () => {
    const all = (texts: string[]) => new Set(texts.map(networkOf)).size;
    expect(all(['1.2.3.4', '1.2.3.4:1001', '1.2.3.4:1002', '::ffff:1.2.3.4', '::ffff:102:304'])).toBe(1);
    expect(all(['2001:DB8:1:2::1', '2001:db8:1:2:ffff::9', '[2001:0db8:0001:0002::3]:443'])).toBe(1);
    expect(all(['2001:db8::1', '2001:db8:0:0:1::9', '2001:db8:0::0:2'])).toBe(1);
    expect(all(['::1', '::2'])).toBe(1);
    expect(all(['1.2.3.4', '1.2.3.5', '2001:db8:1:2::1', '2001:db8:1:3::1', '::1'])).toBe(5);
  });

  it('is the same for all texts that are not addresses', () => {
    expect(new Set(['', 'a', 'b:c', '1.2.3.4.5:6'].map(networkOf)).size).toBe(1);
  });

  it('may be written with a prefix', () => {
    for (const good of ['10.0.0.0/8', '10.0.0.1', '2001:db8::/32', '::1', '0.0.0.0/0']) {
      expect([good, isNetwork(good)]).toEqual([good, true]);
    }
    for (const bad of [
      'loopback',
      '10.0.0.0/33',
      '10.0.0.0/',
      '10.0.0.0/8/8',
      '::/129',
      'fe80::1%a',
      '10.0.0.0/-1',
      '',
    ]) {
      expect([bad, isNetwork(bad)]).toEqual([bad, false]);
    }
    const isIn = inNetworks(['10.0.0.0/8', '2001:db8::/32', '192.0.2.7']);
    expect(['10.9.8.7', '2001:db8:ffff::1', '192.0.2.7'].map(isIn)).toEqual([true, true, true]);
    expect(['11.0.0.1', '2001:db9::1', '192.0.2.8', '::1'].map(isIn)).toEqual([false, false, false, false]);
  });
});

describe('the sender of a request', () => {
  const sender = (trusted: string[], peer: string, forwarded?: string) =>
    createSenderOf(trusted)({
      socket: { remoteAddress: peer },
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    } as unknown as IncomingMessage);

  it.each([
    ['no proxy is trusted', [], '192.0.2.9', '1.2.3.4', '192.0.2.9'],
    ['another proxy is trusted', ['10.0.0.1'], '192.0.2.9', '1.2.3.4', '192.0.2.9'],
    ['the proxy names one', ['10.0.0.1'], '10.0.0.1', '1.2.3.4', '1.2.3.4'],
    ['the proxy writes a port', ['10.0.0.1'], '10.0.0.1', '1.2.3.4:1001', '1.2.3.4'],
    ['the proxy is connected by IPv6', ['10.0.0.1'], '::ffff:10.0.0.1', '[2001:DB8::1]:443', '2001:db8::1'],
    ['the client wrote more', ['10.0.0.1'], '10.0.0.1', '9.9.9.9, 1.2.3.4', '1.2.3.4'],
    ['two proxies are trusted', ['10.0.0.0/8'], '10.0.0.1', '9.9.9.9, 1.2.3.4, 10.0.0.2:8080', '1.2.3.4'],
    ['all are trusted', ['10.0.0.0/8'], '10.0.0.1', '10.0.0.3,10.0.0.2', '10.0.0.3'],
    ['it says nothing', ['10.0.0.1'], '10.0.0.1', undefined, '10.0.0.1'],
    ['it says rubbish', ['10.0.0.1'], '10.0.0.1', 'a-new-budget', '10.0.0.1'],
    ['an inner proxy says rubbish', ['10.0.0.0/8'], '10.0.0.1', '1.2.3.4, x, 10.0.0.2', '10.0.0.2'],
    ['the client wrote rubbish', ['10.0.0.1'], '10.0.0.1', 'x, 1.2.3.4', '1.2.3.4'],
    ['it says nothing after a comma', ['10.0.0.1'], '10.0.0.1', '1.2.3.4,', '10.0.0.1'],
  ] as const)('where %s', (_, trusted, peer, forwarded, expected) => {
    expect(sender([...trusted], peer, forwarded)).toBe(expected);
  });
});
