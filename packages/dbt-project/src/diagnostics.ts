import { defineDiagnostics } from '@datamigrate/diagnostics';

export const projectDiagnostics = defineDiagnostics({
  'project-existing-unreadable': {
    severity: 'error',
    message: '{file} of the project cannot be read: {reason}',
    help: 'Mend the file, or give the folder that holds dbt_project.yml. Nothing was written.',
  },
  'project-name-collision': {
    severity: 'warning',
    message: '{keys} would all be called {wanted}; they are called {names} instead',
    help: 'Rename one of them in the source, or keep the names as they are: they do not change from run to run.',
  },
});
