import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLOCK } from './dbt-one.mjs';
import { dbtTwo } from './tools.mjs';

const PLATFORM = { linux: 'linux', darwin: 'macos', win32: 'windows' }[process.platform];
const CPU = { x64: 'amd64', arm64: 'arm64' }[process.arch];
const LIBRARY = { linux: 'libduckdb.so', darwin: 'libduckdb.dylib', win32: 'duckdb.dll' }[process.platform];

/**
 * dbt 2 compiles a project that dbt 1 has compiled: each model has to come out as the same SQL. It would fetch a driver
 * from the network; the DuckDB of this repository is one too.
 */
export function judgedByDbtTwo(root, folder) {
  const dbt = dbtTwo();
  if (dbt === undefined) {
    console.log('dbt 2: not run, it is not installed (--tools installs it)');
    return 0;
  }
  const work = mkdtempSync(join(tmpdir(), 'datamigrate-dbt-two-'));
  try {
    writeFileSync(join(work, 'duckdb.toml'), driver(root));
    const target = join(work, 'target');
    const started = performance.now();
    const { status, stdout, stderr } = spawnSync(
      dbt,
      [
        'compile',
        '--profiles-dir',
        '.',
        '--target-path',
        target,
        '--log-path',
        work,
        '--show-all-deprecations',
        '--vars',
        JSON.stringify(CLOCK),
      ],
      {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: 1 << 27,
        env: { ...process.env, ADBC_DRIVER_PATH: work, DO_NOT_TRACK: '1', DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' },
      },
    );
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const said = `${stdout}${stderr}`.split('\n').filter((line) => /warning|error/i.test(line));
    const { same, others } = compare(join(folder, 'target/compiled'), join(target, 'compiled'));
    console.log(`dbt 2 compile: exit code ${status}, ${said.length} complaints, ${seconds} s`);
    for (const line of said.slice(0, 5)) console.log(`  ${line.trim()}`);
    console.log(`compiled alike by dbt 1 and dbt 2: ${same} of ${same + others.length} files`);
    for (const path of others.slice(0, 5)) console.log(`  not alike: ${path}`);
    return (status === 0 ? 0 : 1) + said.length + others.length;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const driver = (root) => `manifest_version = 1

[ADBC]
version = "1.1.0"

[Driver]
entrypoint = "duckdb_adbc_init"

[Driver.shared]
${PLATFORM}_${CPU} = "${join(root, `node_modules/@duckdb/node-bindings-${process.platform}-${process.arch}`, LIBRARY)}"
`;

/** Models and analyses, apart from white space; what only one of the two has compiled is not alike. */
function compare(one, two) {
  const files = (folder) => {
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return new Map(
      paths
        .filter((path) => /(?:^|[\\/])(?:models|analyses)[\\/].*\.sql$/.test(path) && !/\.yml[\\/]/.test(path))
        .map((path) => [path.replaceAll('\\', '/').replace(/^.*?(?=models\/|analyses\/)/, ''), join(folder, path)]),
    );
  };
  const [first, second] = [files(one), files(two)];
  const text = (path) => (path === undefined ? undefined : readFileSync(path, 'utf8').replaceAll(/\s+/g, ' ').trim());
  const others = [...new Set([...first.keys(), ...second.keys()])]
    .filter((path) => text(first.get(path)) !== text(second.get(path)))
    .sort();
  return { same: new Set([...first.keys(), ...second.keys()]).size - others.length, others };
}
