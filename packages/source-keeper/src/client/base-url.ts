import { keeperError } from '../errors/keeper-error.ts';

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Reads the address of the service: with or without `/api/v2`, `/api/v1` or a slash at the end, as the service prints it and as
 * people shorten it. Gives the URL without them; a path of a proxy in front stays.
 *
 * @throws ConfigError LEAT_KEEPER_INVALID_OPTION for what is no such address, LEAT_KEEPER_INSECURE_URL for plain http to another machine.
 */
export function parseBaseUrl(text: string, allowInsecure: boolean): URL {
  const url = URL.parse(text.trim());
  if (url === null || !/^https?:$/.test(url.protocol)) {
    // The text is left out: a key pasted into the wrong setting would show.
    throw keeperError('LEAT_KEEPER_INVALID_OPTION', 'baseUrl is no http:// or https:// address.', {
      remedy: 'Write baseUrl like https://keeper.example.com:8900.',
    });
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw keeperError('LEAT_KEEPER_INVALID_OPTION', 'baseUrl holds more than host, port and path.', {
      remedy: 'Leave user name, password, query and fragment out of baseUrl; the API key is the option apiKey.',
    });
  }
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname) && !allowInsecure) {
    throw keeperError('LEAT_KEEPER_INSECURE_URL', `baseUrl would send the API key to ${url.host} in the clear.`);
  }
  url.pathname = url.pathname
    .replace(/\/+$/, '')
    .replace(/\/api\/v[12]$/, '')
    .replace(/\/*$/, '/');
  return url;
}
