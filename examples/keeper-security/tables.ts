/** Tables of the Keeper source as far as the questions use them; names are as leat makes them, absent cells are null. */
export interface Tables {
  readonly users: {
    readonly email: string;
    readonly name: string | null;
    readonly status: string;
    readonly node: string | null;
    readonly _2fa_enabled: boolean;
  };
  readonly roles: {
    readonly _leat_id: string;
    readonly role_id: bigint;
    readonly name: string;
    readonly admin: boolean;
  };
  readonly roles__users: { readonly _leat_parent_id: string; readonly value: string };
  readonly team_members: { readonly team_uid: string; readonly team_name: string; readonly email: string };
  readonly user_report: {
    readonly email: string;
    readonly status: string;
    readonly last_login: string;
    readonly last_login_at: Date | null;
    readonly days_without_login: bigint | null;
  };
  readonly security_audit: {
    readonly email: string;
    readonly weak: bigint;
    readonly reused: bigint;
    readonly security_score: bigint;
  };
  readonly shared_folders: {
    readonly _leat_id: string;
    readonly shared_folder_uid: string;
    readonly name: string | null;
  };
  readonly shared_folders__members: {
    readonly _leat_parent_id: string;
    readonly shared_to: string;
    readonly kind: string;
    readonly permissions: string | null;
  };
  readonly shared_records: {
    readonly record_uid: string;
    readonly title: string | null;
    readonly shared_to: string;
    readonly share_type: string;
    readonly permissions: string | null;
  };
  readonly external_shares: {
    readonly uid: string;
    readonly name: string | null;
    readonly shared_to: string;
    readonly type: string;
  };
  readonly compliance: {
    readonly record_uid: string;
    readonly title: string | null;
    readonly username: string;
    readonly permissions: string;
  };
  readonly aging: {
    readonly record_uid: string | null;
    readonly title: string | null;
    readonly owner: string;
    readonly password_changed: string | null;
    readonly shared: boolean;
  };
  readonly breachwatch: { readonly record_uid: string; readonly title: string | null };
  readonly audit_events: {
    readonly created: Date;
    readonly audit_event_type: string;
    readonly username: string;
    readonly ip_address: string | null;
    readonly geo_location: string | null;
    readonly record_uid: string | null;
  };
}
