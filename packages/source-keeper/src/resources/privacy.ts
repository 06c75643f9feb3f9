import { createHash, createHmac } from 'node:crypto';
import { revealSecret, type Secret } from '@leat/core';

/** Replaces email addresses in rows; does nothing unless it was asked for. */
export class Privacy {
  readonly #hash: ((text: string) => string) | undefined;

  /** @param hashEmails true: SHA-256, which can be guessed by whoever knows the address; with a key: HMAC-SHA-256 */
  constructor(hashEmails: boolean | { readonly key: string | Secret }) {
    if (hashEmails === false) return;
    if (hashEmails === true) this.#hash = (text) => createHash('sha256').update(text).digest('hex');
    else {
      const key = revealSecret(hashEmails.key);
      this.#hash = (text) => createHmac('sha256', key).update(text).digest('hex');
    }
  }

  /**
   * Copies of the rows in which each address is `email:` and 32 hexadecimal digits, the same for the same address in either case.
   *
   * @param emails names of cells that are addresses as a whole; in all other texts what looks like an address is replaced.
   */
  rows<Row extends object>(rows: readonly Row[], emails: ReadonlySet<string>): readonly Row[] {
    const hash = this.#hash;
    if (hash === undefined) return rows;
    return rows.map((row) => {
      const entries = Object.entries(row).map(([key, value]) => [key, replaced(value, emails.has(key), emails, hash)]);
      // Texts stay texts.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
      return Object.fromEntries(entries) as Row;
    });
  }
}

const ADDRESS = /[^\s<>()[\]{}"',;:=@/\\]+@[^\s<>()[\]{}"',;:=@/\\]+/g;

function replaced(
  value: unknown,
  whole: boolean,
  emails: ReadonlySet<string>,
  hash: (text: string) => string,
): unknown {
  if (typeof value === 'string') {
    if (whole) return value.includes('@') ? pseudonym(value, hash) : value;
    return value.includes('@') ? value.replace(ADDRESS, (address) => pseudonym(address, hash)) : value;
  }
  if (Array.isArray(value)) return value.map((item) => replaced(item, whole, emails, hash));
  if (typeof value !== 'object' || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Exact numbers and dates are instances of classes.
  if (prototype !== null && prototype !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, replaced(item, emails.has(key), emails, hash)]),
  );
}

function pseudonym(address: string, hash: (text: string) => string): string {
  return `email:${hash(address.trim().toLowerCase()).slice(0, 32)}`;
}
