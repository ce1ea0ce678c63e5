import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface CodeOrigin {
  readonly code: string;
  /** The workspace whose catalogue defines it: packages/landing. */
  readonly workspace: string;
}

/** Every diagnostic code of all packages and apps, found by their catalogues. */
export async function diagnosticCodes(): Promise<CodeOrigin[]> {
  const codes: CodeOrigin[] = [];
  for (const workspace of workspaces()) {
    for (const file of catalogueFiles(workspace)) {
      const exported: Record<string, unknown> = await import(pathToFileURL(file).href);
      for (const value of Object.values(exported)) {
        for (const code of codesOf(value)) codes.push({ code, workspace });
      }
    }
  }
  return codes;
}

function workspaces(): string[] {
  return ['packages', 'apps'].flatMap((group) => readdirSync(join(ROOT, group)).map((name) => `${group}/${name}`));
}

function catalogueFiles(workspace: string): string[] {
  const folder = join(ROOT, workspace, 'src');
  let names: string[] = [];
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
    .filter((file) => /= defineDiagnostics\(/.test(readFileSync(file, 'utf8')));
}

function codesOf(value: unknown): string[] {
  const isCatalogue = typeof value === 'object' && value !== null && 'definitions' in value && 'create' in value;
  return isCatalogue ? Object.keys(value.definitions as object) : [];
}
