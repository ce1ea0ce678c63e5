import type { QualifiedName } from '@datamigrate/catalog';

/** Whether an object is wanted: named by a pattern of `include`, where there are any, and by none of `exclude`. */
export function objectSelection(include: readonly string[], exclude: readonly string[]) {
  const wanted = include.map(patternOf);
  const unwanted = exclude.map(patternOf);
  return ({ schema, name }: QualifiedName): boolean => {
    const full = `${schema}.${name}`;
    const matches = (pattern: RegExp): boolean => pattern.test(full);
    return (wanted.length === 0 || wanted.some(matches)) && !unwanted.some(matches);
  };
}

/** `sales.*`, `*.Order`, `Customer` (which is dbo's), `log_*`. */
function patternOf(text: string): RegExp {
  const full = text.includes('.') ? text : `dbo.${text}`;
  const parts = full.split('*').map((part) => part.replaceAll(/[[\]]/g, '').replaceAll(/[.\\+?^${}()|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
}
