import type { ErrorExplanation, Recoverability } from '@leat/core';

/** Codes of the errors this package throws. */
export type KeeperErrorCode =
  | 'LEAT_KEEPER_ACCESS_DENIED'
  | 'LEAT_KEEPER_ADDRESS_REFUSED'
  | 'LEAT_KEEPER_AUDIT_MISSING'
  | 'LEAT_KEEPER_AUDIT_SECOND_IN_DOUBT'
  | 'LEAT_KEEPER_BODY_TOO_LARGE'
  | 'LEAT_KEEPER_COMMAND_FAILED'
  | 'LEAT_KEEPER_COMMAND_NOT_GRANTED'
  | 'LEAT_KEEPER_CONTRADICTION'
  | 'LEAT_KEEPER_DECRYPTION'
  | 'LEAT_KEEPER_INSECURE_URL'
  | 'LEAT_KEEPER_INVALID_COMMAND'
  | 'LEAT_KEEPER_INVALID_OPTION'
  | 'LEAT_KEEPER_MALFORMED_ANSWER'
  | 'LEAT_KEEPER_NOT_LICENSED'
  | 'LEAT_KEEPER_NOT_PERMITTED'
  | 'LEAT_KEEPER_NOT_SERVICE_MODE'
  | 'LEAT_KEEPER_PARTLY_READ'
  | 'LEAT_KEEPER_PROXY_ERROR'
  | 'LEAT_KEEPER_RATE_LIMITED'
  | 'LEAT_KEEPER_REDIRECT'
  | 'LEAT_KEEPER_REQUEST_REFUSED'
  | 'LEAT_KEEPER_RESULT_LOST'
  | 'LEAT_KEEPER_SESSION_EXPIRED'
  | 'LEAT_KEEPER_SHRANK'
  | 'LEAT_KEEPER_TEXT_OUTPUT'
  | 'LEAT_KEEPER_THROTTLED'
  | 'LEAT_KEEPER_TIMEOUT'
  | 'LEAT_KEEPER_UNAUTHORIZED'
  | 'LEAT_KEEPER_UNKNOWN_COLUMN'
  | 'LEAT_KEEPER_UNREACHABLE'
  | 'LEAT_KEEPER_UNSAFE_COMMAND'
  | 'LEAT_KEEPER_WORKER_STOPPED';

/** What a code means, and how an error of that code is thrown. */
export interface KeeperErrorKind extends ErrorExplanation {
  /** `config`: the reader changes a setting, here or on the service. `source`: the service could not deliver. */
  readonly boundary: 'config' | 'source';
  readonly recoverability: Recoverability;
  /** The account, the licence or the key does not give it: a resource that nobody named is skipped then. */
  readonly unavailable?: true;
}

const config = { boundary: 'config', recoverability: 'terminal' } as const;
const terminal = { boundary: 'source', recoverability: 'terminal' } as const;
const transient = { boundary: 'source', recoverability: 'transient' } as const;

