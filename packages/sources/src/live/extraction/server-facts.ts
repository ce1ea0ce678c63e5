import { type DatabaseInfo, DEFAULT_COLLATION } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { type LiveAddress, serverText } from '../address/live-address.js';
import type { LiveConnection } from '../connection/live-connection.js';
import { liveDiagnostics } from '../diagnostics.js';
import { FEATURE_QUERY, type Features, featuresFrom } from './features.js';

export interface ServerFacts {
  readonly version: string;
  readonly edition: string;
  readonly database: DatabaseInfo;
  readonly viewsDefinitions: boolean;
  readonly login: string;
  readonly features: Features;
}

const SERVER_QUERY = `
SELECT DB_NAME() AS server_database,
  CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) AS version,
  CAST(SERVERPROPERTY('Edition') AS nvarchar(128)) AS edition,
  CAST(DATABASEPROPERTYEX(DB_NAME(), 'Collation') AS nvarchar(128)) AS collation,
  (SELECT d.compatibility_level FROM sys.databases d WHERE d.name = DB_NAME()) AS compatibility_level,
  @@LANGUAGE AS language, @@DATEFIRST AS date_first,
  HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'VIEW DEFINITION') AS views_definitions,
  SUSER_SNAME() AS login, CAST(SERVERPROPERTY('EngineEdition') AS int) AS engine_edition;`;

/** What must be known of a server before it is asked for more: one round trip. */
export async function readServerFacts(
  connection: LiveConnection,
  address: LiveAddress,
): Promise<Result<ServerFacts, Diagnostic>> {
  const { sets, errors } = await connection.ask(SERVER_QUERY + FEATURE_QUERY);
  const [row] = sets.get('server_database') ?? [];
  const found = sets.get('feature_view');
  if (!row || !found) {
    const reason = errors[0] ?? 'it gave no rows.';
    return err(liveDiagnostics.create('live-query-failed', { server: serverText(address), subject: 'itself', reason }));
  }
  const [name, version, edition, collation, level, language, dateFirst, views, login, engine] = row;
  return ok({
    version: String(version ?? ''),
    edition: String(edition ?? ''),
    database: {
      name: String(name ?? ''),
      collation: typeof collation === 'string' ? collation : DEFAULT_COLLATION,
      compatibilityLevel: Number(level ?? 160),
      language: String(language ?? 'us_english').toLowerCase(),
      dateFirst: Number(dateFirst ?? 7),
      dateFormat: 'mdy',
    },
    viewsDefinitions: Number(views ?? 0) === 1,
    login: String(login ?? ''),
    features: featuresFrom(found, Number(engine ?? 0)),
  });
}
