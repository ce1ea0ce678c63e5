import { defineDiagnostics } from '@datamigrate/diagnostics';

export const liveDiagnostics = defineDiagnostics({
  'live-address-invalid': {
    severity: 'error',
    message: '{address} is no address of a SQL Server: {reason}.',
    help: 'Write mssql://user@host:1433/database; the password belongs into DATAMIGRATE_PASSWORD.',
  },
  'live-profile-invalid': {
    severity: 'error',
    message: 'The profile {profile} cannot be used: {reason}.',
    help: 'It must be an output of type sqlserver in profiles.yml: --help of debug shows how it is named.',
  },
  'live-password-missing': {
    severity: 'error',
    message: 'There is no password for {user} on {server}.',
    help: 'Set the environment variable DATAMIGRATE_PASSWORD (or MSSQL_PASSWORD).',
  },
  'live-driver-missing': {
    severity: 'error',
    message: 'The driver for SQL Server is not installed.',
    help: 'Install it beside datamigrate: npm install mssql tedious',
  },
  'live-unreachable': {
    severity: 'error',
    message: '{server} cannot be reached: {reason}.',
    help: 'Check host and port, and that a firewall lets them through.',
  },
  'live-encryption-refused': {
    severity: 'error',
    message: '{server} does not encrypt connections, and encryption was asked for.',
    help: 'Nothing secret was sent. Turn encryption on at the server, or add ?encrypt=false to the address where the network itself is safe.',
  },
  'live-certificate-refused': {
    severity: 'error',
    message: 'The certificate of {server} was refused: {reason}.',
    help: 'Install the certificate of its authority (NODE_EXTRA_CA_CERTS), or add ?trustServerCertificate=true when you know the server.',
  },
  'live-login-failed': {
    severity: 'error',
    message: '{server} refused the login: {reason}',
    help: 'Check user, password and database. The password comes from DATAMIGRATE_PASSWORD or MSSQL_PASSWORD.',
  },
  'live-query-failed': {
    severity: 'error',
    message: '{server} did not answer what was asked about {subject}: {reason}',
    help: 'The login needs VIEW DEFINITION on the database.',
  },
  'live-nothing-selected': {
    severity: 'error',
    message: '{server} shows no table, view, procedure or function{selection}.',
    help: 'The login sees only what it has permissions on: grant VIEW DEFINITION and SELECT, or check include and exclude.',
  },
  'live-no-view-definition': {
    severity: 'warning',
    message: 'The login has no VIEW DEFINITION on the database {database}: there may be objects that it does not see.',
    help: 'GRANT VIEW DEFINITION TO the login’s user, and extract again.',
  },
  'live-definition-hidden': {
    severity: 'warning',
    message: 'The text of {kind} {name} cannot be read: {reason}.',
    help: 'It is not in the catalog. Grant VIEW DEFINITION, or take its text from where it is kept.',
  },
  'live-operations-hidden': {
    severity: 'warning',
    message: 'How the modules are run is not fully known: {subject} cannot be read: {reason}.',
    help: 'Nothing else is missing. Grant VIEW DATABASE STATE (VIEW SERVER STATE before 2022), or SQLAgentReaderRole in msdb.',
  },
  'live-storage-hidden': {
    severity: 'warning',
    message: 'Not known of this database: {subject}. It cannot be read: {reason}.',
    help: 'Nothing else is missing, and no row depends on it. Grant VIEW DATABASE STATE and VIEW ANY DEFINITION to have it.',
  },
  'live-dependency-unseen': {
    severity: 'warning',
    message: '{module} refers to {object}, as the server says, and its text does not.',
    help: 'Look at the text of the module: it was changed on the way, or is understood wrongly.',
  },
  'live-left-out': {
    severity: 'warning',
    message: '{kind} {name} was left out: {reason}.',
    help: 'Look whether the migration needs it; nothing that depends on it is guessed.',
  },
});
