import type { NodeWriter } from '../grammar/rule.js';

/** A print function for each kind of N: a kind without one does not compile. */
export type PrintTable<N extends { readonly kind: string }> = {
  readonly [K in N['kind']]: (node: Extract<N, { readonly kind: K }>, w: NodeWriter) => void;
};

type Printable = { readonly kind: string; readonly start: number; readonly end: number };

export function commaList(nodes: readonly Printable[], w: NodeWriter): void {
  nodes.forEach((node, i) => {
    if (i > 0) w.tight(',');
    w.node(node);
  });
}

/** One node a line, indented, commas behind. */
export function commaLines(nodes: readonly Printable[], w: NodeWriter): void {
  w.indent();
  nodes.forEach((node, i) => {
    if (i > 0) w.tight(',');
    w.line().node(node);
  });
  w.dedent();
}

export function inParentheses(nodes: readonly Printable[], w: NodeWriter): void {
  w.open();
  commaList(nodes, w);
  w.tight(')');
}

/** A parenthesis of a call: close to the name before it. */
export function callArguments(nodes: readonly Printable[], w: NodeWriter): void {
  w.tight('(').glue();
  commaList(nodes, w);
  w.tight(')');
}

export function when(node: Printable | undefined, w: NodeWriter): void {
  if (node) w.node(node);
}

/** `a.b.c`, blank where a part is left out. */
export function dotted(parts: readonly (Printable | undefined)[], w: NodeWriter): void {
  let first = true;
  for (const part of parts) {
    if (first) {
      if (part) w.node(part);
      else w.text('');
    } else {
      w.tight('.').glue();
      if (part) w.node(part);
    }
    first = false;
  }
}
