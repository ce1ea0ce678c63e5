import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './diagnostic-codes.js';

export const ISSUES = join(ROOT, 'docs', 'issues');

export interface IssuePage {
  readonly code: string;
  readonly text: string;
}

export function issuePages(): IssuePage[] {
  return readdirSync(ISSUES)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .sort()
    .map((name) => ({ code: name.slice(0, -'.md'.length), text: readFileSync(join(ISSUES, name), 'utf8') }));
}

/** What is wrong with the form of a page: title, then what happened, why, and what to do. */
export function faultsOf({ code, text }: IssuePage): string[] {
  const faults: string[] = [];
  if (!text.startsWith(`# ${code}\n`)) faults.push(`${code}: the title is not the code`);
  for (const part of ['**What happened.**', '**Why.**', '**What to do.**']) {
    if (!text.includes(`\n${part} `)) faults.push(`${code}: ${part} is missing`);
  }
  return faults;
}

/** The index of all pages, by the phase that reports them. */
export function issueIndex(pages: readonly IssuePage[]): string {
  const phases = new Map<string, IssuePage[]>();
  for (const page of pages) {
    const phase = page.code.split('-')[0] ?? page.code;
    phases.set(phase, [...(phases.get(phase) ?? []), page]);
  }
  const sections = [...phases].map(([phase, of]) => `\n## ${phase}\n\n${of.map(indexLine).join('\n')}\n`);
  return `# Issues\n\nA page for each code that datamigrate reports: what happened, why, and what to do.\n${sections.join('')}`;
}

function indexLine({ code, text }: IssuePage): string {
  const [, happened = ''] = /\*\*What happened\.\*\* (.*?\.)(?=\s|$)/s.exec(text) ?? [];
  return `- [${code}](${code}.md): ${happened.replace(/\s+/g, ' ')}`;
}
