import type { DestinationCapabilities } from '../destination/capabilities.ts';
import type { ColumnHint } from '../source/resource.ts';
import type { Column } from '../schema/column.ts';
import type { ResolvedContract } from '../schema/contract.ts';
import { SCHEMA_FORMAT, type Schema } from '../schema/schema.ts';
import { schemaHash } from '../schema/store-schema.ts';
import type { Table } from '../schema/table.ts';
import { SchemaError } from '../errors/leat-error.ts';
import type { AppliedPolicy } from './column-policy.ts';
import { IdentifierRegistry, type Registration } from './naming/identifier-registry.ts';
import type { NamingConvention } from './naming/naming-convention.ts';
import type { Refusal } from './column-writer.ts';
import { contractViolation } from './contract-violation.ts';
import { ELEMENTS } from './object-node.ts';
import { TableBuilder, variantName, type TableContext } from './table-builder.ts';

/** What is known about a table before its first row. */
export interface TableDraft {
  readonly resource: string;
  readonly parent?: string;
  /** The source's names from the root table down to this one. */
  readonly sourcePath: readonly string[];
  readonly description?: string;
  readonly columns: Readonly<Record<string, ColumnHint>>;
  readonly primaryKey: readonly string[];
  readonly merges: boolean;
  readonly versions: boolean;
  readonly contract: ResolvedContract;
  readonly policies: readonly AppliedPolicy[];
}

/** A table that a contract does not let come into being: its rows are counted and dropped. */
export interface DiscardedTable {
  readonly resource: string;
  rows: number;
}

/** The schema while it grows: starts from the stored one, hands out builders for its tables, and says what it has become. */
export class SchemaBuilder {
  readonly #stored: Schema | undefined;
  readonly #name: string;
  readonly #naming: NamingConvention;
  readonly #capabilities: DestinationCapabilities;
  readonly #context: TableContext;
  readonly #tableNames: IdentifierRegistry;
  readonly #builders = new Map<string, TableBuilder>();
  readonly #discarded = new Map<string, DiscardedTable>();

  constructor(name: string, stored: Schema | undefined, naming: NamingConvention, context: TableContext) {
    this.#name = name;
    this.#stored = stored;
    this.#naming = naming;
    this.#capabilities = context.capabilities;
    this.#context = context;
    this.#tableNames = new IdentifierRegistry(naming, context.capabilities.identifiers.caseSensitive);
    for (const table of stored?.tables ?? []) this.#tableNames.seed(table.path, table.name);
    if (stored !== undefined && stored.naming !== naming.name) throw namingChanged(stored, naming);
  }

