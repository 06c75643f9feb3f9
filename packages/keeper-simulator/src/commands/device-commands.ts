import { CommandError, rows } from '../command.ts';
import type { Command } from '../command.ts';
import { flag } from '../arguments.ts';
import { localSpaced } from '../local-time.ts';
import { sampleSecond } from './administration-commands.ts';

/** Devices of the service's user, of others, and those that wait for approval; all samples. */
export const deviceCommands: readonly Command[] = [
  {
    name: 'device-list',
    summary: 'Own devices',
    run(_given, { session, utcOffsetMinutes }) {
      session.callCloud();
      const device = (id: number, deviceName: string, clientType: string, loginStatus: string, after: number) => ({
        id,
        deviceName,
        clientType,
        loginStatus,
        lastAccessedTimestamp: localSpaced(sampleSecond + after, utcOffsetMinutes),
      });
      const devices = [
        device(1, '', 'CHROME_EXTENSION', 'LOGGED_IN', 122),
        device(2, 'iPhone de Zoë', 'IOS', 'LOGGED_IN', 61),
        device(3, 'Chrome "work"', 'WEB_APP', 'LOGGED_OUT', 0),
      ];
      return { kind: 'document', data: { devices } };
    },
  },
  {
    name: 'device-admin-list',
    summary: 'Devices of users',
    restrictedTo: 'enterprise',
    arguments: { words: { required: 'enterprise_user_ids', many: true } },
    run(given, { session, utcOffsetMinutes }) {
      session.callCloud();
      const wrong = given.words.find((word) => !/^\d+$/.test(word));
      if (wrong !== undefined) throw new CommandError(`device-admin-list: Invalid user id: ${wrong}`);
      const wanted = new Set(given.words.map((word) => BigInt(word)));
      const known = session.enterprise.users.filter((user) => wanted.has(user.id));
      const devices = known.map((user, position) => ({
        id: position + 1,
        enterpriseUserId: user.id,
        deviceName: 'Chrome "work"',
        uiCategory: 'Web Vault',
        deviceStatus: 'OK',
        loginStatus: 'LOGGED_OUT',
        lastAccessedTimestamp: localSpaced(sampleSecond, utcOffsetMinutes),
      }));
      return { kind: 'document', data: { devices } };
    },
  },
  {
    name: 'device-approve',
    summary: 'Devices that wait for approval',
    restrictedTo: 'enterprise',
    arguments: { options: { reload: flag('-r', '--reload') } },
    run(_given, { session, utcOffsetMinutes }) {
      session.callCloud();
      const waiting = session.enterprise.users.slice(1, 3);
      if (waiting.length === 0) return { kind: 'log', text: 'There are no pending devices to approve' };
      const names = ['Bob\'s "new" phone \u{1F4F1}', 'DESKTOP-é'];
      return rows(
        waiting.map((user, position) => ({
          date: localSpaced(sampleSecond, utcOffsetMinutes),
          email: user.email,
          device_id: `7c766ee87cbdcc16${String(position).padStart(4, '0')}`,
          device_name: names[position] ?? '',
          device_type: 'Mobile',
          ip_address: `203.0.113.${10 + position}`,
          client_version: '17.0',
          location: 'Wien, AT',
        })),
      );
    },
  },
];
