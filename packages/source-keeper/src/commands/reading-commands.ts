/** What leat knows about a command: it only reads, and what of it would show secrets or do harm. */
export interface ReadingCommand {
  /** Words that must follow the root; absent: none is required. */
  readonly verbs?: readonly string[];
  /** Short flags that do more than read, as letters. */
  readonly deniedLetters?: string;
  /** Long flags that do more than read, without dashes. */
  readonly deniedFlags?: readonly string[];
  /** What shows secrets; allowed when `allowUnsafeCommands` names the root. */
  readonly reveals?: {
    readonly verbs?: readonly string[];
    readonly letters?: string;
    readonly flags?: readonly string[];
  };
  /** Shows secrets whatever its arguments are. */
  readonly secret?: boolean;
}

/**
 * The commands that may be sent, by their first word. Everything else is refused: Commander has hundreds of commands, and a new
 * one must not be sent because nobody has thought of it.
 *
 * From the parsers and answers of Commander 18.0.13.
 */
export const READING_COMMANDS: Readonly<Record<string, ReadingCommand>> = {
  'action-report': { deniedLetters: 'a', deniedFlags: ['apply-action', 'target-user'] },
  'aging-report': { deniedLetters: 'r', deniedFlags: ['rebuild', 'delete'] },
  'audit-alert': { verbs: ['list'], reveals: { verbs: ['view'] } },
  'audit-report': {},
  automator: { verbs: ['list'] },
  'blank-records': {},
  breachwatch: { verbs: ['list'] },
  compliance: {
    verbs: ['report', 'team-report', 'record-access-report', 'summary-report', 'shared-folder-report'],
    deniedLetters: 'r',
    deniedFlags: ['rebuild'],
  },
  'device-admin-list': {},
  'device-approve': { deniedLetters: 'ad', deniedFlags: ['approve', 'deny'] },
  'device-list': {},
  'enterprise-down': {},
  'enterprise-info': {},
  epm: { verbs: ['agent list', 'approval list', 'policy list'] },
  'ext-shares-report': { deniedLetters: 'a', deniedFlags: ['action'] },
  'file-report': {},
  'find-duplicate': { deniedFlags: ['merge'], secret: true },
  'find-ownerless': { deniedFlags: ['claim'] },
  'find-password': { secret: true },
  generate: { secret: true },
  get: { secret: true },
  'license-consumption-report': {},
  list: {},
  'list-sf': {},
  'list-team': {},
  ls: {},
  'msp-info': {},
  'nhi-report': {},
  'nsf-get': { secret: true },
  'nsf-record-details': { secret: true },
  'one-time-share': { verbs: ['list'] },
  pam: {
    verbs: ['gateway list', 'config list'],
    reveals: { letters: 'vc', flags: ['verbose', 'config'] },
  },
  'password-report': {},
  'public-api-key': { verbs: ['list'] },
  'record-history': { deniedLetters: 'a', reveals: { letters: 'a', flags: ['action'] } },
  'record-type-info': {},
  'risk-management': {
    verbs: ['enterprise-stat', 'enterprise-stat-details', 'security-alerts-summary', 'security-benchmarks-get'],
  },
  scim: { verbs: ['list'] },
  search: { reveals: { letters: 'v', flags: ['verbose'] } },
  'secrets-manager': { verbs: ['app list'] },
  'security-audit': {
    verbs: ['report'],
    deniedLetters: 'f',
    deniedFlags: ['save', 'attempt-fix', 'force-update'],
  },
  'security-audit-report': {
    deniedLetters: 'f',
    deniedFlags: ['save', 'attempt-fix', 'force-update'],
  },
  'share-report': {},
  'shared-records-report': {},
  'sync-down': {},
  totp: { secret: true },
  trash: { verbs: ['list'], reveals: { verbs: ['get'] } },
  tree: {},
  'user-report': {},
  whoami: {},
};

/** Flags that no command of a source needs: they write files, change something or show what is masked. */
export const DENIED_FLAGS: readonly string[] = [
  'output',
  'apply-action',
  'action',
  'claim',
  'save',
  'force',
  'unmask',
  'rebuild',
];

/** Short names of commands. A key's grant compares whole words, so leat sends the long ones only. */
export const ALIASES: Readonly<Record<string, string>> = {
  ar: 'audit-report',
  cr: 'compliance',
  d: 'sync-down',
  ed: 'enterprise-down',
  ei: 'enterprise-info',
  esr: 'ext-shares-report',
  fp: 'find-password',
  g: 'get',
  gen: 'generate',
  l: 'list',
  lsf: 'list-sf',
  lt: 'list-team',
  s: 'search',
  sar: 'security-audit-report',
  sr: 'share-report',
  'compliance-report': 'compliance',
};
