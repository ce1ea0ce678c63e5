import { access } from './en/access.js';
import { auth } from './en/auth.js';
import { agents, checkpoints, classes, common, fidelities, kinds, roles, states, verdicts } from './en/common.js';
import { help } from './en/help.js';
import { home } from './en/home.js';
import { landing } from './en/landing.js';
import { migration } from './en/migration.js';
import { migrations } from './en/migrations.js';
import { money } from './en/money.js';
import { object } from './en/object.js';
import { organisation } from './en/organisation.js';
import { shell } from './en/shell.js';
import { webhooks } from './en/webhooks.js';

/** Every text of the app. Another language is another object of this type. */
export const t = {
  common,
  roles,
  states,
  checkpoints,
  agents,
  verdicts,
  fidelities,
  kinds,
  classes,
  shell,
  landing,
  auth,
  home,
  migrations,
  migration,
  object,
  organisation,
  access,
  money,
  webhooks,
  help,
};
