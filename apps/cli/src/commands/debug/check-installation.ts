import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findDbtEnvironment } from '@datamigrate/dbt-runner';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { driverVersion } from '@datamigrate/sources';

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly text: string;
}

/** What package.json asks for under "engines". */
const LEAST_NODE = [20, 20] as const;

/** Everything that a migration needs on this computer. */
export async function checkInstallation(): Promise<{
  readonly checks: readonly Check[];
  readonly diagnostics: readonly Diagnostic[];
}> {
  const environment = findDbtEnvironment();
  const python = environment.ok ? await pythonChecks(environment.value.python) : [];
  const missing: Check[] = environment.ok ? [] : [{ name: 'dbt', ok: false, text: environment.error.message }];
  return {
    checks: [nodeCheck(process.versions.node), ...missing, ...python, await driverCheck()],
    diagnostics: environment.ok ? [] : [environment.error],
  };
}

export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  const ok = major > leastMajor || (major === leastMajor && minor >= leastMinor);
  return { name: 'node', ok, text: ok ? version : `${version}; ${LEAST_NODE.join('.')} or later is needed` };
}

/** Without the driver only servers cannot be read. */
async function driverCheck(): Promise<Check> {
  const version = await driverVersion();
  return {
    name: 'mssql',
    ok: true,
    text: version ?? 'not installed: servers cannot be read (npm install mssql tedious)',
  };
}

const ASKED = ['dbt-core', 'dbt-duckdb', 'duckdb'] as const;
const VERSIONS = `
import json, platform
from importlib.metadata import version, PackageNotFoundError
def of(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return None
print(json.dumps({"python": platform.python_version(), **{name: of(name) for name in ${JSON.stringify(ASKED)}}}))
`;

/** One start of Python for all versions. */
async function pythonChecks(python: string): Promise<readonly Check[]> {
  try {
    const { stdout } = await promisify(execFile)(python, ['-c', VERSIONS], { timeout: 30_000 });
    const versions = JSON.parse(stdout) as Readonly<Record<string, string | null>>;
    return ['python', ...ASKED].map((name) => {
      const version = versions[name] ?? null;
      return { name, ok: version !== null, text: version ?? `is missing from the environment of ${python}` };
    });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return [{ name: 'python', ok: false, text: `${python} does not run: ${reason}` }];
  }
}
