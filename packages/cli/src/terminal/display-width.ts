// East Asian wide and fullwidth blocks (Unicode Standard Annex #11), and emoji shown as pictures.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const ZERO = /[\p{Mark}\p{Default_Ignorable_Code_Point}]/u;
// oxlint-disable-next-line no-control-regex -- plain ASCII is the common case and needs no look at each character
const ASCII = /^[\u0020-\u007e]*$/;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Columns that text takes on a terminal; the text must be sanitised and hold no escape sequences. */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += segmentWidth(segment);
  return width;
}

/** Cuts text to a number of columns; what was cut ends in `…`. */
export function truncate(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const { segment } of segmenter.segment(text)) {
    width += segmentWidth(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return columns > 0 ? `${kept}…` : '';
}

/** Fills text with spaces to a number of columns. */
export function pad(text: string, columns: number, side: 'start' | 'end' = 'end'): string {
  const fill = ' '.repeat(Math.max(0, columns - displayWidth(text)));
  return side === 'start' ? fill + text : text + fill;
}

function segmentWidth(segment: string): number {
  if (WIDE.test(segment)) return 2;
  return ZERO.test(segment) && segment.replaceAll(new RegExp(ZERO, 'gu'), '') === '' ? 0 : 1;
}
