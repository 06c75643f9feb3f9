import { createDecipheriv } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Opens an encrypted answer: nonce (12 bytes), ciphertext, tag (16 bytes), AES-256-GCM without additional data; the 32 characters
 * of the key are the key. Format as recorded from Commander 18.0.13.
 *
 * @returns undefined when the bytes were not encrypted with this key, or were changed
 */
export function decryptBody(body: Buffer, key: string): Buffer | undefined {
  if (body.byteLength < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'utf8'), body.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    // The only error here is a tag that does not fit; Node has no code for it.
    return undefined;
  }
}
