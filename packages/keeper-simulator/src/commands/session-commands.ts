import type { Command } from '../command.ts';
import { CommandError } from '../command.ts';
import { indexOf } from '../vault-index.ts';

/** Refreshes, and who the service is logged in as. */
export const sessionCommands: readonly Command[] = [
  {
    name: 'sync-down',
    aliases: ['d'],
    summary: 'Load the vault again',
    arguments: { options: { force: { flags: ['-f', '--force'], kind: 'flag' } } },
    run(_given, { session }) {
      session.syncVault();
      return { kind: 'silent' };
    },
  },
  {
    name: 'enterprise-down',
    aliases: ['ed'],
    summary: 'Load the enterprise again',
    arguments: { options: { reset: { flags: ['-f', '--reset'], kind: 'flag' } } },
    restrictedTo: 'enterprise',
    run(_given, { session }) {
      try {
        session.syncEnterprise();
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        return { kind: 'log', text: stackTrace(error.message) };
      }
      return { kind: 'silent' };
    },
  },
  {
    name: 'whoami',
    summary: 'Who the service is logged in as',
    run(_given, { session }) {
      const vault = session.enterprise;
      const count = (status: string): number => vault.users.filter((user) => user.status === status).length;
      const { addOns } = session.account;
      return {
        kind: 'parsed',
        data: {
          logged_in: true,
          user: indexOf(vault).service,
          server: 'keepersecurity.com',
          data_center: 'US',
          admin: session.account.enterpriseAdministrator,
          account_type: 'Enterprise',
          renewal_date: '2030-12-31',
          storage_capacity: '10GB',
          storage_usage: '0%',
          storage_renewal_date: '2030-12-31',
          breachwatch: addOns,
          reporting_and_alerts: addOns,
          base_plan: 'Unknown',
          secure_file_storage: '250GB',
          user_licenses: `Plan: ${vault.users.length + 5}  Active: ${count('Active')}  Invited: ${count('Invited')}`,
          'add-ons': addOns ? 'Advanced Reporting & Alerts Module' : '',
          add_ons: addOns ? ['Compliance Reporting', 'Enterprise BreachWatch', 'Keeper Secrets Manager (KSM)'] : [],
        },
      };
    },
  },
];

/** Commander logs the exception with the host's stack; the frames here are shortened, but as many lines matter. */
function stackTrace(message: string): string {
  return [
    message,
    'Traceback (most recent call last):',
    frame('api.py', 1502, 'query_enterprise'),
    frame('enterprise.py', 188, 'load'),
    frame('api.py', 870, 'communicate_rest'),
    `keepercommander.error.KeeperApiError: ${message}`,
  ].join('\n');
}

function frame(file: string, line: number, name: string): string {
  return `  File "<site-packages>/keepercommander/${file}", line ${line}, in ${name}`;
}
