import { countStatements, parseScript } from '@datamigrate/tsql-syntax';

/** What says where things will stand, without making any of them. */
const PLACES = /^(Use|CreateDatabase|AlterDatabase\w*|DropDatabase|CreateSchema|If|Execute|Print|Set\w*|PredicateSet)$/;
/** The only texts that such a script executes. */
const SCHEMA_TEXT =
  /^EXEC(UTE)?\s*\(\s*N?'\s*CREATE\s+SCHEMA\b|^EXEC(UTE)?\s+(sys\.)?sp_executesql\s+N?'\s*CREATE\s+SCHEMA\b/i;
/** Scripts that only say where things stand are short. */
const LONGEST = 20_000;

/** Whether a script makes databases and schemas, and nothing else: it can run before all others. */
export function makesPlaces(text: string): boolean {
  if (text.length > LONGEST || !/\bCREATE\s+(SCHEMA|DATABASE)\b/i.test(text)) return false;
  const batches = [...parseScript(text)];
  const kinds = countStatements(batches.flatMap(({ statements }) => statements));
  if (![...kinds.keys()].every((kind) => PLACES.test(kind))) return false;
  const executed = [...text.matchAll(/\bEXEC(UTE)?\b[\s\S]{0,200}/gi)];
  return executed.every(([call]) => SCHEMA_TEXT.test(call));
}

/** Scripts in their order, those in front that make the databases and schemas in which the others put their objects. */
export function placesFirst<T>(scripts: readonly T[], textOf: (script: T) => string | undefined): readonly T[] {
  const first = new Set(scripts.filter((script) => makesPlaces(textOf(script) ?? '')));
  return [...first, ...scripts.filter((script) => !first.has(script))];
}
