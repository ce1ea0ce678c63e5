import { familyOf, isCharacter, isUnicode } from '@datamigrate/catalog';
import { partitionNumber } from '../database/partitions.js';
import { Refusal, sqlError } from '../errors/sql-error.js';
import { convertValue } from '../values/convert.js';
import { toBinary } from '../values/convert-binary.js';
import type { SqlValue } from '../values/sql-value.js';
import { asInteger, asText, type Call, type FunctionBody, refused, strict } from './call.js';
import { hashOf } from './hash.js';
import { isChance } from './is-chance.js';
import { parseByCulture } from './parse-by-culture.js';
import { variantProperty } from './variant-property.js';

/** Answered by the session: who is connected, what the database holds, which error is being handled. */
const session: FunctionBody = (call) => {
  const answer = call.env.host.sessionFunction(call.node.function, call.values());
  if (answer === undefined) throw new Refusal(`${call.node.function}()`);
  return answer;
};

function partitionOf(call: Call): SqlValue {
  const name = asText(call.value(0));
  const by = call.env.host.partitionFunction(name);
  if (!by) throw sqlError(208, name);
  const value = convertValue(call.value(1), call.typeOf(1), by.type, { format: call.env.host.format });
  return BigInt(partitionNumber(by, value));
}

/** How SQL Server computes it is not known. Of a NEWID any number may come out. */
function checksum(call: Call): SqlValue {
  if (!call.node.arguments.some(isChance)) throw new Refusal(`${call.node.function}()`);
  call.values();
  return BigInt.asIntN(32, BigInt(`0x${call.env.host.newGuid().slice(0, 8)}`));
}

export const SYSTEM_FUNCTIONS = {
  $PARTITION: (call) => partitionOf(call),
  APP_NAME: session,
  BINARY_CHECKSUM: checksum,
  CHECKSUM: checksum,
  COL_LENGTH: session,
  COL_NAME: session,
  COLUMNPROPERTY: session,
  CURRENT_USER: session,
  DATABASEPROPERTYEX: session,
  DB_ID: session,
  DB_NAME: session,
  ERROR_LINE: session,
  ERROR_MESSAGE: session,
  ERROR_NUMBER: session,
  ERROR_PROCEDURE: session,
  ERROR_SEVERITY: session,
  ERROR_STATE: session,
  HASHBYTES: (call) => hashBytes(call),
  HOST_NAME: session,
  IDENT_CURRENT: session,
  INDEXPROPERTY: session,
  NEWID: (call) => call.env.host.newGuid(),
  NEWSEQUENTIALID: (call) => call.env.host.newGuid(),
  OBJECT_DEFINITION: session,
  OBJECT_ID: session,
  OBJECT_NAME: session,
  OBJECT_SCHEMA_NAME: session,
  OBJECTPROPERTY: session,
  ORIGINAL_LOGIN: session,
  PARSENAME: strict(([name, part]) => parseName(asText(name ?? null), Number(asInteger(part)))),
  ROWCOUNT_BIG: session,
  SCHEMA_ID: session,
  SCHEMA_NAME: session,
  SCOPE_IDENTITY: session,
  SERVERPROPERTY: session,
  SESSION_CONTEXT: session,
  SESSION_USER: session,
  SUSER_ID: session,
  SUSER_NAME: session,
  SUSER_SNAME: session,
  SYSTEM_USER: session,
  TYPE_ID: session,
  TYPE_NAME: session,
  USER: session,
  USER_ID: session,
  USER_NAME: session,
  XACT_STATE: session,
  CONTEXT_INFO: session,
  CURSOR_STATUS: session,
  IDENT_INCR: session,
  IDENT_SEED: session,
  IS_MEMBER: session,
  IS_ROLEMEMBER: session,
  IS_SRVROLEMEMBER: session,
  OBJECTPROPERTYEX: session,
  TRIGGER_NESTLEVEL: session,
  COLUMNS_UPDATED: session,
  APPLOCK_MODE: refused('APPLOCK_MODE'),
  CHANGE_TRACKING_CURRENT_VERSION: refused('CHANGE_TRACKING_CURRENT_VERSION'),
  COMPRESS: refused('COMPRESS'),
  DECOMPRESS: refused('DECOMPRESS'),
  EVENTDATA: refused('EVENTDATA'),
  FORMATMESSAGE: refused('FORMATMESSAGE'),
  FULLTEXTSERVICEPROPERTY: refused('FULLTEXTSERVICEPROPERTY'),
  HAS_PERMS_BY_NAME: session,
  PARSE: (call) => parseByCulture(call, false),
  SQL_VARIANT_PROPERTY: variantProperty,
  STATS_DATE: refused('STATS_DATE'),
  TRY_PARSE: (call) => parseByCulture(call, true),
} as const satisfies Record<string, FunctionBody>;

/** Over the bytes of storage: UTF-16 for nvarchar, the code page for varchar. NULL for an unknown algorithm. */
function hashBytes(call: Call): Uint8Array | null {
  const algorithm = call.value(0);
  const value = call.value(1);
  if (algorithm === null || value === null) return null;
  const type = call.typeOf(1);
  if (!isCharacter(type) && familyOf(type) !== 'binary') throw sqlError(8116, type.name, 2, 'hashbytes');
  const utf8 = call.node.arguments[1]?.collation?.name.toUpperCase().includes('UTF8') === true && !isUnicode(type);
  const bytes = toBinary(value, type, { name: 'varbinary', length: 'max' }, 0, utf8);
  return hashOf(asText(algorithm), bytes) ?? null;
}

/** Parts of a name are counted from its end; brackets and quotes are taken off. */
function parseName(name: string, part: number): string | null {
  const parts: string[] = [];
  const pattern = /\[((?:[^\]]|\]\])*)\]|"((?:[^"]|"")*)"|([^.[\]"]*)/y;
  for (;;) {
    const match = pattern.exec(name);
    if (!match) return null;
    parts.push(match[1]?.replaceAll(']]', ']') ?? match[2]?.replaceAll('""', '"') ?? match[3] ?? '');
    if (pattern.lastIndex >= name.length) break;
    if (name[pattern.lastIndex] !== '.') return null;
    pattern.lastIndex++;
  }
  if (parts.length > 4) return null;
  const found = parts[parts.length - part];
  return found === undefined || found === '' ? null : found;
}
