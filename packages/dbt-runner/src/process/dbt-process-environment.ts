/** Variables that would make our Python load other code than its own. */
const OF_OTHER_PYTHONS = ['PYTHONPATH', 'PYTHONHOME', 'PYTHONSTARTUP', 'VIRTUAL_ENV', '__PYVENV_LAUNCHER__'];

/**
 * The environment of a dbt process: the user's, the caller's variables on top, and what must hold in every case. The
 * launcher removes the user's settings of dbt, as dbt alone knows all their names.
 */
export function dbtProcessEnvironment(
  own: NodeJS.ProcessEnv,
  added: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...own, ...added };
  for (const name of OF_OTHER_PYTHONS) delete environment[name];
  return {
    ...environment,
    DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
    DO_NOT_TRACK: '1',
    // dbt would load a `.env` from any folder above the project.
    PYTHON_DOTENV_DISABLED: '1',
    PYTHONNOUSERSITE: '1',
    PYTHONUTF8: '1',
  };
}
