import { join } from 'node:path';

/** Where the files of a migration stand below the data directory. */
export interface MigrationFolder {
  readonly root: string;
  /** What was uploaded. */
  readonly source: string;
  /** The dbt project, with .datamigrate in it. */
  readonly project: string;
}

export function migrationFolder(data: string, migrationId: string): MigrationFolder {
  const root = join(data, 'migrations', migrationId);
  return { root, source: join(root, 'source'), project: join(root, 'project') };
}
