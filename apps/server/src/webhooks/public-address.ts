import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** Everything that is not the public internet (IANA's special-purpose registries), so also cloud metadata. */
const refused = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  refused.addSubnet(network, prefix, 'ipv4');
}

/** The only IPv6 addresses that are routed on the public internet. */
const routed = new BlockList();
routed.addSubnet('2000::', 3, 'ipv6');
const reserved = new BlockList();
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  reserved.addSubnet(network, prefix, 'ipv6');
}

export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !refused.check(address, 'ipv4');
    case 6:
      return routed.check(address, 'ipv6') && !reserved.check(address, 'ipv6');
    default:
      return false;
  }
}

/** The public addresses of a name; none as soon as one of them is not public, or when it has none. */
export async function addressesOf(host: string): Promise<string[]> {
  const plain = host.replace(/^\[|\]$/g, '');
  if (isIP(plain) !== 0) return isPublicAddress(plain) ? [plain] : [];
  try {
    const found = await lookup(plain, { all: true, verbatim: true });
    return found.every(({ address }) => isPublicAddress(address)) ? found.map(({ address }) => address) : [];
  } catch {
    return [];
  }
}
