/** Sets of resources that are read where none is named. */
export const PRESETS = ['metadata', 'audit', 'full'] as const;

export type Preset = (typeof PRESETS)[number];

/** Names of the resources that are always there. */
export const RESOURCE_NAMES = [
  'records',
  'folders',
  'shared_folders',
  'users',
  'teams',
  'team_members',
  'roles',
  'nodes',
  'audit_events',
  'audit_event_types',
  'audit_summary',
  'audit_alerts',
  'security_audit',
  'user_report',
  'share_report',
  'shared_records',
  'external_shares',
  'aging',
  'breachwatch',
  'compliance',
  'compliance_access',
  'compliance_teams',
  'compliance_summary',
  'license_consumption',
  'devices',
  'pending_devices',
  'secrets_manager_apps',
  'pam_gateways',
  'pam_configurations',
  'trash',
  'queue_status',
  'health',
  'status',
  'result',
] as const;

export type BuiltInName = (typeof RESOURCE_NAMES)[number];

/** The presets that each resource belongs to; those of none are read only when they are named. */
const MEMBERSHIP: Readonly<Record<BuiltInName, readonly Preset[]>> = {
  records: ['metadata', 'full'],
  folders: ['metadata', 'full'],
  shared_folders: ['metadata', 'full'],
  users: ['metadata', 'audit', 'full'],
  teams: ['metadata', 'audit', 'full'],
  team_members: ['metadata', 'audit', 'full'],
  roles: ['metadata', 'audit', 'full'],
  nodes: ['metadata', 'audit', 'full'],
  audit_events: ['audit', 'full'],
  audit_event_types: ['audit', 'full'],
  audit_summary: ['audit', 'full'],
  audit_alerts: ['full'],
  security_audit: ['full'],
  user_report: ['audit', 'full'],
  share_report: ['full'],
  shared_records: ['full'],
  external_shares: ['full'],
  aging: ['full'],
  breachwatch: ['full'],
  compliance: ['full'],
  compliance_access: ['full'],
  compliance_teams: ['full'],
  compliance_summary: ['full'],
  license_consumption: ['full'],
  devices: ['full'],
  pending_devices: ['full'],
  secrets_manager_apps: ['full'],
  pam_gateways: ['full'],
  pam_configurations: ['full'],
  trash: ['full'],
  queue_status: ['metadata', 'audit', 'full'],
  health: ['metadata', 'audit', 'full'],
  status: [],
  result: [],
};

/** Whether a resource is left out where none is named. */
export function isOptional(name: BuiltInName, preset: Preset): boolean {
  return !MEMBERSHIP[name].includes(preset);
}
