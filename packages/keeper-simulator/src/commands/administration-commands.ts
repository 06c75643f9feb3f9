import { flag, text } from '../arguments.ts';
import { rows } from '../command.ts';
import type { Command } from '../command.ts';
import { reportRow } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { localAsctime, localSpaced, utcIso } from '../local-time.ts';
import { indexOf } from '../vault-index.ts';
import { enterpriseObjectId } from '../vault.ts';

/** When the samples of this file happened: 2026-09-21T14:13:20Z. */
export const sampleSecond = 1_790_000_000;
const farFuture = 4_000_000_000;

/** Small lists of the enterprise's set-up. Most rows are samples: these are not worth a model. */
export const administrationCommands: readonly Command[] = [
  {
    name: 'scim list',
    summary: 'SCIM end points',
    restrictedTo: 'enterprise',
    run(_given, { session, utcOffsetMinutes }) {
      const { enterprise } = session;
      const index = indexOf(enterprise);
      return rows(
        enterprise.nodes
          .filter((node) => node.scim)
          .map((node, position) => ({
            scim_id: enterpriseObjectId(enterprise.enterpriseId, 700 + position),
            node_name: index.nodePath(node.id),
            node_id: node.id,
            prefix: 'SCIM "x"',
            status: 'active',
            last_synced: localAsctime(sampleSecond, utcOffsetMinutes),
          })),
      );
    },
  },
  {
    name: 'automator list',
    summary: 'Automators',
    restrictedTo: 'enterprise',
    run(_given, { session }) {
      session.callCloud();
      const { enterpriseId, nodes } = session.enterprise;
      const common = { node_id: nodes[0]?.id };
      return rows([
        reportRow({
          id: enterpriseObjectId(enterpriseId, 800),
          name: 'Automator "1"',
          ...common,
          enabled: true,
          url: 'https://automator.example.com/api',
          skills: ['Device Approval'],
        }),
        reportRow({ id: enterpriseObjectId(enterpriseId, 801), name: '', ...common, enabled: false, skills: [] }),
      ]);
    },
  },
  {
    name: 'audit-alert list',
    summary: 'Alerts on audit events',
    restrictedTo: 'enterprise',
    run(_given, { session }) {
      session.callCloud();
      return rows([
        {
          id: 1,
          name: 'Failed "logins"',
          events: 'login_failure',
          frequency: '1 of Occurrences Triggered',
          occurrences: 5,
          alerts_sent: 2,
          last_sent: utcIso(sampleSecond + 71_200),
          active: true,
        },
        {
          id: 2,
          name: 'Many',
          events: 'login\nlogin_failure\nopen_record\nrecord_add\n+2 more',
          frequency: '10 Day(s) from First Occurrence',
          occurrences: 0,
          alerts_sent: 0,
          active: false,
        },
      ]);
    },
  },
  {
    name: 'public-api-key list',
    summary: 'Keys of the public API',
    restrictedTo: 'enterprise',
    run(_given, { session, utcOffsetMinutes }) {
      session.callCloud();
      const common = {
        enterprise_id: session.enterprise.enterpriseId,
        status: 'Active',
        issued_date: localSpaced(sampleSecond, utcOffsetMinutes),
      };
      const expiration = localSpaced(farFuture, utcOffsetMinutes);
      return rows([
        { ...common, name: 'SIEM "1"', expiration_date: expiration, integration: 'SIEM:1' },
        { ...common, name: 'never', expiration_date: 'Never' },
      ]);
    },
  },
  {
    name: 'msp-info',
    summary: 'Managed companies',
    restrictedTo: 'msp',
    arguments: { options: { verbose: flag('-v', '--verbose') } },
    run(given, { session }) {
      const { nodes } = session.enterprise;
      const index = indexOf(session.enterprise);
      const verbose = given.has('verbose');
      const company = (number: number, name: string, node: number, allocated: number, active: number): JsonObject => {
        const id = nodes[node]?.id ?? 0n;
        return reportRow({
          company_id: 3_000_000 + number,
          company_name: name,
          node: verbose ? String(id) : index.nodePath(id),
          ...(verbose && { node_name: index.nodePath(id) }),
          // With -v the plan is a code and the add-ons are a list.
          plan: verbose ? 'business' : 'Business',
          storage: '100GB',
          addons: verbose ? [] : 0,
          allocated,
          active,
        });
      };
      return rows([company(0, 'MC "one"', 0, -1, 0), company(2, 'Paused', 2, 5, 2), company(1, '株式会社', 1, 10, 1)]);
    },
  },
  {
    name: 'license-consumption-report',
    aliases: ['lcr'],
    summary: 'Users of licensed features',
    restrictedTo: 'enterprise',
    arguments: { options: { feature: text(['--feature']) } },
    run(given, { session }) {
      const index = indexOf(session.enterprise);
      const everything = given.text('feature') === 'all';
      const granting = index.vault.roles.filter((role) => 'allow_pam_rotation' in role.enforcements);
      return rows(
        index.vault.users
          .filter((user) => granting.some((role) => user.roleIds.includes(role.id)))
          .map((user) =>
            reportRow({
              username: user.email,
              display_name: user.name,
              node: index.nodePath(user.nodeId),
              status: 'active',
              direct_roles: granting.map((role) => role.name).join(', '),
              ...(everything
                ? {
                    pam_count: 2,
                    secrets_manager_count: 1,
                    connection_manager_count: 1,
                    breachwatch_count: 0,
                    total_features: 4,
                  }
                : { pam_features: '2 feature(s)', feature_count: 2 }),
            }),
          ),
      );
    },
  },
];
