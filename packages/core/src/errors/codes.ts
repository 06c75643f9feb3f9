import type { ErrorCatalog } from './catalog.ts';
import { WARNING_CODES } from './warning-codes.ts';

/** Every code that core throws or warns with. Plugins bring their own in `errorCodes`. */
export const ERROR_CODES: ErrorCatalog = {
  LEAT_ABORTED: {
    title: 'The run was stopped',
    causes: ['Ctrl-C was pressed twice, or the signal given to run() was aborted.'],
    remedy: 'Run the same command again: what was sealed is finished first, nothing is loaded twice.',
  },
  LEAT_BACKFILL_UNSUPPORTED: {
    title: 'A resource cannot be loaded for a window',
    causes: ['A window (--from, --to) was asked of a resource without a cursor, or of one that replaces its table.'],
    remedy: 'Leave the resource out of the run, or load it as a whole without --from and --to.',
  },
  LEAT_CONTRACT: {
    title: 'A contract does not allow what the data ask for',
    causes: ['A contract is set to freeze, and a new table, a new column or a value of another type came.'],
    remedy: 'Mend the data, declare what is new, or relax the contract of the resource.',
  },
  LEAT_CURSOR_MISSING: {
    title: 'A row has no cursor',
    causes: ['The path of the cursor is misspelled, or the source leaves the value out or gives null.'],
    remedy: "Correct the path in the resource's incremental, or set onMissing to 'include' or 'exclude'.",
  },
  LEAT_CURSOR_TYPE: {
    title: 'A cursor cannot be compared',
    causes: [
      'Rows, the state or the bounds have cursors of different types, or one that has no order (bool, object, NaN).',
    ],
    remedy:
      'Let the source or a step give one type; reset the resource with --full-refresh where its type has changed.',
  },
  LEAT_DETECTOR_UNKNOWN: {
    title: 'There is no detector of that name',
    causes: ['A name in the list of detectors is misspelled.'],
    remedy: 'Use one of: iso-timestamp, iso-date, unix-timestamp, large-integer.',
  },
  LEAT_DISK_FULL: {
    title: 'The disk of the working folder is full',
    causes: ['The file system or the quota has no room for the load package.'],
    remedy: 'Free space, or set another working folder, and run the same command again; nothing is lost.',
  },
  LEAT_DUPLICATE_RESOURCE: {
    title: 'Two resources have the same name',
    causes: ['A source, or a list of resources, declares a name twice.'],
    remedy: 'Give every resource of a pipeline a name of its own.',
  },
  LEAT_FENCED: {
    title: 'A later run has taken over',
    causes: ['This process was paused or cut off, and another run of the pipeline began a load meanwhile.'],
    remedy: 'Nothing to do: the other run has the data. Run again if that one failed.',
  },
  LEAT_FORMAT_UNSUPPORTED: {
    title: 'No job file can be written in the format the destination asks for',
    causes: ['The destination accepts only formats this version cannot write.'],
    remedy: 'Let the destination accept parquet or jsonl.',
  },
  LEAT_IDENTIFIER_TAKEN: {
    title: 'A stored schema gives one identifier to two columns or tables',
    causes: ['The schema in _leat_version was edited, or tables were renamed by hand.'],
    remedy: 'Rename one of them in the stored schema, or load into a new dataset.',
  },
  LEAT_INCREMENTAL_INVALID: {
    title: 'The settings of an incremental resource contradict each other',
    causes: ['An end without an initial value, a window that ends before it starts, a negative lag, or a lag on text.'],
    remedy: "Correct the resource's incremental, or the window of the run.",
  },
  LEAT_INTERNAL: {
    title: 'leat contradicts itself',
    causes: ['A defect of leat.'],
    remedy: 'Report it with the command and its output under --verbose. Nothing was loaded; the run can be repeated.',
  },
  LEAT_JSON_DEPTH: {
    title: 'A JSON text is nested too deeply',
    causes: ['An answer has more levels than the limit (512), by accident or on purpose.'],
    remedy: 'Ask the source for less deeply nested data, or raise the limit.',
  },
  LEAT_JSON_MALFORMED: {
    title: 'A text is no JSON',
    causes: ['The answer was cut off, or is another format such as HTML.'],
    remedy: 'Look at the source at the offset given; run again if the connection was interrupted.',
  },
  LEAT_JSON_NUMBER_RANGE: {
    title: 'A JSON number has an absurd exponent',
    causes: ['An exponent beyond 400 would become an infinity or a text of a thousand digits.'],
    remedy: 'Have the source send the value as text.',
  },
  LEAT_LOAD_ID_TAKEN: {
    title: 'Another load has the same id',
    causes: ['Two runs with different working folders began in the same microsecond on one dataset.'],
    remedy: 'Run the same command again; nothing of this run was loaded.',
  },
  LEAT_LOCKED: {
    title: 'Another run of this pipeline is under way',
    causes: ['A second process runs the same pipeline.', 'Another process holds the destination open for writing.'],
    remedy: 'Wait for the other run to end, or stop it; nothing of this run was loaded.',
  },
  LEAT_MERGE_WITHOUT_KEY: {
    title: 'A merge has no key',
    causes: ['A resource is written with merge, and declares no primaryKey (or, for delete-insert, mergeKey).'],
    remedy: 'Declare primaryKey on the resource, or write it with append or replace.',
  },
  LEAT_NAMING_CHANGED: {
    title: 'The dataset is named by another convention',
    causes: ['The naming convention was changed after tables were created.'],
    remedy: 'Set the naming back, or load into a new dataset.',
  },
  LEAT_NAMING_LIMIT: {
    title: "The destination's identifiers are too short",
    causes: ['A destination declares fewer than 20 bytes for identifiers.'],
    remedy: 'Raise identifiers.maxBytes in the capabilities of the destination.',
  },
  LEAT_NAMING_UNKNOWN: {
    title: 'There is no naming convention of that name',
    causes: ['The name is misspelled.'],
    remedy: 'Use one of: snake_case, direct, sql_ci, sql_cs, dlt.',
  },
  LEAT_OPTIONS_INVALID: {
    title: 'The options of a source or destination are not valid',
    causes: ['A value is missing, misspelled or of the wrong type.'],
    remedy: 'Correct the options that the message lists.',
  },
  LEAT_PACKAGE_DAMAGED: {
    title: 'A load package was changed or damaged on disk',
    causes: ['A file of the package was edited, truncated or corrupted.'],
    remedy: 'Restore the file, or drop the package and run again; nothing of it was loaded.',
  },
  LEAT_PACKAGE_NEWER: {
    title: 'A load package was written by a newer leat',
    causes: ['leat was downgraded while a package was pending.'],
    remedy: 'Load the package with the version that wrote it, or a newer one.',
  },
  LEAT_PACKAGE_OVERTAKEN: {
    title: 'The rows of a package were loaded by somebody else',
    causes: [
      'Another machine ran the same pipeline while a package was waiting here, or at the same time, and read the same rows.',
    ],
    remedy:
      'Drop the package (leat packages drop --force) and run again: reading goes on from what the destination has.',
  },
  LEAT_PACKAGE_PENDING: {
    title: 'A load package is not loaded yet',
    causes: ['A package that is sealed and not loaded was to be dropped; its rows are nowhere else.'],
    remedy: 'Run the pipeline, which finishes the package first, or drop it with --force.',
  },
  LEAT_PACKAGE_UNKNOWN: {
    title: 'There is no load package of that id',
    causes: ['The load id is misspelled, or the package was deleted.'],
    remedy: 'List the packages with: leat packages list',
  },
  LEAT_PARENT_FAILED: {
    title: 'The resource that a transformer is made of failed',
    causes: ['The parent resource failed; its own code is in the details.'],
    remedy: 'Mend the parent; the transformer goes on where it was.',
  },
  LEAT_POLICY_KEY: {
    title: 'A column policy needs a key',
    causes: ['A policy is hmac or encrypt, and the key is missing or of another form.'],
    remedy: 'Set policies.hmacKey (at least 16 characters) or policies.encryptionKey (32 bytes in base64).',
  },
  LEAT_PRIMARY_KEY_CHANGED: {
    title: 'The primary key of a table was changed',
    causes: ['A resource declares another primaryKey than the loads before.'],
    remedy: 'Set the key back, or reload the resource with --full-refresh.',
  },
  LEAT_RUN_OPTIONS: {
    title: 'The options of a run contradict each other',
    causes: ['A window (--from, --to) and --full-refresh were asked for in one run.'],
    remedy: 'Do one after the other.',
  },
  LEAT_SCHEMA_DAMAGED: {
    title: 'The stored schema cannot be read',
    causes: ['The row in _leat_version was edited.'],
    remedy: 'Restore the row of _leat_version, or load into a new dataset.',
  },
  LEAT_SCHEMA_NEWER: {
    title: 'The stored schema was written by a newer leat',
    causes: ['Another machine loads this dataset with a newer version.'],
    remedy: 'Upgrade leat to the version that loads this dataset.',
  },
  LEAT_SOURCE_FAILED: {
    title: 'A resource threw an error of its own',
    causes: ['The code of the resource, or a library it uses, failed.'],
    remedy: 'Look at the cause; run the same command again to go on.',
  },
  LEAT_STATE_GAP: {
    title: 'The destination lacks loads that came before this one',
    causes: ['An empty server, or an older copy, took the place of the destination while a package was waiting.'],
    remedy:
      'Bring back the destination as it was, or drop the package (leat packages drop --force) and run again: reading goes on from what the destination has.',
  },
  LEAT_STEP_FAILED: {
    title: 'A step of a resource failed',
    causes: [
      'A function given to map, filter or flatMap threw or gave a promise, or rename would give two keys one name.',
    ],
    remedy:
      'Mend the step at the place that the details name. What was thrown is not shown, since it may quote the row.',
  },
  LEAT_STRATEGY_UNSUPPORTED: {
    title: 'The destination cannot write in the way a resource asks for',
    causes: ["The write disposition or its strategy is not among the destination's capabilities."],
    remedy: 'Choose one that the destination offers, or another destination.',
  },
  LEAT_TABLE_LIMIT: {
    title: 'Rows choose too many tables',
    causes: ['The function that chooses a table gives a name of its own to nearly every row.'],
    remedy: 'Choose tables by something with fewer values, or raise maxTables of the resource.',
  },
  LEAT_TABLE_NAME: {
    title: 'A row chooses no table',
    causes: ['The function that chooses a table threw, or gave something that is no text, or an empty one.'],
    remedy: 'Let the function give a name that is not empty for every row.',
  },
  LEAT_TIMESTAMP_RANGE: {
    title: 'A timestamp lies outside the years 0001 to 9999',
    causes: ['A number was declared as a timestamp and is no date.'],
    remedy: 'Correct the value in the source, or declare the column as text or bigint.',
  },
  LEAT_TRANSFORMER_CYCLE: {
    title: 'A transformer is made of itself',
    causes: ['Following the parents of a transformer leads back to it.'],
    remedy: 'Let one of them read from somewhere else.',
  },
  LEAT_UNBALANCED: {
    title: 'A load does not balance',
    causes: [
      'The destination counted other rows than the package holds, for instance because somebody changed the staging tables.',
    ],
    remedy: 'Nothing was committed. Run again; if it stays, report it with the receipt.',
  },
  LEAT_UNEXPECTED: {
    title: 'Something failed that leat did not foresee',
    causes: ['A defect of leat or of a plugin.'],
    remedy: 'Report it with the command and its output under --verbose.',
  },
  LEAT_UNKNOWN_RESOURCE: {
    title: 'The source has no resource of that name',
    causes: ['The name is misspelled, or the source does not offer it with these options.'],
    remedy: 'Choose among the names that the message lists.',
  },
  LEAT_WORK_DIR: {
    title: 'The working folder cannot be used',
    causes: ['The folder is read-only, belongs to somebody else, or a part of its path is a file.'],
    remedy: 'Give write permission on the folder, or set another working folder (workDir).',
  },
  ...WARNING_CODES,
};
