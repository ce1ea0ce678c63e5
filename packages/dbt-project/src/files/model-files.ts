import { compareText } from '@datamigrate/foundation';
import { groupBy } from '../group-by.js';
import type { ModelSpec, ProjectFile, SourceSpec } from '../spec/project-spec.js';
import { modelsYaml, sourcesYaml } from '../yaml/properties.js';
import { configCall } from './config-call.js';
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

export function modelFiles(models: readonly ModelSpec[], explicit = false): ProjectFile[] {
  const sorted = [...models].sort((a, b) => compareText(a.name, b.name));
  const files = sorted.map((model) => ({
    path: `${modelFolder(model)}/${model.name}.sql`,
    content: modelSql(model, explicit),
  }));
  for (const [folder, group] of groupBy(sorted, modelFolder)) {
    files.push({ path: propertiesPath(folder, 'models'), content: modelsYaml(group) });
  }
  return files;
}

function modelSql(model: ModelSpec, explicit: boolean): string {
  const materialized = model.materialized ?? layerDefault(model.layer);
  const call = configCall({
    ...(materialized === layerDefault(model.layer) && !explicit ? {} : { materialized }),
    ...model.config,
  });
  const body = `${model.sql.trim()}\n`;
  return call === '' ? body : `${call}\n\n${body}`;
}