  /** The builder of a table; the same source path gives the same builder. */
  openTable(draft: TableDraft): TableBuilder | DiscardedTable {
    const { identifier, collision } = this.#registration(draft.sourcePath);
    const open = this.#builders.get(identifier);
    if (open !== undefined) return open;
    const known = this.#stored?.tables.find((table) => table.name === identifier);
    if (known === undefined && draft.contract.tables !== 'evolve')
      return this.#refuseTable(identifier, draft.resource, draft.contract.tables);
    if (collision !== undefined) {
      this.#context.observer.warn(
        'LEAT_NAME_COLLISION',
        identifier,
        undefined,
        1,
        `Two tables of the source have the same name; one of them is now "${identifier}".`,
      );
    }
    const identifiers = new IdentifierRegistry(this.#naming, this.#capabilities.identifiers.caseSensitive);
    for (const column of known?.columns ?? []) seedColumn(identifiers, column);
    const columns = new Map((known?.columns ?? []).map((column) => [column.name, column]));
    const declared = new Set<string>();
    for (const column of this.#declaredColumns(draft, identifiers)) {
      declared.add(column.name);
      columns.set(column.name, { ...columns.get(column.name), ...column });
    }
    const table: Table = {
      name: identifier,
      resource: draft.resource,
      path: draft.sourcePath,
      ...(draft.parent === undefined ? {} : { parent: draft.parent }),
      ...(draft.description === undefined ? {} : { description: draft.description }),
      ...(draft.policies.length === 0 ? {} : { policies: draft.policies }),
      columns: [...columns.values()],
    };
    if (known !== undefined && draft.parent === undefined) refuseOtherKey(known, draft.primaryKey);
    const { merges, versions, contract } = draft;
    const traits = { declared, keys: draft.primaryKey, merges, versions, contract, existed: known !== undefined };
    const builder = new TableBuilder(table, identifiers, traits, this.#context);
    this.#builders.set(identifier, builder);
    return builder;
  }

  /** The name a table has, or would have. */
  nameOf(sourcePath: readonly string[]): string {
    return this.#registration(sourcePath).identifier;
  }

  /** Passing through a list makes another table than passing through an object, but is not part of its name. */
  #registration(sourcePath: readonly string[]): Registration {
    return this.#tableNames.register(
      sourcePath,
      sourcePath.filter((part) => part !== ELEMENTS),
    );
  }

  /** Rows that a contract kept from making a table, by the name it would have. */
  get discarded(): ReadonlyMap<string, DiscardedTable> {
    return this.#discarded;
  }

  #refuseTable(name: string, resource: string, mode: Refusal): DiscardedTable {
    if (mode === 'freeze') throw contractViolation(name, 'table', []);
    const table = this.#discarded.get(name) ?? { resource, rows: 0 };
    this.#discarded.set(name, table);
    return table;
  }

  get builders(): Iterable<TableBuilder> {
    return this.#builders.values();
  }

  /** The schema with everything learned so far, but for some tables; the version grows only if a table changed. */
  build(without: ReadonlySet<string>): Schema {
    const tables = new Map((this.#stored?.tables ?? []).map((table) => [table.name, table]));
    for (const builder of this.#builders.values())
      if (!without.has(builder.name)) tables.set(builder.name, builder.table);
    const grown = { naming: this.#naming.name, tables: [...tables.values()] };
    const version =
      this.#stored === undefined ? 1 : this.#stored.version + (schemaHash(this.#stored) === schemaHash(grown) ? 0 : 1);
    return { format: SCHEMA_FORMAT, name: this.#name, version, ...grown };
  }

  *#declaredColumns(draft: TableDraft, identifiers: IdentifierRegistry): Iterable<Column> {
    for (const key of new Set([...draft.primaryKey, ...Object.keys(draft.columns)])) {
      const hint = draft.columns[key];
      const name = identifiers.register([key]).identifier;
      if (hint?.dataType === undefined) continue;
      yield {
        name,
        dataType: hint.dataType,
        nullable: hint.nullable ?? true,
        path: [key],
        ...(hint.precision === undefined ? {} : { precision: hint.precision }),
        ...(hint.scale === undefined ? {} : { scale: hint.scale }),
        ...(hint.unique === undefined ? {} : { unique: hint.unique }),
        ...(hint.index === undefined ? {} : { index: hint.index }),
        ...(hint.sort === undefined ? {} : { sort: hint.sort }),
        ...(hint.nativeTypes === undefined ? {} : { nativeTypes: hint.nativeTypes }),
        ...(hint.description === undefined ? {} : { description: hint.description }),
        ...(draft.primaryKey.includes(key) ? { primaryKey: true } : {}),
      };
    }
  }
}

function seedColumn(identifiers: IdentifierRegistry, column: Column): void {
  if (column.path === undefined) return;
  if (column.variantOf === undefined) identifiers.seed(column.path, column.name);
  else identifiers.seedDerived(column.path, variantName(column.dataType), column.name);
}

/** Rows that are there were told apart by the old key; with another one, merging would double or lose them. */
function refuseOtherKey(known: Table, keys: readonly string[]): void {
  const stored = known.columns.filter(({ primaryKey }) => primaryKey === true).map(({ path }) => path?.[0] ?? '');
  if (stored.length === 0 || keys.length === 0 || stored.toSorted().join('\0') === keys.toSorted().join('\0')) return;
  throw new SchemaError(
    `The primary key of table "${known.name}" is ${stored.join(', ')}; it cannot become ${keys.join(', ')}.`,
    {
      code: 'LEAT_PRIMARY_KEY_CHANGED',
      recoverability: 'terminal',
      remedy: 'Set the key back, or reload the resource with --full-refresh.',
      details: { table: known.name, stored: stored.join(', '), asked: keys.join(', ') },
    },
  );
}

function namingChanged(stored: Schema, naming: NamingConvention): SchemaError {
  return new SchemaError(
    `The tables of "${stored.name}" are named by "${stored.naming}"; they cannot be continued with "${naming.name}".`,
    {
      code: 'LEAT_NAMING_CHANGED',
      recoverability: 'terminal',
      remedy: `Set the naming back to "${stored.naming}", or load into a new dataset.`,
      details: { schema: stored.name, stored: stored.naming, asked: naming.name },
    },
  );
}
