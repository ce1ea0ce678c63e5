// Stands for npm: writes down how it was called, then does what FAKE_NPM says.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';

const FAILURES = {
  offline:
    'npm error code ENOTFOUND\nnpm error syscall getaddrinfo\nnpm error network request to registry.example failed\nnpm error A complete log of this run can be found in: /home/x/.npm/_logs/debug.log',
  hash: 'npm error code EINTEGRITY\nnpm error sha512-aaa integrity checksum failed when using sha512: wanted sha512-bbb',
  full: 'npm error code ENOSPC\nnpm error syscall write\nnpm error ENOSPC: no space left on device, write',
  mismatch:
    'npm error code EUSAGE\nnpm error `npm ci` can only install packages when your package.json and lock are in sync',
  strange: 'npm error something nobody has seen before',
};

appendFileSync('calls.log', `npm ${process.argv.slice(2).join(' ')}\n`);
const mode = process.env.FAKE_NPM ?? 'ok';
mkdirSync('node_modules', { recursive: true });
if (mode === 'slow') {
  writeFileSync('node_modules/half', '');
  writeFileSync('started', String(process.pid));
  setTimeout(() => {}, 60_000);
} else if (mode in FAILURES) {
  process.stderr.write(`${FAILURES[mode]}\n`);
  process.exit(1);
} else {
  for (const [path, name] of [
    ['node_modules/typescript/bin/tsc', 'tsc'],
    ['node_modules/@biomejs/biome/bin/biome', 'biome'],
    ['node_modules/vitest/vitest.mjs', 'vitest'],
    ['node_modules/vue-tsc/bin/vue-tsc.js', 'vue-tsc'],
  ]) {
    mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
    writeFileSync(
      path,
      `import(${JSON.stringify(new URL('./tool.mjs', import.meta.url).href)}).then((t) => t.run('${name}'));\n`,
    );
  }
}
