export type Inline =
  | { readonly kind: 'text' | 'strong' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly to: string };
export type Block =
  | { readonly kind: 'paragraph'; readonly parts: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'code'; readonly text: string };

/** What the pages of docs/issues use of Markdown: paragraphs, lists, code, bold, links among themselves. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  const withoutTitle = markdown.replace(/^# .*\n/, '');
  for (const chunk of withoutTitle.split(/(```[\s\S]*?```)/)) {
    if (chunk.startsWith('```')) {
      blocks.push({ kind: 'code', text: chunk.replace(/^```\w*\n?|\n?```$/g, '') });
      continue;
    }
    for (const part of chunk.split(/\n\s*\n/)) {
      const text = part.trim();
      if (text === '') continue;
      const items = text.split(/\n(?=[-*] |\d+\. )/);
      const isList = items.every((item) => /^([-*]|\d+\.) /.test(item));
      if (isList)
        blocks.push({ kind: 'list', items: items.map((item) => inlinesOf(item.replace(/^([-*]|\d+\.) /, ''))) });
      else blocks.push({ kind: 'paragraph', parts: inlinesOf(text) });
    }
  }
  return blocks;
}

function inlinesOf(text: string): Inline[] {
  const joined = text.replace(/\s*\n\s*/g, ' ');
  return joined
    .split(/(\*\*[^*]+\*\*|`[^`]+`|\[[^\]]+\]\([^)]+\))/)
    .filter((one) => one !== '')
    .map((one): Inline => {
      if (one.startsWith('**')) return { kind: 'strong', text: one.slice(2, -2) };
      if (one.startsWith('`')) return { kind: 'code', text: one.slice(1, -1) };
      const link = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(one);
      const code = /^(?:\.\/)?([a-z0-9-]+)\.md$/.exec(link?.[2] ?? '')?.[1];
      if (link && code) return { kind: 'link', text: (link[1] ?? '').replaceAll('`', ''), to: `/help/issues/${code}` };
      return { kind: 'text', text: link ? (link[1] ?? '') : one };
    });
}

/** The first paragraph without its heading. */
export function summaryOf(markdown: string): string {
  const first = blocksOf(markdown).find((block) => block.kind === 'paragraph');
  const parts = first?.parts.filter(({ kind, text }) => !(kind === 'strong' && /^What happened/.test(text))) ?? [];
  return parts
    .map(({ text }) => text)
    .join('')
    .trim();
}
