/** A fenced block of code in a page. */
export interface Snippet {
  /** Path of the page, relative to the repository. */
  readonly page: string;
  /** Line of the page on which the code begins, from 1. */
  readonly line: number;
  readonly language: string;
  /** Words after the language: `run`, `canary`, `file=pipeline.ts`. */
  readonly flags: readonly string[];
  readonly code: string;
  /** Code in a comment just before the block, for what a reader sees in the text: the names a block takes as given. */
  readonly context: string;
  /** Line of the page on which the context begins; meaningless where there is none. */
  readonly contextLine: number;
}

const FENCE = /^(`{3,})(\S*)(.*)$/;
const CONTEXT = /^<!-- ts$/;

/** Finds the fenced blocks of a Markdown page. Blocks inside lists are not supported; a page has none. */
export function parseSnippets(page: string, text: string): readonly Snippet[] {
  const lines = text.split('\n');
  const found: Snippet[] = [];
  let context: { readonly code: string; readonly line: number } | undefined;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const fence = FENCE.exec(line);
    if (CONTEXT.test(line)) {
      const end = lines.indexOf('-->', index);
      context = { code: lines.slice(index + 1, end).join('\n'), line: index + 2 };
      index = end;
    } else if (fence !== null) {
      const [, ticks = '', language = '', flags = ''] = fence;
      const end = lines.indexOf(ticks, index + 1);
      found.push({
        page,
        line: index + 2,
        language,
        flags: flags.split(' ').filter((flag) => flag !== ''),
        code: lines.slice(index + 1, end).join('\n'),
        context: context?.code ?? '',
        contextLine: context?.line ?? 0,
      });
      context = undefined;
      index = end;
    } else if (line !== '') {
      context = undefined;
    }
  }
  return found;
}

/** The value of a flag such as `file=pipeline.ts`. */
export function flagOf(snippet: Snippet, name: string): string | undefined {
  return snippet.flags.find((flag) => flag.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** A module in which every line has the number it has in the page, so that messages lead to the page. */
export function moduleOf(snippet: Snippet): string {
  const lines: string[] = [];
  const put = (code: string, first: number): void => {
    while (lines.length < first - 1) lines.push('');
    lines.push(...code.split('\n'));
  };
  if (snippet.context !== '') put(snippet.context, snippet.contextLine);
  put(snippet.code, snippet.line);
  return `${lines.join('\n')}\nexport {};\n`;
}
