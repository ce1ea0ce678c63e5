import { TokenKind } from '../../../lexer/token-kind.js';
import type { Parser } from '../../../parser/parser.js';
import { classPrefix, keyword } from '../../options.js';
import { choice, field, flag, optional, words } from '../../parts.js';
import { either, list, native, node, parenthesized, startingWhen } from '../../rules.js';
import { statement } from '../../statement.js';
import { identifier, objectName } from '../../values.js';
import { PERMISSIONS, SECURABLE_CLASSES } from './permission-names.js';

/** PUBLIC is reserved and yet names a role; NULL is what old scripts write for nobody. */
export const principal = either(keyword('PUBLIC', 'NULL'), identifier);

/** A name with what it stands for: `OBJECT::dbo.t`, `SCHEMA::s`, or a name alone for an object. */
export const securable = node(
  'Securable',
  optional(field('class', classPrefix(...SECURABLE_CLASSES))),
  field('name', objectName),
);

const columns = optional(field('columns', parenthesized(list(identifier))));

const permissionName = keyword('ALL', 'ALL PRIVILEGES', ...PERMISSIONS);

const ENDS_PERMISSION = new Set<string>(['ON', 'TO', 'FROM', ',', '(']);

/** Which words are permissions is SQL Server's data, not its grammar: what is none is an error of execution. */
const otherPermission = native<string>({
  holdsNodes: false,
  starts: (p) => p.kind() === TokenKind.Word,
  parse: (p) => {
    const words: string[] = [];
    while (p.kind() === TokenKind.Word && !ENDS_PERMISSION.has(p.term())) {
      words.push(p.tokenText.toUpperCase());
      p.advance();
    }
    if (words.length === 0) p.fail('a permission');
    return words.join(' ');
  },
  write: (value, w) => {
    w.text(value);
  },
});

/** Whether one of the known permissions, and nothing more, stands here. */
function atKnownPermission(p: Parser): boolean {
  const { pos } = p;
  const known = permissionName.starts(p);
  if (known) permissionName.parse(p);
  const ends = ENDS_PERMISSION.has(p.term());
  p.pos = pos;
  return known && ends;
}

const permission = either(
  startingWhen(node('Permission', field('name', permissionName), columns), atKnownPermission),
  node('OtherPermission', field('name', otherPermission), columns),
);

/** `permissions [ON securable [(columns)]]`: columns stand behind a permission or, for all of them, behind the name. */
const permissionsOnSecurable = [
  field('permissions', list(permission)),
  optional(words('ON'), field('securable', securable), optional(field('columns', parenthesized(list(identifier))))),
] as const;

const grantor = optional(words('AS'), field('grantor', identifier));

/** learn.microsoft.com/sql/t-sql/statements/grant-transact-sql */
export const grant = statement(
  'Grant',
  'GRANT',
  ...permissionsOnSecurable,
  words('TO'),
  field('principals', list(principal)),
  flag('withGrantOption', 'WITH GRANT OPTION'),
  grantor,
);

/** learn.microsoft.com/sql/t-sql/statements/deny-transact-sql */
export const deny = statement(
  'Deny',
  'DENY',
  ...permissionsOnSecurable,
  words('TO'),
  field('principals', list(principal)),
  flag('cascade', 'CASCADE'),
  grantor,
);

/** learn.microsoft.com/sql/t-sql/statements/revoke-transact-sql */
export const revoke = statement(
  'Revoke',
  'REVOKE',
  flag('grantOptionFor', 'GRANT OPTION FOR'),
  ...permissionsOnSecurable,
  choice('preposition', 'FROM', 'TO'),
  field('principals', list(principal)),
  flag('cascade', 'CASCADE'),
  grantor,
);

export const grantStatements = [grant, deny, revoke] as const;
