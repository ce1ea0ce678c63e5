import { SaxesParser, type SaxesTagNS } from 'saxes';
import { sqlError } from '../errors/sql-error.js';
import type { XmlDocument, XmlElement, XmlLeaf, XmlParent } from './xml-node.js';

const DEEPEST = 128;
const XMLNS = 'http://www.w3.org/2000/xmlns/';

/**
 * A value of type xml as a tree. Text of blanks alone between elements is left out, as a conversion to xml does.
 * Source: learn.microsoft.com/sql/t-sql/data-types/xml-transact-sql; cast and convert, "xml styles"
 */
export function parseXml(text: string): XmlDocument {
  let order = 0;
  const document: XmlDocument = { kind: 'document', order: order++, parent: undefined, children: [] };
  const open: XmlParent[] = [document];
  const top = (): XmlParent => open.at(-1) ?? document;
  const leaf = (kind: XmlLeaf['kind'], value: string, name?: string): void => {
    top().children.push({ kind, order: order++, parent: top(), value, ...(name === undefined ? {} : { name }) });
  };
  const parser = new SaxesParser<{ xmlns: true; fragment: true }>({ xmlns: true, fragment: true });
  parser.on('error', (error) => {
    throw failure(error.message);
  });
  parser.on('opentag', (tag) => {
    if (open.length > DEEPEST) throw sqlError(6335);
    const element = elementOf(tag, top(), () => order++);
    top().children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (value) => {
    if (/[^ \t\r\n]/.test(value)) leaf('text', value);
  });
  parser.on('cdata', (value) => leaf('text', value));
  parser.on('comment', (value) => leaf('comment', value));
  parser.on('processinginstruction', ({ target, body }) => leaf('instruction', body, target));
  // The declaration says nothing that a text in Unicode needs.
  parser.write(text.replace(/^\s*<\?xml\s[^?]*\?>/, '')).close();
  if (open.length > 1) throw sqlError(9400);
  return document;
}

function elementOf(tag: SaxesTagNS, parent: XmlParent, next: () => number): XmlElement {
  const attributes = Object.values(tag.attributes);
  const element: XmlElement = {
    kind: 'element',
    order: next(),
    parent,
    name: tag.local,
    prefix: tag.prefix,
    namespace: tag.uri,
    attributes: [],
    declared: attributes
      .filter(({ uri }) => uri === XMLNS)
      .map(({ prefix, local, value }) => [prefix === '' ? '' : local, value]),
    children: [],
  };
  for (const { local, prefix, uri, value } of attributes) {
    if (uri !== XMLNS)
      element.attributes.push({
        kind: 'attribute',
        order: next(),
        parent: element,
        name: local,
        prefix,
        namespace: uri,
        value,
      });
  }
  return element;
}

/** The errors of SQL Server's parser by what went wrong. */
function failure(message: string): Error {
  if (/unclosed tag|unexpected end/i.test(message)) return sqlError(9400);
  if (/unexpected close tag|unmatched closing tag/i.test(message)) return sqlError(9436);
  if (/duplicate attribute/i.test(message)) return sqlError(9437);
  if (/unbound namespace prefix/i.test(message)) return sqlError(9459);
  return sqlError(9420);
}
