import type { Cell } from './questions.ts';

/** A question with its answer. */
export interface Answer {
  readonly title: string;
  /** Why there is no answer: a table was never loaded. An answer without rows is another thing. */
  readonly missing?: string;
  readonly rows: readonly Readonly<Record<string, Cell>>[];
  readonly chart?: { readonly label: string; readonly value: string };
}

/** Rows shown of a long answer. */
const SHOWN = 25;

const STYLE = `
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1b2733; }
  h1 { font-size: 1.6rem; } h2 { font-size: 1.1rem; margin-top: 2.5rem; }
  table { border-collapse: collapse; width: 100%; } th, td { border-bottom: 1px solid #d8dee4; padding: .3rem .5rem; text-align: left; }
  td { overflow-wrap: anywhere; } .none { color: #627280; } .notes { background: #fdf3dc; border-left: 4px solid #d99a1c; padding: .5rem 1rem; }
  .notes h2 { margin-top: 0; } svg { width: 100%; height: auto; margin: .5rem 0 1rem; }
  nav a { display: block; }
`;

/**
 * One page with all answers: tables, and charts drawn as SVG. It loads nothing from anywhere.
 *
 * @param notes what a reader must know before the answers: resources that were skipped, warnings of the load
 */
export function htmlReport(title: string, answers: readonly Answer[], notes: readonly string[] = []): string {
  const links = answers.map(
    ({ title: question, rows, missing }, index) =>
      `<a href="#q${index}">${escape(question)} (${missing === undefined ? rows.length : 'not loaded'})</a>`,
  );
  const told = notes.map((note) => `<li>${escape(note)}</li>`).join('');
  const sections = answers.map(
    (answer, index) =>
      `<section id="q${index}"><h2>${index + 1}. ${escape(answer.title)}</h2>${chartOf(answer)}${tableOf(answer)}</section>`,
  );
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    // Nothing in the data can load or run anything.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escape(title)}</title><style>${STYLE}</style></head>`,
    `<body><h1>${escape(title)}</h1>`,
    told === '' ? '' : `<section class="notes"><h2>What this page does not know</h2><ul>${told}</ul></section>`,
    `<nav>${links.join('')}</nav>${sections.join('')}</body></html>`,
    '',
  ].join('\n');
}

function tableOf({ rows, missing }: Answer): string {
  if (missing !== undefined) return `<p class="notes">No answer: ${escape(missing)}</p>`;
  const [first] = rows;
  if (first === undefined) return '<p class="none">Nobody and nothing.</p>';
  const columns = Object.keys(first);
  const head = columns.map((column) => `<th>${escape(column.replaceAll('_', ' '))}</th>`).join('');
  const body = rows
    .slice(0, SHOWN)
    .map((row) => `<tr>${columns.map((column) => `<td>${escape(String(row[column] ?? ''))}</td>`).join('')}</tr>`)
    .join('');
  const more = rows.length > SHOWN ? `<p class="none">… and ${rows.length - SHOWN} more.</p>` : '';
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>${more}`;
}

const BAR = 22;
const LABEL_WIDTH = 260;
const WIDTH = 800;

function chartOf({ rows, chart }: Answer): string {
  if (chart === undefined || rows.length === 0) return '';
  const bars = rows
    .slice(0, SHOWN)
    .map((row) => ({ label: String(row[chart.label] ?? ''), value: Number(row[chart.value] ?? 0) }));
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const drawn = bars.map(({ label, value }, index) => {
    const y = index * BAR;
    const width = Math.round(((WIDTH - LABEL_WIDTH - 60) * value) / most);
    return [
      `<text x="${LABEL_WIDTH - 8}" y="${y + 15}" text-anchor="end" font-size="12">${escape(short(label))}</text>`,
      `<rect x="${LABEL_WIDTH}" y="${y + 3}" width="${width}" height="${BAR - 6}" fill="#2f6f9f"/>`,
      `<text x="${LABEL_WIDTH + width + 6}" y="${y + 15}" font-size="12">${value}</text>`,
    ].join('');
  });
  return `<svg viewBox="0 0 ${WIDTH} ${bars.length * BAR}" role="img" aria-label="${escape(chart.value)} by ${escape(chart.label)}">${drawn.join('')}</svg>`;
}

function short(label: string): string {
  return label.length <= 36 ? label : `${label.slice(0, 35).toWellFormed()}…`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Names in a vault are anything: markup, quotes, halves of characters. */
function escape(text: string): string {
  return text.toWellFormed().replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
