import { installPeers } from './install.mjs';
import { openPolyglot } from './polyglot.mjs';
import { openSqlglot } from './sqlglot.mjs';

/** Those that are installed; with `--peers` all of them are put in place first. */
export async function openPeers(args) {
  if (args.includes('--peers')) await installPeers();
  const peers = [await openPolyglot(), openSqlglot('sqlglot'), openSqlglot('sqlglot, compiled')];
  const there = peers.filter((peer) => peer !== undefined);
  if (there.length < peers.length) console.log('Peers that are not installed are left out; `--peers` installs them.\n');
  return there;
}
