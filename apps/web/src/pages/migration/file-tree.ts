import type { ProjectFile } from '@datamigrate/contracts';

export interface FileNode {
  readonly name: string;
  readonly path: string;
  /** null for a file. */
  readonly children: readonly FileNode[] | null;
}

/** Paths as a tree, folders first; a chain of folders with one child each is one node. */
export function treeOf(files: readonly Pick<ProjectFile, 'path'>[], filter = ''): FileNode[] {
  const needle = filter.toLowerCase();
  const paths = files.map(({ path }) => path).filter((path) => path.toLowerCase().includes(needle));
  return folder('', paths);
}

function folder(prefix: string, paths: readonly string[]): FileNode[] {
  const inside = new Map<string, string[]>();
  const files: FileNode[] = [];
  for (const path of paths) {
    const [name = '', ...rest] = path.slice(prefix.length).split('/');
    if (rest.length === 0) files.push({ name, path, children: null });
    else inside.set(name, [...(inside.get(name) ?? []), path]);
  }
  const folders = [...inside].map(([name, below]) =>
    joined({ name, path: prefix + name, children: folder(`${prefix + name}/`, below) }),
  );
  const byName = (a: FileNode, b: FileNode) => (a.name < b.name ? -1 : 1);
  return [...folders.sort(byName), ...files.sort(byName)];
}

function joined(node: FileNode): FileNode {
  const [only, ...others] = node.children ?? [];
  if (only === undefined || others.length > 0 || only.children === null) return node;
  return { ...only, name: `${node.name}/${only.name}` };
}

const LANGUAGES: Readonly<Record<string, string>> = { sql: 'sql', yml: 'yaml', yaml: 'yaml', md: 'markdown' };

export function languageOf(path: string): string {
  return LANGUAGES[path.split('.').at(-1) ?? ''] ?? 'plaintext';
}
