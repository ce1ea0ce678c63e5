import { syntaxDiagnostics } from '../../../diagnostics.js';
import { TokenKind } from '../../../lexer/token-kind.js';
import type { Parser } from '../../../parser/parser.js';
import { keyword, option } from '../../options.js';
import { choice, field, optional, words } from '../../parts.js';
import { checked, either, list, native, node, parenthesized, parenthesizedOrEmpty } from '../../rules.js';
import { statement } from '../../statement.js';
import { identifier, integer, integerLiteral, stringLiteral } from '../../values.js';

/** `10.0.75.1`, which the lexer reads as several numbers that touch. */
const ipAddress = native<string>({
  holdsNodes: false,
  starts: (p: Parser) => p.kind() === TokenKind.Decimal,
  parse: (p: Parser) => {
    const { start } = p;
    while (p.kind() === TokenKind.Decimal || p.kind() === TokenKind.Integer) p.advance();
    const text = p.text.slice(start, p.end);
    if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) p.fail('an address of four numbers');
    return text;
  },
  write: (value, w) => {
    w.text(value);
  },
});

const address = node('ListenerAddress', words('('), field('address', either(ipAddress, stringLiteral)), words(')'));

const port = checked(integer, (p, value) => {
  if (value >= 1024 && value <= 32767) return;
  const limit = 'LISTENER_PORT is from 1024 to 32767';
  p.diagnostics.push(
    syntaxDiagnostics.create('parse-invalid-number', { text: String(value), limit }, p.previousSpan()),
  );
});

const tcpOption = option('TcpOption', { LISTENER_PORT: port, LISTENER_IP: either(keyword('ALL'), address) });

const authentication = node(
  'EndpointAuthentication',
  optional(words('CERTIFICATE'), field('certificateFirst', identifier)),
  optional(words('WINDOWS'), field('windows', keyword('NTLM', 'KERBEROS', 'NEGOTIATE'))),
  optional(words('CERTIFICATE'), field('certificate', identifier)),
);

const encryption = node(
  'EndpointEncryption',
  field('mode', keyword('DISABLED', 'SUPPORTED', 'REQUIRED')),
  optional(words('ALGORITHM'), field('algorithm', keyword('AES', 'RC4', 'AES RC4', 'RC4 AES'))),
);

const messageOption = option('EndpointMessageOption', {
  AUTHENTICATION: authentication,
  ENCRYPTION: encryption,
  MESSAGE_FORWARDING: keyword('ENABLED', 'DISABLED'),
  MESSAGE_FORWARD_SIZE: integer,
  ROLE: keyword('WITNESS', 'PARTNER', 'ALL'),
});

const payload = node(
  'EndpointPayload',
  choice('type', 'TSQL', 'SERVICE_BROKER', 'DATABASE_MIRRORING', 'DATA_MIRRORING'),
  field('options', parenthesizedOrEmpty(messageOption)),
);

const endpointParts = [
  field('name', identifier),
  optional(words('AUTHORIZATION'), field('owner', identifier)),
  optional(words('STATE ='), field('state', keyword('STARTED', 'STOPPED', 'DISABLED'))),
  optional(words('AFFINITY ='), field('affinity', either(keyword('NONE', 'ADMIN'), integerLiteral))),
  optional(words('AS TCP'), field('protocolOptions', parenthesized(list(tcpOption)))),
  optional(words('FOR'), field('payload', payload)),
] as const;

/** learn.microsoft.com/sql/t-sql/statements/create-endpoint-transact-sql; HTTP and SOAP went with SQL Server 2012. */
export const createEndpoint = statement('CreateEndpoint', 'CREATE ENDPOINT', ...endpointParts);

/** learn.microsoft.com/sql/t-sql/statements/alter-endpoint-transact-sql */
export const alterEndpoint = statement('AlterEndpoint', 'ALTER ENDPOINT', ...endpointParts);

export const dropEndpoint = statement('DropEndpoint', 'DROP ENDPOINT', field('name', identifier));

export const endpointStatements = [createEndpoint, alterEndpoint, dropEndpoint] as const;
