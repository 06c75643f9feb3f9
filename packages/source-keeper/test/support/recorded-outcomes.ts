import { recordedRows } from './recorded-rows.ts';

/** What the client makes of each recording: one entry per call, in order. Read, not only generated: every line is what a user should see. */
export const recordedOutcomes: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(Object.entries(recordedRows).map(([name, rows]) => [`resource-${name}`, [`${rows} rows`]])),
  'command-bad-argument': [
    'LEAT_KEEPER_COMMAND_FAILED: The command "audit-report --limit x" was refused because of its arguments: argument --limit: invalid int value: \'x\'',
  ],
  'command-bad-date': [
    "LEAT_KEEPER_COMMAND_FAILED: The command \"audit-report --created foo\" failed: Unexpected error: time data 'foo' does not match format '%Y-%m-%d'",
  ],
  'command-enterprise-down': ['0 rows'],
  'command-format-equals': ['3 rows'],
  'command-format-not-last': ['2 rows'],
  'command-format-two-spaces': ['LEAT_KEEPER_TEXT_OUTPUT: "list-sf" printed text where rows were due.'],
  'command-get-missing': [
    'LEAT_KEEPER_COMMAND_FAILED: The command "get AAAAAAAAAAAAAAAAAAAAAA" failed: Unexpected error: get: Cannot find any object with UID: AAAAAAAAAAAAAAAAAAAAAA',
  ],
  'command-group-help': ['LEAT_KEEPER_TEXT_OUTPUT: "compliance" printed text where rows were due.'],
  'command-html-in-command': ['2 rows'],
  'command-ls-plain': ['1 rows'],
  'command-newline-inside': [
    'LEAT_KEEPER_COMMAND_FAILED: The command "list --format json ls" failed: Invalid command: control characters are not allowed in command input.',
  ],
  'command-not-json': ['LEAT_KEEPER_TEXT_OUTPUT: The command "enterprise-info" printed no JSON: Invalid JSON response'],
  'command-not-msp': [
    'LEAT_KEEPER_NOT_PERMITTED: The command "msp-info" is not permitted to the service\'s user: This command is restricted to Keeper MSP administrators logged in to MSP Company.',
  ],
  'command-one-time-share-no-argument': [
    'LEAT_KEEPER_TEXT_OUTPUT: "one-time-share list" printed text where rows were due: the following arguments are required: record',
  ],
  'command-sync-down': ['0 rows'],
  'command-text-success': ['LEAT_KEEPER_TEXT_OUTPUT: "list-sf" printed text where rows were due.'],
  'command-tree-plain': ['1 rows'],
  'command-unknown-flag': [
    'LEAT_KEEPER_COMMAND_FAILED: The command "list --bogus" was refused because of its arguments: unrecognized arguments: --bogus',
  ],
  'command-whoami': ['1 rows'],
  'direct-mode': [
    "LEAT_KEEPER_NOT_SERVICE_MODE: baseUrl does not lead to Service Mode's API v2 (status 404).",
    '{"status":"ok"}',
  ],
  'empty-audit-report': ['0 rows'],
  'empty-breachwatch-list-all': ['0 rows'],
  'empty-device-approve': ['0 rows'],
  'empty-enterprise-info-t': ['0 rows'],
  'empty-enterprise-info-u': ['1 rows'],
  'empty-file-report': ['0 rows'],
  'empty-find-ownerless-v': ['0 rows'],
  'empty-list': ['0 rows'],
  'empty-list-sf': ['0 rows'],
  'empty-list-team': ['0 rows'],
  'empty-ls': ['0 rows'],
  'empty-scim-list': ['0 rows'],
  'empty-search': ['0 rows'],
  'empty-secrets-manager-app-list': ['0 rows'],
  'empty-security-audit-report': ['1 rows'],
  'empty-share-report': ['0 rows'],
  'empty-shared-records-report': ['0 rows'],
  'empty-trash-list': ['0 rows'],
  'empty-user-report': ['1 rows'],
  'encrypted-404': ['LEAT_KEEPER_RESULT_LOST: The command "list" was forgotten by the service again and again.'],
  'encrypted-audit': ['5 rows'],
  'encrypted-error': ['LEAT_KEEPER_TEXT_OUTPUT: The command "enterprise-info" printed no JSON: Invalid JSON response'],
  'encrypted-exception-plain': [
    "LEAT_KEEPER_COMMAND_FAILED: The command \"audit-report --created foo\" failed: Unexpected error: time data 'foo' does not match format '%Y-%m-%d'",
  ],
  'encrypted-result': ['15 rows'],
  'encrypted-v1': ['3 rows'],
  'expired-result-purged': [
    '3 rows',
    'LEAT_KEEPER_RESULT_LOST: The command "list" was forgotten by the service again and again.',
  ],
  'expired-v1-504': [
    'LEAT_KEEPER_RESULT_LOST: The command "list-sf" expired in the queue of the service again and again.',
  ],
  'http-400-content-type': [
    'LEAT_KEEPER_REQUEST_REFUSED: The command "list" was refused: Content-Type must be application/json',
  ],
  'http-400-empty-object': ['LEAT_KEEPER_REQUEST_REFUSED: The command "list" was refused: Invalid or empty JSON'],
  'http-400-no-command': [
    'LEAT_KEEPER_REQUEST_REFUSED: The command "list" was refused: Missing required field "command"',
  ],
  'http-400-not-a-string': ['LEAT_KEEPER_REQUEST_REFUSED: The command "list" was refused: Command must be a string'],
  'http-400-too-long': [
    'LEAT_KEEPER_REQUEST_REFUSED: The command "list xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" was refused: Command length exceeded',
  ],
  'http-401-bearer': ['LEAT_KEEPER_UNAUTHORIZED: The service refused the API key: Please provide a valid api key'],
  'http-401-expired-key': ['LEAT_KEEPER_UNAUTHORIZED: The service refused the API key: API key has expired'],
  'http-401-no-expiry': ['LEAT_KEEPER_UNAUTHORIZED: The service refused the API key: Invalid or expired API key'],
  'http-401-no-key': ['LEAT_KEEPER_UNAUTHORIZED: The service refused the API key: Please provide a valid api key'],
  'http-401-on-get': ['LEAT_KEEPER_UNAUTHORIZED: The service refused the API key: Please provide a valid api key'],
  'http-401-revoked-between': ['3 rows', '3 rows'],
  'http-401-wrong-key': ['LEAT_KEEPER_UNAUTHORIZED: The service refused the API key: Please provide a valid api key'],
  'http-403-alias-not-granted': ['LEAT_KEEPER_COMMAND_NOT_GRANTED: The API key may not run "l".'],
  'http-403-command-not-allowed': ['LEAT_KEEPER_COMMAND_NOT_GRANTED: The API key may not run "list".'],
  'http-403-empty-command': ['LEAT_KEEPER_COMMAND_NOT_GRANTED: The API key may not run "".'],
  'http-403-ip': [
    'LEAT_KEEPER_ADDRESS_REFUSED: The service accepts no requests from this address.',
    'LEAT_KEEPER_ADDRESS_REFUSED: The service accepts no requests from this address.',
    '{"status":"ok"}',
  ],
  'http-403-json-array': ['LEAT_KEEPER_ACCESS_DENIED: The service denied access without naming a reason.'],
  'http-403-leading-space': ['LEAT_KEEPER_COMMAND_NOT_GRANTED: The API key may not run "".'],
  'http-403-newline': ['LEAT_KEEPER_COMMAND_NOT_GRANTED: The API key may not run "list --format".'],
  'http-403-no-commands': ['LEAT_KEEPER_COMMAND_NOT_GRANTED: The API key may not run "list".'],
  'http-403-unknown-command': ['LEAT_KEEPER_COMMAND_NOT_GRANTED: The API key may not run "no-such-command".'],
  'http-404-after-restart': [
    '3 rows',
    'LEAT_KEEPER_RESULT_LOST: The command "list" was forgotten by the service again and again.',
  ],
  'http-404-other-key': ['LEAT_KEEPER_RESULT_LOST: The command "list" was forgotten by the service again and again.'],
  'http-404-unknown-id': ['LEAT_KEEPER_RESULT_LOST: The command "list" was forgotten by the service again and again.'],
  'http-404-unknown-path': [
    "LEAT_KEEPER_NOT_SERVICE_MODE: baseUrl does not lead to Service Mode's API v2 (status 404).",
    "LEAT_KEEPER_NOT_SERVICE_MODE: baseUrl does not lead to Service Mode's API v2 (status 404).",
  ],
  'http-405': [
    "LEAT_KEEPER_NOT_SERVICE_MODE: baseUrl does not lead to Service Mode's API v2 (status 405).",
    "LEAT_KEEPER_NOT_SERVICE_MODE: baseUrl does not lead to Service Mode's API v2 (status 405).",
  ],
  'http-429': [
    'LEAT_KEEPER_RESULT_LOST: The command "list" was forgotten by the service again and again.',
    '{"active_requests":0,"completed_requests":124,"currently_processing":null,"queue_size":0,"success":true,"worker_running":true}',
    'LEAT_KEEPER_RATE_LIMITED: The rate limit of the service is used up (60 per 60 s).',
    '{"status":"ok"}',
  ],
  'http-429-counts-401': [
    'LEAT_KEEPER_UNAUTHORIZED: The service refused the API key: Please provide a valid api key',
    'LEAT_KEEPER_RATE_LIMITED: Limit of the service of 2 requests per 60 s, slowed to 70 % because other clients use it too leaves no room.',
  ],
  'http-500-bad-json': [
    'LEAT_KEEPER_REQUEST_REFUSED: The command "list" was refused: 400 Bad Request: The browser (or proxy) sent a request that this server could not understand.',
  ],
  'http-503-queue-full': [
    '0 rows',
    'LEAT_KEEPER_TIMEOUT: The command "list-sf" did not finish within 900 s (phase: the queue of the service is full).',
  ],
  'http-health': ['{"status":"ok"}'],
  'http-options-head': [],
  'http-queue-status': [
    '{"active_requests":0,"completed_requests":6,"currently_processing":null,"queue_size":0,"success":true,"worker_running":true}',
  ],
  'http-v1': ['3 rows'],
  'http-v1-failed': ['LEAT_KEEPER_TEXT_OUTPUT: The command "enterprise-info" printed no JSON: Invalid JSON response'],
  'lifecycle-completed-but-failed': [
    "LEAT_KEEPER_COMMAND_FAILED: The command \"audit-report --created \"between foo and\" failed: Unexpected error: time data 'foo' does not match format '%Y-%m-%d'",
  ],
  'lifecycle-quick': ['3 rows'],
  'lifecycle-two-commands': [
    '0 rows',
    '15 rows',
    '15 rows',
    '{"active_requests":2,"completed_requests":0,"currently_processing":"0f0e01ad-7b8f-4812-bcaa-8ab92d2ccb02","queue_size":1,"success":true,"worker_running":true}',
    '{"active_requests":0,"completed_requests":2,"currently_processing":null,"queue_size":0,"success":true,"worker_running":true}',
  ],
  'lifecycle-worker-dead': [
    'LEAT_KEEPER_WORKER_STOPPED: The worker of the service has stopped; "list" will never finish.',
    'LEAT_KEEPER_WORKER_STOPPED: The worker of the service has stopped; "list" will never finish.',
    '{"status":"ok"}',
  ],
  'no-addon-aging-report-period-3m': [
    'LEAT_KEEPER_NOT_LICENSED: The command "aging-report --period 3m" needs what the licence does not include: Unexpected error: Compliance reports add-on is required to perform this action. Please contact your administrator to enable this feature.',
  ],
  'no-addon-audit-report-limit-2': ['0 rows'],
  'no-addon-compliance-report-shared': [
    'LEAT_KEEPER_NOT_LICENSED: The command "compliance report --shared" needs what the licence does not include: Unexpected error: compliance: Compliance reports add-on is required to perform this action. Please contact your administrator to enable this feature.',
  ],
  'no-addon-ext-shares-report': [
    'LEAT_KEEPER_NOT_LICENSED: The command "ext-shares-report" needs what the licence does not include: Unexpected error: Compliance reports add-on is required to perform this action. Please contact your administrator to enable this feature.',
  ],
  'no-addon-license-consumption-report': ['5 rows'],
  'no-addon-secrets-manager-app-list': ['1 rows'],
  'no-addon-security-audit-report': ['11 rows'],
  'no-addon-security-audit-report-b': [
    'LEAT_KEEPER_NOT_LICENSED: The command "security-audit-report -b" needs what the licence does not include: Unexpected error: security-audit-report: BreachWatch is not enabled for this enterprise. Please visit https://www.keepersecurity.com/breachwatch.html for more information.',
  ],
  'not-admin-action-report-t-all': [
    'LEAT_KEEPER_NOT_PERMITTED: The command "action-report -t all" is not permitted to the service\'s user: This command is restricted to Keeper Enterprise administrators.',
  ],
  'not-admin-audit-report': [
    'LEAT_KEEPER_NOT_PERMITTED: The command "audit-report" is not permitted to the service\'s user: This command is restricted to Keeper Enterprise administrators.',
  ],
  'not-admin-compliance-report-shared': [
    'LEAT_KEEPER_NOT_PERMITTED: The command "compliance report --shared" is not permitted to the service\'s user: This command is restricted to Keeper Enterprise administrators.',
  ],
  'not-admin-device-admin-list-1': [
    'LEAT_KEEPER_NOT_PERMITTED: The command "device-admin-list 1" is not permitted to the service\'s user: This command is restricted to Keeper Enterprise administrators.',
  ],
  'not-admin-enterprise-down': [
    'LEAT_KEEPER_NOT_PERMITTED: The command "enterprise-down" is not permitted to the service\'s user: This command is restricted to Keeper Enterprise administrators.',
  ],
  'not-admin-enterprise-info-u': [
    'LEAT_KEEPER_NOT_PERMITTED: The command "enterprise-info -u" is not permitted to the service\'s user: This command is restricted to Keeper Enterprise administrators.',
  ],
  'not-admin-list': ['15 rows'],
  'not-admin-list-team': ['4 rows'],
  'not-admin-scim-list': [
    'LEAT_KEEPER_NOT_PERMITTED: The command "scim list" is not permitted to the service\'s user: This command is restricted to Keeper Enterprise administrators.',
  ],
  'not-admin-security-audit-report': [
    'LEAT_KEEPER_NOT_PERMITTED: The command "security-audit-report" is not permitted to the service\'s user: This command is restricted to Keeper Enterprise administrators.',
  ],
  'not-admin-share-report': ['12 rows'],
  'not-admin-user-report': [
    'LEAT_KEEPER_NOT_PERMITTED: The command "user-report" is not permitted to the service\'s user: This command is restricted to Keeper Enterprise administrators.',
  ],
  'secret-get-v2': ['1 rows'],
  'secret-get-v3': ['1 rows'],
  'secret-get-v3-unmask': ['1 rows'],
  'upstream-audit-row-failed': [
    'LEAT_KEEPER_COMMAND_FAILED: The command "audit-report" failed: Unexpected error: \'NoneType\' object is not iterable',
  ],
  'upstream-audit-swallowed': ['0 rows'],
  'upstream-bad-gateway': [
    'LEAT_KEEPER_COMMAND_FAILED: The command "user-report" failed because Keeper\'s cloud did not answer the service: Unexpected error: 502: Bad Gateway',
  ],
  'upstream-enterprise-down-traceback': [
    'LEAT_KEEPER_SESSION_EXPIRED: The command "enterprise-down" failed because the service\'s session with Keeper has ended: session_token_expired: Your Keeper session needs to be refreshed. Please log in again.',
  ],
  'upstream-session-expired': [
    'LEAT_KEEPER_SESSION_EXPIRED: The command "sync-down" failed because the service\'s session with Keeper has ended: Unexpected error: session_token_expired: Your Keeper session needs to be refreshed. Please log in again.',
  ],
  'upstream-session-gone': [
    'LEAT_KEEPER_SESSION_EXPIRED: The command "list" failed because the service\'s session with Keeper has ended: session_token_expired: Your Keeper session needs to be refreshed. Please log in again.',
  ],
  'upstream-share-report-owner-wrong': ['11 rows'],
  'upstream-share-report-swallowed': ['0 rows'],
  'upstream-shared-records-report-swallowed': ['0 rows'],
  'upstream-throttled': ['LEAT_KEEPER_THROTTLED: The command "sync-down" was throttled by Keeper\'s cloud.'],
  'upstream-throttled-then-ok': ['0 rows'],
};
