import type { Column } from '@leat/core';

/** The logical type of a column for people: `decimal(38,9)`, `text`. */
export function columnType({ dataType, precision, scale }: Pick<Column, 'dataType' | 'precision' | 'scale'>): string {
  if (precision === undefined) return dataType;
  return scale === undefined ? `${dataType}(${precision})` : `${dataType}(${precision},${scale})`;
}
