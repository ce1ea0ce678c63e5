import { tableByName } from '@datamigrate/foundation';
import type { Bound } from '@datamigrate/tsql-binder';
import { tableName } from '../database/write-rows.js';
import { sqlError } from '../errors/sql-error.js';
import { evaluate } from '../expressions/evaluate.js';
import { environmentOf, type Run } from './run.js';
import { storeOf } from './store-of.js';

type SettingStatement = Bound.BoundSetOption | Bound.BoundSetOptionValue | Bound.BoundSetIdentityInsert;

const FORMATS = ['mdy', 'dmy', 'ymd', 'ydm', 'myd', 'dym'] as const;

/** SET options. Those that change no result are taken note of by nobody. */
export function executeSetting(run: Run, statement: SettingStatement): void {
  const { session } = run;
  switch (statement.kind) {
    case 'set-option':
      for (const option of statement.options) setOption(run, option, statement.on);
      return;
    case 'set-option-value': {
      const value = evaluate(environmentOf(run), statement.value);
      setValue(run, statement.option, value === null ? '' : String(value));
      return;
    }
    case 'set-identity-insert': {
      const store = storeOf(run, statement.table);
      session.identityInsert = statement.on
        ? (store.table.schema === '' ? store.table.name : tableName(store)).toLowerCase()
        : undefined;
      return;
    }
  }
}

function setOption({ session }: Run, option: string, on: boolean): void {
  switch (option) {
    case 'XACT_ABORT':
      session.xactAbort = on;
      return;
    case 'ARITHABORT':
      session.arithAbort = on;
      return;
    case 'ANSI_WARNINGS':
      session.ansiWarnings = on;
      return;
    case 'NOCOUNT':
      session.noCount = on;
      return;
    case 'ANSI_NULLS':
      session.settings = { ...session.settings, ansiNulls: on };
      return;
    case 'QUOTED_IDENTIFIER':
      session.settings = { ...session.settings, quotedIdentifier: on };
      return;
    case 'CONCAT_NULL_YIELDS_NULL':
      session.settings = { ...session.settings, concatNullYieldsNull: on };
      return;
    case 'ANSI_DEFAULTS':
      session.settings = { ...session.settings, ansiNulls: on, quotedIdentifier: on };
      return;
    default:
      return;
  }
}

function setValue({ session }: Run, option: string, value: string): void {
  switch (option) {
    case 'DATEFIRST': {
      const dateFirst = Number(value);
      if (!Number.isInteger(dateFirst) || dateFirst < 1 || dateFirst > 7) throw sqlError(2742, value);
      session.settings = { ...session.settings, dateFirst };
      return;
    }
    case 'DATEFORMAT': {
      const dateFormat = FORMATS.find((format) => format === value.toLowerCase());
      if (!dateFormat) throw sqlError(2741, value);
      session.settings = { ...session.settings, dateFormat };
      return;
    }
    case 'LANGUAGE':
      setLanguage(session, value);
      return;
    case 'ROWCOUNT':
      session.rowLimit = Number(value);
      return;
    default:
      return;
  }
}

/** A language brings its date format and first day of the week along. */
const LANGUAGES = tableByName<{ readonly dateFormat: (typeof FORMATS)[number]; readonly dateFirst: number }>({
  us_english: { dateFormat: 'mdy', dateFirst: 7 },
  english: { dateFormat: 'mdy', dateFirst: 7 },
  british: { dateFormat: 'dmy', dateFirst: 1 },
  'british english': { dateFormat: 'dmy', dateFirst: 1 },
  german: { dateFormat: 'dmy', dateFirst: 1 },
  deutsch: { dateFormat: 'dmy', dateFirst: 1 },
  french: { dateFormat: 'dmy', dateFirst: 1 },
  français: { dateFormat: 'dmy', dateFirst: 1 },
  italian: { dateFormat: 'dmy', dateFirst: 1 },
  spanish: { dateFormat: 'dmy', dateFirst: 1 },
  swedish: { dateFormat: 'ymd', dateFirst: 1 },
  japanese: { dateFormat: 'ymd', dateFirst: 7 },
});

function setLanguage(session: Run['session'], name: string): void {
  const language = name.toLowerCase();
  const facts = LANGUAGES.get(language);
  if (!facts) throw sqlError(2740, name);
  session.settings = { ...session.settings, ...facts, language: language === 'english' ? 'us_english' : language };
}
