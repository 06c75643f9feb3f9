import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { ConfigError } from '../errors/leat-error.ts';
import { stringifyJson } from '../json/stringify-json.ts';
import { revealSecret, type Secret } from '../ports/secret.ts';

/**
 * What happens to a value before it reaches a disk.
 *
 * `keep` leaves it; `drop` removes it; `redact` puts `***` in its place; `hash` is SHA-256 (guessable for values with few
 * possibilities, such as addresses); `hmac` is HMAC-SHA-256 with a key, the same for the same value; `partial` keeps the last four
 * characters; `encrypt` is AES-256-GCM with a fresh nonce per value.
 */
export type PolicyAction = 'keep' | 'drop' | 'redact' | 'hash' | 'hmac' | 'partial' | 'encrypt';

/** What kind of data a column holds, as its source says. `secret` is dropped unless a policy says otherwise. */
export type DataClass = 'secret' | 'personal';

/** Policies of a pipeline. The most specific one counts: path, then data class. */
export interface ColumnPolicies {
  /** By path: resource, then keys joined with dots, lists passed through: `users.emails.address`. */
  readonly paths?: Readonly<Record<string, PolicyAction>>;
  readonly classes?: Readonly<Partial<Record<DataClass, PolicyAction>>>;
  /** Key of `hmac`. At least 16 characters. */
  readonly hmacKey?: string | Secret;
  /** Key of `encrypt`: 32 bytes in base64, and a name by which it is found again; the name stands in every value. */
  readonly encryptionKey?: { readonly id: string; readonly key: string | Secret };
}

/** Data classes of a resource: path below the row → class. */
export type DataClasses = Readonly<Record<string, DataClass>>;

/** A policy that was applied to a path, for the schema and the plan. */
export interface AppliedPolicy {
  readonly path: string;
  readonly action: PolicyAction;
}

type Transform = (value: unknown) => unknown;

interface PolicyNode {
  transform: Transform | undefined;
  readonly children: Map<string, PolicyNode>;
}

/** Protects the rows of one resource. */
export interface RowPolicy {
  readonly applied: readonly AppliedPolicy[];
  /** A copy of the row in which every policy was carried out; the row itself is not changed. */
  protect(row: unknown): unknown;
}

/**
 * Compiles the policies of one resource. Undefined where there are none: rows then pass untouched.
 *
 * `allowed` lists the keys of a sensitive resource that may pass; any other is dropped.
 *
 * @throws ConfigError `LEAT_POLICY_KEY` where a policy needs a key that is missing or too short.
 */
export function compilePolicies(
  resource: string,
  policies: ColumnPolicies,
  classes: DataClasses,
  allowed: ReadonlySet<string> | undefined,
): RowPolicy | undefined {
  const actions = new Map<string, PolicyAction>();
  for (const [path, dataClass] of Object.entries(classes))
    actions.set(path, policies.classes?.[dataClass] ?? (dataClass === 'secret' ? 'drop' : 'keep'));
  for (const [path, action] of Object.entries(policies.paths ?? {})) {
    if (path.startsWith(`${resource}.`)) actions.set(path.slice(resource.length + 1), action);
  }
  const applied = [...actions].filter(([, action]) => action !== 'keep').map(([path, action]) => ({ path, action }));
  if (applied.length === 0 && allowed === undefined) return undefined;
  const root = newNode();
  for (const { path, action } of applied) {
    let node = root;
    for (const key of path.split('.')) node = childOf(node, key);
    node.transform = transformOf(action, policies);
  }
  const permitted =
    allowed === undefined
      ? undefined
      : new Set([...allowed, ...[...actions.keys()].map((path) => path.split('.', 1)[0] ?? '')]);
  return {
    applied: permitted === undefined ? applied : [...applied, { path: '*', action: 'drop' }],
    protect: (row) => protect(row, root, permitted),
  };
}

function newNode(): PolicyNode {
  return { transform: undefined, children: new Map() };
}

function childOf(node: PolicyNode, key: string): PolicyNode {
  let child = node.children.get(key);
  if (child === undefined) {
    child = newNode();
    node.children.set(key, child);
  }
  return child;
}

/** Removed values are absent, not null: nothing tells that there was one. */
const DROPPED = Symbol('dropped');

function protect(value: unknown, node: PolicyNode, permitted: ReadonlySet<string> | undefined): unknown {
  if (node.transform !== undefined) return value === null || value === undefined ? value : node.transform(value);
  if (node.children.size === 0 && permitted === undefined) return value;
  if (Array.isArray(value))
    return value.map((item) => protect(item, node, permitted)).filter((item) => item !== DROPPED);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, item] of entriesOf(value)) {
    if (permitted?.has(key) === false) continue;
    const child = node.children.get(key);
    const kept = child === undefined ? item : protect(item, child, undefined);
    if (kept !== DROPPED) copy[key] = kept;
  }
  return copy;
}

/** What cannot be read is left out: it may be the very value a policy is about. */
function* entriesOf(value: object): Iterable<readonly [string, unknown]> {
  if (value instanceof Map) {
    for (const [key, item] of value) yield [String(key), item];
    return;
  }
  for (const key of Object.keys(value)) {
    let item: unknown;
    try {
      // The key was listed just before; reading it may run a getter.
      item = (value as Record<string, unknown>)[key];
    } catch {
      continue;
    }
    yield [key, item];
  }
}

function transformOf(action: PolicyAction, policies: ColumnPolicies): Transform {
  switch (action) {
    case 'keep':
      return (value) => value;
    case 'drop':
      return () => DROPPED;
    case 'redact':
      return () => '***';
    case 'partial':
      return (value) => partial(textOf(value));
    case 'hash':
      return (value) => createHash('sha256').update(textOf(value)).digest('hex');
    case 'hmac': {
      const key = hmacKey(policies);
      return (value) => createHmac('sha256', key).update(textOf(value)).digest('hex');
    }
    case 'encrypt': {
      const { id, key } = encryptionKey(policies);
      return (value) => encrypt(textOf(value), id, key);
    }
  }
}

/** The same text for the same value, whatever it is. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (stringifyJson(value)?.text ?? '');
}

/** Short values show nothing: four characters of six would be most of the secret. */
function partial(text: string): string {
  const characters = Array.from(text);
  return characters.length < 12 ? '***' : `***${characters.slice(-4).join('')}`;
}

/** `enc:<key id>:<base64 of nonce (12 bytes), ciphertext and tag (16 bytes)>`. */
function encrypt(text: string, id: string, key: Buffer): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `enc:${id}:${body.toString('base64')}`;
}

function hmacKey({ hmacKey: key }: ColumnPolicies): string {
  const text = key === undefined ? '' : revealSecret(key);
  if (text.length >= 16) return text;
  throw policyKeyError('hmac', 'policies.hmacKey', 'at least 16 characters');
}

function encryptionKey({ encryptionKey: given }: ColumnPolicies): { readonly id: string; readonly key: Buffer } {
  const key = Buffer.from(given === undefined ? '' : revealSecret(given.key), 'base64');
  if (given !== undefined && key.length === 32) return { id: given.id, key };
  throw policyKeyError('encrypt', 'policies.encryptionKey', '32 bytes in base64');
}

function policyKeyError(action: string, option: string, form: string): ConfigError {
  return new ConfigError(
    `A column policy "${action}" needs a key, and ${option} is missing or has another form than ${form}.`,
    {
      code: 'LEAT_POLICY_KEY',
      recoverability: 'terminal',
      remedy: `Set ${option} (${form}), for instance from the environment.`,
      details: { policy: action },
    },
  );
}
