/** Nodes of the XQuery data model; `order` counts them as they stand in the document. */
export type XmlNode = XmlDocument | XmlElement | XmlAttribute | XmlLeaf;

interface NodeBase<K extends string> {
  readonly kind: K;
  readonly order: number;
  readonly parent: XmlParent | undefined;
}

/** The top of a value, which may hold several elements, and text beside them. */
export interface XmlDocument extends NodeBase<'document'> {
  readonly children: XmlNode[];
}

export interface XmlElement extends NodeBase<'element'> {
  /** Without its prefix. */
  readonly name: string;
  readonly prefix: string;
  readonly namespace: string;
  readonly attributes: XmlAttribute[];
  /** Declarations of namespaces as they stand on the element: prefix and address. */
  readonly declared: readonly (readonly [prefix: string, uri: string])[];
  readonly children: XmlNode[];
}

export interface XmlAttribute extends NodeBase<'attribute'> {
  readonly name: string;
  readonly prefix: string;
  readonly namespace: string;
  readonly value: string;
}

export interface XmlLeaf extends NodeBase<'text' | 'comment' | 'instruction'> {
  /** Of an instruction its target. */
  readonly name?: string;
  readonly value: string;
}

export type XmlParent = XmlDocument | XmlElement;

/** The text of a node: of an element all text in it. */
export function stringValue(node: XmlNode): string {
  if (node.kind !== 'document' && node.kind !== 'element') return node.value;
  let text = '';
  const open: XmlNode[] = [...node.children].reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.kind === 'text') text += next.value;
    else if (next.kind === 'element')
      for (let i = next.children.length - 1; i >= 0; i--) open.push(next.children[i] as XmlNode);
  }
  return text;
}

/** A node as xml shows it; namespaces that are declared around it are declared on it. */
export function xmlText(node: XmlNode): string {
  switch (node.kind) {
    case 'document':
      return node.children.map((child) => elementText(child, [])).join('');
    case 'attribute':
      return escaped(node.value);
    default:
      return elementText(node, inherited(node));
  }
}

function inherited(node: XmlNode): readonly (readonly [string, string])[] {
  const found = new Map<string, string>();
  for (let outer = node.parent; outer?.kind === 'element'; outer = outer.parent)
    for (const [prefix, uri] of outer.declared) if (!found.has(prefix)) found.set(prefix, uri);
  return [...found].filter(([, uri]) => uri !== '');
}

function elementText(node: XmlNode, around: readonly (readonly [string, string])[]): string {
  switch (node.kind) {
    case 'text':
      return escaped(node.value);
    case 'comment':
      return `<!--${node.value}-->`;
    case 'instruction':
      return `<?${node.name} ${node.value}?>`;
    case 'attribute':
    case 'document':
      return xmlText(node);
    case 'element': {
      const name = qualified(node);
      const own = new Set(node.declared.map(([prefix]) => prefix));
      const declared = [...around.filter(([prefix]) => !own.has(prefix)), ...node.declared];
      const namespaces = declared.map(([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${quoted(uri)}"`);
      const attributes = node.attributes.map((each) => ` ${qualified(each)}="${quoted(each.value)}"`);
      const head = `${name}${namespaces.join('')}${attributes.join('')}`;
      if (node.children.length === 0) return `<${head}/>`;
      return `<${head}>${node.children.map((child) => elementText(child, [])).join('')}</${name}>`;
    }
  }
}

const qualified = ({ prefix, name }: XmlElement | XmlAttribute): string => (prefix === '' ? name : `${prefix}:${name}`);
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const quoted = (text: string): string => escaped(text).replace(/"/g, '&quot;');
