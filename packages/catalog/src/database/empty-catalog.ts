import { DEFAULT_COLLATION } from '../types/collation.js';
import { CATALOG_VERSION, type Catalog, type DatabaseInfo } from './model.js';

/** What a source says nothing about: an English SQL Server 2022 with its defaults. */
export const DEFAULT_DATABASE: DatabaseInfo = {
  name: 'database',
  collation: DEFAULT_COLLATION,
  compatibilityLevel: 160,
  language: 'us_english',
  dateFirst: 7,
  dateFormat: 'mdy',
};

export function emptyCatalog(database: Partial<DatabaseInfo> = {}): Catalog {
  return {
    catalogVersion: CATALOG_VERSION,
    database: { ...DEFAULT_DATABASE, ...database },
    schemas: ['dbo'],
    aliasTypes: [],
    tableTypes: [],
    tables: [],
    modules: [],
    synonyms: [],
    sequences: [],
  };
}
