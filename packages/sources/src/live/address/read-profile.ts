import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { parse } from 'yaml';
import { liveDiagnostics } from '../diagnostics.js';
import type { FoundAddress } from './address-of.js';
import type { Environment } from './secrets.js';

const PROFILE = /^profile:([^./\\]+)(?:\.([^./\\]+))?$/;

/** `profile:name` or `profile:name.target` */
export function isProfile(source: string): boolean {
  return PROFILE.test(source);
}

type Mapping = Readonly<Record<string, unknown>>;

/** An output of type sqlserver as dbt-sqlserver reads it, from where dbt looks for profiles.yml. */
export async function readProfile(source: string, environment: Environment): Promise<Result<FoundAddress, Diagnostic>> {
  const fail = (reason: string): Result<never, Diagnostic> =>
    err(liveDiagnostics.create('live-profile-invalid', { profile: source.replace(/^profile:/, ''), reason }));
  const [, name = '', wantedTarget] = PROFILE.exec(source) ?? [];
  const text = await profilesText(environment);
  if (text === undefined) return fail('there is no profiles.yml here, in DBT_PROFILES_DIR or in ~/.dbt');
  let document: unknown;
  try {
    document = parse(text);
  } catch {
    return fail('profiles.yml is no YAML');
  }
  const profile = mapping(mapping(document)?.[name]);
  if (!profile) return fail('profiles.yml does not have it');
  const render = (value: unknown): string | undefined =>
    value === undefined || value === null ? undefined : rendered(String(value), environment);
  const target = wantedTarget ?? render(profile['target']) ?? 'default';
  const output = mapping(mapping(profile['outputs'])?.[target]);
  if (!output) return fail(`it has no output ${target}`);
  if (output['type'] !== 'sqlserver') return fail(`its output ${target} is of type ${String(output['type'])}`);
  const host = render(output['server'] ?? output['host']);
  const user = render(output['user'] ?? output['UID'] ?? output['username']);
  if (host === undefined || host === '') return fail('its server is missing');
  if (user === undefined || user === '')
    return fail('it has no user: only logins of SQL Server can be taken from a profile');
  const flag = (key: string, otherwise: boolean): boolean => {
    const value = render(output[key]);
    return value === undefined ? otherwise : /^(true|yes|1)$/i.test(value);
  };
  return ok({
    address: {
      host,
      port: Number(render(output['port']) ?? 1433),
      user,
      database: render(output['database']) ?? '',
      encrypt: flag('encrypt', true),
      trustServerCertificate: flag('trust_cert', false),
      authentication: 'sql',
      domain: '',
      include: [],
      exclude: [],
      rows: undefined,
    },
    password: render(output['password'] ?? output['PWD'] ?? output['pass']),
  });
}

function mapping(value: unknown): Mapping | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : undefined;
}

async function profilesText(environment: Environment): Promise<string | undefined> {
  const folders = [environment['DBT_PROFILES_DIR'], '.', join(homedir(), '.dbt')];
  for (const folder of folders) {
    if (folder === undefined) continue;
    const text = await readFile(join(folder, 'profiles.yml'), 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
  return undefined;
}

const ENV_VAR = /\{\{\s*env_var\(\s*(['"])([^'"]+)\1\s*(?:,\s*(['"])([^'"]*)\3\s*)?\)\s*(?:\|\s*\w+\s*)?\}\}/g;

/** `{{ env_var('NAME', 'default') }}` is what profiles hold of Jinja. */
function rendered(text: string, environment: Environment): string {
  return text.replace(ENV_VAR, (_, __, name: string, ___, otherwise: string | undefined) => {
    return environment[name] ?? otherwise ?? '';
  });
}
