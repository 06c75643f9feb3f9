import type { Check } from './checks/check.ts';
import { dependenciesAreAllowed, referencesMatchDependencies } from './workspace/dependency-rules.ts';
import { fileNamesSayWhatIsInThem } from './workspace/file-rules.ts';
import { nothingRunsAtInstallation } from './workspace/installation-rules.ts';
import { manifestsAreComplete } from './workspace/manifest-rules.ts';
import { workspacePackages } from './workspace/packages.ts';
import { lockfileIsUpToDate, packagesHoldOnlyTheirBuild } from './workspace/packing-rules.ts';
import type { Rule } from './workspace/rule.ts';

/** Rules about manifests, references, files and packed packages; why each is there stands in tools/README.md. */
export const WORKSPACE_RULES: readonly Check[] = [
  ruleCheck('manifests are complete', manifestsAreComplete),
  ruleCheck('packages depend on what the architecture allows', dependenciesAreAllowed),
  ruleCheck('tsconfig references equal workspace dependencies', referencesMatchDependencies),
  ruleCheck('file names say what is in them', fileNamesSayWhatIsInThem),
  ruleCheck('the lockfile is up to date', lockfileIsUpToDate),
  ruleCheck('nothing runs at installation', nothingRunsAtInstallation),
];

/** Rules about what would be published; they need the packages built. */
export const PACKING_RULES: readonly Check[] = [
  ruleCheck('packages hold only their build', packagesHoldOnlyTheirBuild),
];

function ruleCheck(name: string, rule: Rule): Check {
  return { name, run: async () => Array.fromAsync(rule(await workspacePackages())) };
}