/** Every code of this package; `leat explain CODE` and the docs are printed from it. */
export const KEEPER_ERRORS: Readonly<Record<KeeperErrorCode, KeeperErrorKind>> = {
  LEAT_KEEPER_ACCESS_DENIED: {
    ...config,
    title: 'The service denied access without naming a reason',
    causes: ['The service could not read its own configuration.', 'A proxy changed the request on its way.'],
    remedy: 'Look at the log of the Commander host; restart Service Mode if its configuration was edited by hand.',
  },
  LEAT_KEEPER_ADDRESS_REFUSED: {
    ...config,
    title: 'The service does not accept requests from this address',
    causes: ['The address is not in the allow list of the service, or it is in the deny list.'],
    remedy:
      "Add this machine's address to the service's allow list (service-create asks for it), or run leat from an allowed one.",
  },
  LEAT_KEEPER_AUDIT_MISSING: {
    ...transient,
    title: 'The audit report lacks events that are known to exist',
    causes: [
      "Commander swallowed a failure of its call to Keeper's cloud: audit-report answers with no events then.",
      'The events are older than the retention of the enterprise, or a user was renamed or deleted.',
    ],
    remedy:
      "Look at the Commander host and run again. If the events were removed for good, set audit.onMissing to 'continue' for one run.",
  },
  LEAT_KEEPER_AUDIT_SECOND_IN_DOUBT: {
    ...transient,
    title: 'A second of the audit log could not be read as a whole (warning)',
    causes: ['More than 1,000 events happened within one second, and no filter tells them apart.'],
    remedy: 'The message names the second. Compare it with the Admin Console; what could be had of it is loaded.',
  },
  LEAT_KEEPER_BODY_TOO_LARGE: {
    ...config,
    title: 'An answer is larger than maxResponseBytes',
    causes: ['The vault or the report is very large.', 'Something else than Service Mode answered.'],
    remedy: 'Raise maxResponseBytes, or load a command that prints less.',
  },
  LEAT_KEEPER_COMMAND_FAILED: {
    ...terminal,
    title: 'A command ran and failed',
    causes: ['Its arguments are wrong.', "Keeper's cloud refused or failed."],
    remedy: 'Run the same command on the Commander host to see its whole output, then correct the options or the host.',
  },
  LEAT_KEEPER_COMMAND_NOT_GRANTED: {
    ...config,
    unavailable: true,
    title: 'The API key may not run a command',
    causes: ["The command's first word is not in the command list of the key. Aliases are words of their own."],
    remedy:
      'On the Commander host, add the word to the command list: service-create -c, or service-config-add for a new key.',
  },
  LEAT_KEEPER_CONTRADICTION: {
    ...transient,
    title: 'Two reports of the service contradict each other',
    causes: [
      "Commander swallowed a failure of its call to Keeper's cloud: reports of shares come short then.",
      'Something changed between the two reports.',
    ],
    remedy: 'Run again. If it stays, run both commands on the Commander host and compare.',
  },
  LEAT_KEEPER_DECRYPTION: {
    ...config,
    title: 'An encrypted answer cannot be opened',
    causes: ['encryptionKey is missing or is not the key of the service.'],
    remedy: 'Set encryptionKey to the 32 characters that were given to service-create -ek.',
  },
  LEAT_KEEPER_INSECURE_URL: {
    ...config,
    title: 'baseUrl would send the API key in the clear',
    causes: ['baseUrl is http:// and its host is not this machine.'],
    remedy: 'Use https://, or set allowInsecure: true where the network is trusted.',
  },
  LEAT_KEEPER_INVALID_COMMAND: {
    ...config,
    title: 'A configured command cannot be sent',
    causes: ['It is empty, longer than 4,096 characters, has an open quote, a line break or a ${VARIABLE}.'],
    remedy: 'Correct the entry in commands.',
  },
  LEAT_KEEPER_INVALID_OPTION: {
    ...config,
    title: 'An option of the Keeper source is not usable',
    causes: ['A value is missing or malformed.'],
    remedy: 'Correct the option named in the message.',
  },
  LEAT_KEEPER_MALFORMED_ANSWER: {
    ...transient,
    title: 'An answer is not what the service sends',
    causes: ['The body is cut, is no JSON, or has another shape.', 'A proxy changed it.'],
    remedy: 'Run again; if it stays, ask the service directly, without the proxy, and report its version.',
  },
  LEAT_KEEPER_NOT_LICENSED: {
    ...terminal,
    unavailable: true,
    title: 'The Keeper licence does not include what a command needs',
    causes: ['An add-on (compliance reports, BreachWatch, advanced reporting) is not enabled for the enterprise.'],
    remedy: 'Leave the resource out, or ask the Keeper administrator to enable the add-on.',
  },
  LEAT_KEEPER_NOT_PERMITTED: {
    ...terminal,
    unavailable: true,
    title: "The service's user lacks a privilege",
    causes: [
      'The user that Commander is logged in as is no enterprise administrator, or its role lacks the privilege.',
    ],
    remedy: 'Give the user that role in the Admin Console, or leave the resource out.',
  },
  LEAT_KEEPER_NOT_SERVICE_MODE: {
    ...config,
    title: 'No Service Mode API v2 at baseUrl',
    causes: ['baseUrl points elsewhere.', 'The queue of the service is switched off, so that only v1 exists.'],
    remedy: 'Compare baseUrl with the URL that service-create printed, and create the service with the queue on.',
  },
  LEAT_KEEPER_PARTLY_READ: {
    ...terminal,
    title: 'A part of a resource is not given by this account (warning)',
    causes: ['A resource is made of several commands, and one of them needs a privilege, a licence or a grant.'],
    remedy: 'Grant what the message names, or do without that part; the rest is loaded.',
  },
  LEAT_KEEPER_PROXY_ERROR: {
    ...transient,
    title: 'A proxy answered in place of the service',
    causes: [
      'The tunnel or proxy in front of the service cannot reach it.',
      'It shows a page of its own, such as a login.',
    ],
    remedy: 'Check that Service Mode is running behind the proxy; point baseUrl at the service itself if you can.',
  },
  LEAT_KEEPER_RATE_LIMITED: {
    ...transient,
    title: 'The rate limit of the service leaves no room before the deadline',
    causes: ['Other clients of the same address use up the limit.', 'The limit counts per hour or day.'],
    remedy: 'Lower ratePerMinute, raise the limit of the service (service-create -rl), or run later.',
  },
  LEAT_KEEPER_REDIRECT: {
    ...config,
    title: 'The service answered with a redirect',
    causes: ['baseUrl is not the final address (http for https, another host, a login page).'],
    remedy: 'Set baseUrl to the final address; leat follows no redirect, so that the API key stays with one origin.',
  },
  LEAT_KEEPER_REQUEST_REFUSED: {
    ...terminal,
    title: 'The service refused a request as malformed',
    causes: ['The version of the service expects something else.', 'A proxy changed the request.'],
    remedy: 'Report the version of Commander together with this message.',
  },
  LEAT_KEEPER_RESULT_LOST: {
    ...transient,
    title: 'The service forgot a command again and again',
    causes: ['It restarts while the command runs.', 'Several instances stand behind one address.'],
    remedy: 'Look at the log of the Commander host for restarts; point baseUrl at one instance.',
  },
  LEAT_KEEPER_SESSION_EXPIRED: {
    ...terminal,
    title: "The service's session with Keeper has ended",
    causes: ['The session expired by policy, and the silent login failed.'],
    remedy: 'Log in again on the Commander host (persistent login keeps the session alive), then restart Service Mode.',
  },
  LEAT_KEEPER_SHRANK: {
    ...terminal,
    title: 'A table would become empty, or less than half of what it was',
    causes: [
      "Commander swallowed a failure of its call to Keeper's cloud and printed fewer rows.",
      'Rows were really removed in Keeper.',
    ],
    remedy: 'Run again; the table is as it was. If the rows are really gone, set allowShrink for one run.',
  },
  LEAT_KEEPER_TEXT_OUTPUT: {
    ...terminal,
    title: 'A command printed text where rows were due',
    causes: ['The command has no JSON output, or refused its arguments with a message.'],
    remedy: 'Use a command that accepts --format json, with all arguments it needs.',
  },
  LEAT_KEEPER_THROTTLED: {
    ...transient,
    title: "Keeper's cloud throttles the service",
    causes: ['Too many requests of this account within a short time.'],
    remedy: 'Run later, or less often.',
  },
  LEAT_KEEPER_TIMEOUT: {
    ...transient,
    title: 'A command did not finish in time',
    causes: ['The report is large.', 'Other clients fill the queue: the service runs one command at a time.'],
    remedy: 'Raise commandTimeoutMs, or run when the service is less busy.',
  },
  LEAT_KEEPER_UNAUTHORIZED: {
    ...config,
    title: 'The service refused the API key',
    causes: ['The key is wrong, was removed, or has expired.'],
    remedy: 'Set apiKey to a valid key of the service (service-config-add makes a new one).',
  },
  LEAT_KEEPER_UNKNOWN_COLUMN: {
    ...terminal,
    title: 'A command prints a cell that leat does not know (warning)',
    causes: ['The version of Commander is newer than the one leat was made for.'],
    remedy: 'The cell is not loaded. Name it in a column policy (keep) to load it, once you know what it holds.',
  },
  LEAT_KEEPER_UNREACHABLE: {
    ...transient,
    title: 'The service cannot be reached',
    causes: ['Service Mode is not running.', 'Host, port or certificate in the settings are wrong.'],
    remedy: 'Start Service Mode (service-start) and compare baseUrl and ca with its settings.',
  },
  LEAT_KEEPER_UNSAFE_COMMAND: {
    ...config,
    title: 'A configured command is not allowed',
    causes: ['It reveals secrets, changes something, writes files on the host, or is not known to only read.'],
    remedy: 'Use a reading command. A command that reveals secrets can be named in allowUnsafeCommands.',
  },
  LEAT_KEEPER_WORKER_STOPPED: {
    ...terminal,
    title: 'The worker of the service has stopped',
    causes: ['A command ended the worker thread; the service still accepts commands but runs none.'],
    remedy: 'Restart Service Mode on the Commander host.',
  },
};
