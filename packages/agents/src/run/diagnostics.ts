import { defineDiagnostics } from '@datamigrate/diagnostics';

/** What the steering of a run reports; the agents report the rest. */
export const runDiagnostics = defineDiagnostics({
  'run-folder-not-a-folder': {
    severity: 'error',
    message: '{folder} is not a folder.',
    help: 'Give a new or an empty folder as --out.',
  },
  'run-folder-not-empty': {
    severity: 'error',
    message: '{folder} holds files that no migration wrote: {files}.',
    help: 'Give a new or an empty folder as --out. --force replaces former migrations only, never other files.',
  },
  'run-folder-occupied': {
    severity: 'error',
    message: '{folder} holds a migration already: it is {status}.',
    help: 'Go on with it (datamigrate resume {folder}), give another --out, or replace it with --force.',
  },
  'run-folder-unwritable': {
    severity: 'error',
    message: '{folder} cannot be written: {reason}.',
    help: 'Give a folder as --out that you may write to.',
  },
  'run-folder-locked': {
    severity: 'error',
    message: 'Another run works in {folder}: process {pid} on {host}, since {since}.',
    help: 'Wait for it or end it. If that process is gone for certain, delete {file}.',
  },
  'run-no-migration': {
    severity: 'error',
    message: '{folder} holds no migration to go on with: {file} is missing.',
    help: 'Give the folder that was the --out of "datamigrate migrate".',
  },
  'run-file-damaged': {
    severity: 'error',
    message: '{file} is damaged: {problems}.',
    help: 'Restore the file, or start again with --force.',
  },
  'run-file-failed': {
    severity: 'error',
    message: '{file} cannot be read or written: {reason}.',
    help: 'Remove the cause, then go on with "datamigrate resume". Finished steps are kept.',
  },
  'run-record-damaged': {
    severity: 'warning',
    message: '{file} is damaged ({problems}); the step is done again.',
  },
  'run-checkpoint-damaged': {
    severity: 'warning',
    message: '{file} is damaged; the run goes on from the one before. Finished steps are kept.',
  },
  'run-file-kept': {
    severity: 'warning',
    message: '{file} was changed or added by someone else; that version now stands in {kept}.',
  },
  'run-edit-merged': {
    severity: 'info',
    message: '{file} was changed by someone; the change is merged into what was generated now.',
  },
  'run-edit-conflict': {
    severity: 'warning',
    message: '{file} was changed by someone in places that are generated in another way now: it stays as it is.',
    help: 'Take over what is needed from {file}.new, then delete that file.',
  },
  'run-existing-project': {
    severity: 'error',
    message: 'The folder {folder} holds a dbt project that no migration wrote: {name}.',
    help: 'Migrate into a folder of its own, then copy models, sources and macros, or install the result as a local package.',
  },
  'run-plan-invalid': {
    severity: 'error',
    message: '{file} is not a valid plan: {problems}.',
    help: 'Correct the plan and resume again, or delete the file: the plan as it was made is written again then.',
  },
  'run-plan-restored': {
    severity: 'warning',
    message: '{file} was missing: the plan as the planner made it is written again.',
  },
  'run-plan-cycle': {
    severity: 'warning',
    message: 'Objects of the plan depend on one another in a circle: {cycle}. {first} is converted first.',
  },
  'run-source-changed': {
    severity: 'error',
    message: 'The source {source} is not what it was when the migration started.',
    help: 'Restore the source, or start again with --force.',
  },
  'run-agent-failed': {
    severity: 'error',
    message: 'The {agent} ended with an internal error: {reason}.',
    help: 'This is a fault of datamigrate. {file} holds the details: please send it with a bug report.',
  },
});
