import { loadScripts } from '@datamigrate/tsql-engine';

/** A script, run in memory: its catalog and its rows. */
export const readScript = (text, name = 'schema.sql') => loadScripts([{ name, text }]);
