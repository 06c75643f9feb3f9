import type { VaultRecord } from '../vault.ts';

/** What `list` calls the description: `<login> @ <url>` with either part missing, or a card. */
export function descriptionOf(record: VaultRecord): string {
  if (record.card !== '') return record.card;
  return [record.login, record.url].filter((part) => part !== '').join(' @ ');
}

/** Records in the order of `list` and `ls`: by title, without regard to case. */
export function byTitle(left: VaultRecord, right: VaultRecord): number {
  const a = left.title.toLowerCase();
  const b = right.title.toLowerCase();
  return a < b ? -1 : a > b ? 1 : 0;
}
