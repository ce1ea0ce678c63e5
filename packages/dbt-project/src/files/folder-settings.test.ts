import { describe, expect, it } from 'vitest';
import { buildProject } from '../build-project.js';
import type { ModelSpec } from '../spec/project-spec.js';
import { FolderSettings } from './folder-settings.js';

const mart = (name: string, folder: string | undefined, more: Partial<ModelSpec> = {}): ModelSpec => ({
  name,
  layer: 'marts',
  sql: 'select 1 as one',
  columns: [],
  ...(folder === undefined ? {} : { folder }),
  ...more,
});
const view = { materialized: 'view' } as const;

describe('settings of folders', () => {
  it('say what all folders of a layer mostly are', () => {
    const models = [mart('a', 'x', view), mart('b', 'y', view), mart('c', 'y', view), mart('d', 'y')];
    expect(new FolderSettings(models).config()).toEqual({ marts: { '+materialized': 'view', '+schema': 'marts' } });
  });

  it('say which folders are otherwise, and their groups', () => {
    const models = [
      mart('a', 'sales', view),
      mart('b', 'sales', view),
      mart('c', 'sales', view),
      mart('d', 'dw', { materialized: 'table', group: 'dw' }),
      mart('e', 'dw', { materialized: 'incremental', group: 'dw' }),
      mart('f', 'etl', { group: 'x' }),
      mart('g', 'etl', { ...view, group: 'y' }),
    ];
    expect(new FolderSettings(models).config()).toEqual({
      marts: {
        '+materialized': 'table',
        '+schema': 'marts',
        dw: { '+group': 'dw' },
        sales: { '+materialized': 'view' },
      },
    });
  });

  it('keep what dbt expects where nothing is more frequent, and leave folders in folders alone', () => {
    const models = [mart('a', undefined, view), mart('b', 'x', { group: 'g' }), mart('c', 'x/y', view), mart('d', 'x')];
    expect(new FolderSettings(models).config()).toEqual({ marts: { '+materialized': 'table', '+schema': 'marts' } });
  });

  it('are not repeated by the models', () => {
    const models = [mart('a', 's', { ...view, group: 's' }), mart('b', 's', { materialized: 'table', group: 's' })];
    const texts = (explicitSettings: boolean): Map<string, string> => {
      const spec = {
        name: 'p',
        target: 'duckdb',
        sources: [],
        models: [...models, mart('c', 's', { ...view, group: 's' })],
      } as const;
      return new Map(buildProject({ ...spec, explicitSettings }).map(({ path, content }) => [path, content]));
    };
    const own = texts(false);
    expect(own.get('models/marts/s/a.sql')).toBe('select 1 as one\n');
    expect(own.get('models/marts/s/b.sql')).toContain("materialized='table'");
    expect(own.get('models/marts/s/_s__models.yml')).not.toContain('group');
    expect(own.get('dbt_project.yml')).toContain('+group: s');
    const explicit = texts(true);
    expect(explicit.get('models/marts/s/a.sql')).toContain("materialized='view'");
    expect(explicit.get('models/marts/s/_s__models.yml')?.match(/group: s/g)).toHaveLength(3);
  });
});
