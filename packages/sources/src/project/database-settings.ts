import type { Source } from '../source.js';

/** Compatibility levels by what a project or package says it is for. Source: learn.microsoft.com, DSP names of SqlPackage. */
const LEVELS: readonly (readonly [RegExp, number])[] = [
  [/Sql90Database/i, 90],
  [/Sql100Database/i, 100],
  [/Sql110Database/i, 110],
  [/Sql120Database/i, 120],
  [/Sql130Database/i, 130],
  [/Sql140Database/i, 140],
  [/Sql150Database/i, 150],
  [/Sql160Database/i, 160],
  [/Sql170Database/i, 170],
  // Azure SQL and Fabric: the level of new databases there.
  [/SqlAzure|SqlDbFabric/i, 160],
  // Synapse and Fabric warehouses have one level only.
  [/SqlDw/i, 130],
];

/** What `DSP` and the settings of a project or a package's SqlDatabaseOptions say about the database. */
export function databaseSettings(given: {
  readonly provider?: string | undefined;
  readonly compatibility?: string | undefined;
  readonly collation?: string | undefined;
}): Source['settings'] {
  const { provider, compatibility, collation } = given;
  const stated = /^\d{2,3}$/.test(compatibility ?? '') ? Number(compatibility) : undefined;
  const level = stated ?? LEVELS.find(([pattern]) => provider !== undefined && pattern.test(provider))?.[1];
  return {
    ...(collation === undefined || collation === '' ? {} : { collation }),
    ...(level === undefined ? {} : { compatibilityLevel: level }),
  };
}
