package dev.muster.format.attest.dice;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Keys;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** Certificates of Open DICE in CBOR, as a device makes them. */
final class CborLayers {
    static final byte[] CERTIFIES = {0x20};

    private CborLayers() {}

    static KeyPair keys() {
        return Keys.generateP256(new SecureRandom());
    }

    /** What a layer is called: here the beginning of its key. */
    static String name(KeyPair keys) {
        byte[] encoded = keys.getPublic().getEncoded();
        return HexFormat.of().formatHex(encoded, encoded.length - 20, encoded.length);
    }

    static CborMapBuilder claims(String issuer, KeyPair subject, byte[] usage) {
        return Cbor.map()
                .put(1, issuer)
                .put(2, name(subject))
                .put(-4_670_545, new byte[32])
                .put(-4_670_551, new byte[] {1})
                .put(-4_670_552, CoseKey.of(subject.getPublic()).encode())
                .put(-4_670_553, usage);
    }

    static byte[] signed(CborMapBuilder claims, KeyPair issuer) {
        return Sign1Builder.create()
                .payload(claims.build().encoded())
                .sign(signer(issuer))
                .encode();
    }

    static byte[] layer(KeyPair issuer, KeyPair subject) {
        return signed(claims(name(issuer), subject, CERTIFIES), issuer);
    }

    static CoseSigner signer(KeyPair keys) {
        return CoseSigner.of(VerificationKey.of(keys.getPublic()).algorithm(), keys.getPrivate(), Optional.empty());
    }
}
