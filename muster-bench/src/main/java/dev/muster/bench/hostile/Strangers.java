package dev.muster.bench.hostile;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Keys;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;

/** Statements that are well signed by somebody whom nobody trusts. */
final class Strangers {
    private static final long CWT_ISS = 1;
    private static final long CWT_SUB = 2;

    /** What a refused statement would leave behind, if it were kept. */
    private static final int PAYLOAD_BYTES = 32 * 1024;

    private final CoseSigner signer;

    private Strangers(CoseSigner signer) {
        this.signer = signer;
    }

    static Strangers create() {
        KeyPair pair = Keys.generateP256(new SecureRandom());
        return new Strangers(CoseSigner.of(
                CoseAlgorithm.ES256,
                pair.getPrivate(),
                CoseKey.of(pair.getPublic()).kid()));
    }

    /** @param number makes it another one */
    byte[] statement(int number) {
        byte[] payload = new byte[PAYLOAD_BYTES];
        byte[] digits = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, payload, 0, digits.length);
        return Sign1Builder.create()
                .contentType("text/plain")
                .protect(
                        HeaderLabel.CWT_CLAIMS,
                        Cbor.map()
                                .put(CWT_ISS, "https://stranger.example")
                                .put(CWT_SUB, "thing/" + number)
                                .build())
                .payload(payload)
                .sign(signer)
                .encode();
    }
}
