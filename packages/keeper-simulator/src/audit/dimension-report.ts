import type { JsonObject } from '../json.ts';
import { reportRow } from '../json.ts';
import type { AuditEvent, Vault } from '../vault.ts';
import { auditClients, auditEventTypes, auditLocations, placeName } from './dimensions.ts';

/** The rows of `--report-type dim`, as Keeper's cloud would give them; unknown dimensions are empty. */
export function dimensionRows(column: string, events: readonly AuditEvent[], enterprise: Vault): readonly JsonObject[] {
  switch (column) {
    case 'audit_event_type':
      return auditEventTypes.map((type) => reportRow({ ...type }));
    case 'username':
      // Names that are not plain ASCII addresses are dropped.
      return enterprise.users
        .map((user) => user.email)
        .filter((email) => /^[\w.+-]+@[\w.-]+$/.test(email))
        .toSorted()
        .map((username) => ({ username }));
    case 'keeper_version':
      return clientsIn(events).map((client) => ({
        version_id: client.id,
        type_name: client.name,
        version: client.version,
        type_category: 'Client',
      }));
    case 'device_type':
      return clientsIn(events)
        .map((client) => ({ type_name: client.name, type_category: 'Client' }))
        .toSorted((left, right) => (left.type_name < right.type_name ? -1 : 1));
    case 'ip_address':
      return placesIn(events).map((place) =>
        reportRow({
          ip_address: place.ipAddress,
          city: place.city,
          region: place.region,
          country_code: place.country,
        }),
      );
    case 'geo_location':
      return geoRows(events);
    default:
      return [];
  }
}

function geoRows(events: readonly AuditEvent[]): readonly JsonObject[] {
  const places = placesIn(events);
  const names = [...new Set(places.map((place) => placeName(place)))].toSorted();
  return names.map((name) => {
    const here = places.filter((place) => placeName(place) === name);
    const [first] = here;
    return reportRow({
      geo_location: name,
      city: first?.city,
      region: first?.region,
      country_code: first?.country,
      ip_count: here.length,
    });
  });
}

function placesIn(events: readonly AuditEvent[]): typeof auditLocations {
  const addresses = new Set(events.map((event) => event.ipAddress));
  return auditLocations.filter((place) => addresses.has(place.ipAddress));
}

function clientsIn(events: readonly AuditEvent[]): typeof auditClients {
  const versions = new Set(events.map((event) => event.keeperVersion));
  return auditClients.filter((client) => versions.has(`${client.name} ${client.version}`));
}
