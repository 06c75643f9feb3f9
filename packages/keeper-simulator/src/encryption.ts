import { createCipheriv, randomBytes } from 'node:crypto';

import { KeeperSimulatorError } from './simulator-error.ts';

/** Refuses what Keeper's set-up refuses as a key. @throws KeeperSimulatorError */
export function checkEncryptionKey(key: string): string {
  if (/^[A-Za-z0-9@#$%^&+=]{32}$/.test(key)) return key;
  throw new KeeperSimulatorError(
    'LEAT_SIMULATOR_ENCRYPTION_KEY',
    'The encryption key is not usable.',
    'Give exactly 32 characters out of letters, digits and @#$%^&+=.',
  );
}

/** Encrypts as Service Mode does: nonce (12 bytes), ciphertext, tag (16 bytes); AES-256-GCM with the key's own characters. */
export function encryptBody(text: string, key: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'utf8'), nonce);
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}
