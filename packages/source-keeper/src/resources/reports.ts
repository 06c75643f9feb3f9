import { compliance, complianceAccess, complianceSummary, complianceTeams } from './compliance-reports.ts';
import {
  auditAlerts,
  auditEventTypes,
  devices,
  pamConfigurations,
  pamGateways,
  pendingDevices,
  secretsManagerApps,
} from './machine-reports.ts';
import type { BuiltInName } from './presets.ts';
import type { Report } from './report.ts';
import { aging, breachwatch, licences, securityAudit, userReport } from './security-reports.ts';
import { externalShares, sharedRecords, shareReport } from './share-reports.ts';
import { trash } from './vault-reports.ts';

/** Reports whose rows have no type of their own. */
export const otherReports: readonly Report<BuiltInName>[] = [
  auditEventTypes,
  auditAlerts,
  securityAudit,
  userReport,
  shareReport,
  sharedRecords,
  externalShares,
  aging,
  breachwatch,
  compliance,
  complianceAccess,
  complianceTeams,
  complianceSummary,
  licences,
  devices,
  pendingDevices,
  secretsManagerApps,
  pamGateways,
  pamConfigurations,
  trash,
];
