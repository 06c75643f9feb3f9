import { flag } from '../arguments.ts';
import { rows } from '../command.ts';
import type { Command } from '../command.ts';
import type { JsonObject } from '../json.ts';
import { localSpaced } from '../local-time.ts';
import type { Vault } from '../vault.ts';
import { sampleSecond } from './administration-commands.ts';

/** Applications, gateways and other identities that are no persons; samples over the vault's hidden uids. */
export const machineCommands: readonly Command[] = [
  {
    name: 'secrets-manager app list',
    aliases: ['ksm app list'],
    summary: 'Applications of the secrets manager',
    run(_given, { session, utcOffsetMinutes }) {
      session.callCloud();
      const { vault } = session;
      if (vault.records.length === 0) {
        return { kind: 'document', data: { applications: [], message: 'No Applications to list.' } };
      }
      return rows([
        {
          app_name: 'App xray',
          app_uid: hiddenUid(vault, 0),
          records: Math.min(7, vault.records.length),
          folders: 1,
          devices: 2,
          last_access: localSpaced(sampleSecond, utcOffsetMinutes),
        },
      ]);
    },
  },
  {
    name: 'pam gateway list',
    summary: 'Gateways',
    arguments: { options: { force: flag('-f', '--force') } },
    run(_given, { session }) {
      session.callCloud();
      const { vault } = session;
      const gateways: readonly JsonObject[] =
        vault.records.length === 0
          ? []
          : [
              {
                ksm_app_name: 'App xray',
                ksm_app_uid: hiddenUid(vault, 0),
                ksm_app_accessible: true,
                gateway_name: 'Gateway "eu"',
                gateway_uid: hiddenUid(vault, 1),
                status: 'OFFLINE',
                gateway_version: '',
              },
            ];
      return { kind: 'document', data: { gateways } };
    },
  },
  {
    name: 'pam config list',
    summary: 'Configurations for privileged access',
    run(_given, { session }) {
      session.callCloud();
      const { vault } = session;
      const folder = vault.folders.find((candidate) => candidate.kind === 'shared');
      const configurations: readonly JsonObject[] =
        folder === undefined
          ? []
          : [
              {
                uid: hiddenUid(vault, 2),
                config_name: 'Pamnetworkconfiguration echo',
                config_type: 'pamNetworkConfiguration',
                shared_folder: { name: folder.name, uid: folder.uid },
                folder: { name: folder.name, type: 'shared_folder', uid: folder.uid },
                gateway_uid: hiddenUid(vault, 1),
                resource_record_uids: [],
              },
            ];
      return { kind: 'document', data: { configurations } };
    },
  },
  {
    name: 'nhi-report',
    summary: 'Identities that are no persons',
    restrictedTo: 'enterprise',
    run(_given, { session }) {
      session.callCloud();
      // Recorded for an account without any; what they would look like is not known.
      const note =
        'Note: This NHI report only includes active PAM record types (PAM Users and PAM Resources) and active Keeper Gateways. KSM Devices are not included in this calculation.';
      return { kind: 'document', data: { note, all: [], pam_users: [], pam_resources: [], gateways: [] } };
    },
  },
];

function hiddenUid(vault: Vault, position: number): string {
  return vault.hiddenUids[position] ?? '';
}
