import type { Literal } from '../ast/literals.js';
import type { Identifier, NameNode } from '../ast/names.js';
import { commaList, dotted, type PrintTable } from './print-table.js';

export const printNames: PrintTable<NameNode | Literal> = {
  Identifier: (node, w) => w.text(identifierText(node)),
  ObjectName: (node, w) => {
    const parts = [node.server, node.database, node.schema, node.name];
    const first = parts.findIndex((part) => part !== undefined);
    dotted(parts.slice(first), w);
  },
  Variable: (node, w) => w.text(node.name),
  IntegerParameter: (node, w) => w.text(String(node.value)),
  MaxParameter: (_, w) => w.text('MAX'),
  DataType: (node, w) => {
    w.node(node.name);
    if (node.parameters.length === 0 && !node.xmlSchema) return;
    w.tight('(').glue();
    if (node.xmlSchema) w.node(node.xmlSchema);
    commaList(node.parameters, w);
    if (node.baseType) w.tight(',').node(node.baseType);
    w.tight(')');
  },
  XmlSchemaReference: (node, w) => {
    if (node.content) w.text(node.content);
    w.node(node.collection);
  },
  IntegerLiteral: (node, w) => w.text(node.text),
  DecimalLiteral: (node, w) => w.text(node.text),
  FloatLiteral: (node, w) => w.text(node.text),
  MoneyLiteral: (node, w) => w.text(node.text),
  BinaryLiteral: (node, w) => w.text(`0x${node.digits}`),
  StringLiteral: (node, w) => w.text(`${node.national ? 'N' : ''}'${stringText(node.value)}'`),
  NullLiteral: (_, w) => w.text('NULL'),
  DefaultLiteral: (_, w) => w.text('DEFAULT'),
  OdbcLiteral: (node, w) => w.open('{').text(node.type).node(node.value).tight('}'),
};

export function identifierText(node: Identifier): string {
  switch (node.quote) {
    case 'brackets':
      return `[${node.name.replaceAll(']', ']]')}]`;
    case 'quotes':
      return `"${node.name.replaceAll('"', '""')}"`;
    default:
      return node.name;
  }
}

/**
 * A backslash directly before a line end would be read as a continuation and vanish; a second backslash with a line end
 * of its own before it keeps the value as it is.
 */
function stringText(value: string): string {
  const quoted = value.replaceAll("'", "''");
  return quoted.includes('\\') ? quoted.replace(/\\(?=\r?\n)/g, '\\\\\n') : quoted;
}
