package dev.muster.format.inspect;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Curve;
import dev.muster.format.crypto.HashName;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The three links of an Arm CCA token (draft-ffm-rats-cca-token): a given key signs the platform token, the platform
 * token's nonce is the digest of the realm's key, and the realm's key signs the realm token.
 */
final class CcaTokens {
    private static final long PLATFORM = 44234;
    private static final long REALM = 44241;
    private static final long NONCE = 10;
    private static final long REALM_KEY = 44237;
    private static final long REALM_KEY_HASH = 44240;

    private CcaTokens() {}

    static SignatureVerdict verify(Cbor item, Trust trust) {
        try {
            CborMap tokens = item.asTag().content().asMap();
            SignatureVerdict platform = Signatures.verify(token(tokens, PLATFORM), trust);
            if (!(platform instanceof SignatureVerdict.Valid valid)) {
                return platform;
            }
            List<String> broken = broken(tokens);
            return broken.isEmpty()
                    ? new SignatureVerdict.Valid(valid.by() + ", which vouches for the realm's key")
                    : new SignatureVerdict.Invalid(String.join("; ", broken));
        } catch (MalformedException | CryptoException | NoSuchElementException broken) {
            return new SignatureVerdict.Invalid("the tokens inside cannot be read: " + broken.getMessage());
        }
    }

    /** What needs no given key. */
    static List<String> notes(Cbor item) {
        try {
            List<String> broken = broken(item.asTag().content().asMap());
            return broken.isEmpty()
                    ? List.of("the realm token fits the key that the platform token vouches for")
                    : broken;
        } catch (MalformedException | CryptoException | NoSuchElementException broken) {
            return List.of("the tokens inside cannot be read: " + broken.getMessage());
        }
    }

    private static List<String> broken(CborMap tokens) {
        List<String> broken = new ArrayList<>();
        Cbor realm = token(tokens, REALM);
        CborMap claims = claims(realm);
        byte[] key = claims.require(REALM_KEY).asBytes();
        byte[] nonce = claims(token(tokens, PLATFORM)).require(NONCE).asBytes();
        if (!Arrays.equals(nonce, digest(claims.require(REALM_KEY_HASH).asText(), key))) {
            broken.add("the platform token does NOT vouch for the realm's key");
        }
        Trust own = Trust.of(List.of(new Trust.NamedKey("the realm's key", publicKey(key))));
        if (!(Signatures.verify(realm, own) instanceof SignatureVerdict.Valid)) {
            broken.add("the realm token is NOT signed by the realm's key");
        }
        return broken;
    }

    /** The token itself: bytes, or a record of content type and bytes (RFC 9999). */
    private static Cbor token(CborMap tokens, long label) {
        Cbor entry = tokens.require(label);
        Cbor bytes = entry instanceof CborArray record ? record.get(1) : entry;
        return Envelope.open(bytes).orElseThrow(() -> new NoSuchElementException("token " + label + " is not CBOR"));
    }

    private static CborMap claims(Cbor token) {
        return Envelope.of(token)
                .flatMap(Envelope::claims)
                .orElseThrow(() -> new NoSuchElementException("a token has no claims"));
    }

    /** A COSE_Key, or in the older profile an uncompressed point of P-384. */
    private static PublicKey publicKey(byte[] key) {
        int width = Curve.P384.width();
        if (key.length == 1 + 2 * width && key[0] == 4) {
            return Curve.P384.publicKey(
                    Arrays.copyOfRange(key, 1, 1 + width), Arrays.copyOfRange(key, 1 + width, key.length));
        }
        return CoseKey.parse(key, CoseProfile.GENERIC).publicKey();
    }

    private static byte[] digest(String name, byte[] key) {
        Optional<HashName> hash = Arrays.stream(HashName.values())
                .filter(each -> each.digest().equalsIgnoreCase(name))
                .findFirst();
        try {
            return MessageDigest.getInstance(hash.orElseThrow().digest()).digest(key);
        } catch (GeneralSecurityException e) {
            throw new CryptoException("no hash " + name, e);
        }
    }
}
