import { compareText } from '@datamigrate/foundation';
import { groupBy } from '../group-by.js';
import type { ModelSpec, ProjectFile, SourceSpec } from '../spec/project-spec.js';
import { modelsYaml, sourcesYaml } from '../yaml/properties.js';
import { configCall } from './config-call.js';
import type { FolderSettings } from './folder-settings.js';
import { layerDefault, modelFolder, propertiesPath } from './layers.js';

export function sourceFiles(sources: readonly SourceSpec[]): ProjectFile[] {
  return sources.map((source) => {
    const tables = [...source.tables].sort((a, b) => compareText(a.name, b.name));
    return {
      path: propertiesPath(`models/staging/${source.name}`, 'sources'),
      content: sourcesYaml({ ...source, tables }),
    };
  });
}

/** Without settings of folders each model states its own. */
export function modelFiles(models: readonly ModelSpec[], settings?: FolderSettings): ProjectFile[] {
  const sorted = [...models].sort((a, b) => compareText(a.name, b.name));
  const files = sorted.map((model) => ({
    path: `${modelFolder(model)}/${model.name}.sql`,
    content: modelSql(model, settings),
  }));
  for (const [folder, group] of groupBy(sorted, modelFolder)) {
    files.push({
      path: propertiesPath(folder, 'models'),
      content: modelsYaml(group.map((model) => withoutInherited(model, settings))),
    });
  }
  return files;
}

function modelSql(model: ModelSpec, settings: FolderSettings | undefined): string {
  const materialized = model.materialized ?? layerDefault(model.layer);
  const call = configCall({
    ...(materialized === settings?.materializedOf(model) ? {} : { materialized }),
    ...model.config,
  });
  const body = `${model.sql.trim()}\n`;
  return call === '' ? body : `${call}\n\n${body}`;
}

function withoutInherited(model: ModelSpec, settings: FolderSettings | undefined): ModelSpec {
  if (model.group === undefined || model.group !== settings?.groupOf(model)) return model;
  const { group: _, ...rest } = model;
  return rest;
}
