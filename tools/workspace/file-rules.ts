import { basename } from 'node:path';
import { REPOSITORY } from '../repository.ts';
import { runCommand } from '../run-command.ts';

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|config|d))*\.[a-z]+$/;
const VAGUE = /^(utils?|helpers?|common|misc|shared)(\.|$)/;

/** Source files are named in kebab-case after what they export; no file is called after its lack of a subject. */
export async function* fileNamesSayWhatIsInThem(): AsyncIterable<string> {
  const listed = await runCommand('git', ['ls-files', '*.ts'], { cwd: REPOSITORY });
  for (const path of listed.stdout.split('\n').filter((line) => line !== '')) {
    const name = basename(path);
    if (!KEBAB_CASE.test(name)) yield `${path}: not in kebab-case`;
    if (VAGUE.test(name)) yield `${path}: name the file after what it exports`;
  }
}
