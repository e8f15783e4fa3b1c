package dev.muster.core.access;

/**
 * A key of a person's authenticator, made for this server (WebAuthn Level 3 §5.1).
 *
 * @param credential its id, base64url without padding
 * @param data attested credential data as the authenticator made it (§6.5.1): AAGUID, id, public key
 * @param signatures how many the authenticator said it had made; always 0 where it does not count
 */
public record Passkey(String operator, String credential, byte[] data, long signatures) {}
