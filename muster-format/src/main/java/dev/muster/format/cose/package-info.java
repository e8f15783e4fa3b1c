/**
 * COSE: RFC 9052 and RFC 9053 (STD 96), with RFC 8392 (CWT), RFC 8230 (RSASSA-PSS), RFC 8778 (HSS-LMS), RFC 9338
 * (countersignatures), RFC 9360 (X.509), RFC 9459 (CTR and CBC), RFC 9596 (typ), RFC 9597 (claims in headers), RFC 9679
 * (thumbprints), RFC 9864 (fully specified algorithms), RFC 9964 (ML-DSA) and RFC 9995 (hash envelope).
 *
 * <p>Messages keep the received bytes: signatures are checked over them, never over a re-encoding. {@link
 * dev.muster.format.cose.CoseProfile#STRICT} is what Muster uses, {@link dev.muster.format.cose.CoseProfile#GENERIC}
 * what the RFC allows. Malformed bytes throw {@link dev.muster.format.cose.CoseException} or {@link
 * dev.muster.format.cbor.CborException}; a readable message that is not accepted is a {@link
 * dev.muster.format.cose.Verdict} with a stable reason.
 *
 * <pre>{@code
 * KeyPair pair = Keys.generateP256(new SecureRandom());
 * CoseKey publicKey = CoseKey.of(pair.getPublic());
 * CoseSigner signer = CoseSigner.of(CoseAlgorithm.ES256, pair.getPrivate(), publicKey.kid());
 *
 * byte[] message = Sign1Builder.create()
 *         .contentType("text/plain")
 *         .payload("all is well".getBytes(StandardCharsets.UTF_8))
 *         .sign(signer)
 *         .encode();
 *
 * CoseSign1 received = CoseSign1.parse(message);
 * switch (CoseVerifier.strict().verify(received, publicKey)) {
 *     case Verdict.Valid valid -> System.out.println(new String(received.payload().orElseThrow(), StandardCharsets.UTF_8));
 *     case Verdict.Invalid invalid -> System.out.println(invalid.reason().code() + ": " + invalid.detail());
 * }
 * }</pre>
 *
 * <p>COSE-HPKE (draft-ietf-cose-hpke-27, with the numbers it asks for; both modes, with and without a pre-shared key) is
 * a draft and switched off: {@link dev.muster.format.cose.CoseCipher#draftHpke} switches it on for one cipher.
 *
 * <p>Not done: HPKE recipients of COSE_Mac, AKP keys for HPKE, RSA-OAEP and RSASSA-PKCS1-v1_5, AES-GCM as key wrap, secp256k1,
 * Brainpool curves and fetching of {@code x5u}. Trust in a chain is the caller's business: {@code
 * x5chain} is only compared with the key that the caller trusts.
 */
@NullMarked
package dev.muster.format.cose;

import org.jspecify.annotations.NullMarked;
