package dev.muster.format.attest.dice;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cose.CoseException;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.CryptoException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The messages by which a device joins with a DICE chain in CBOR, CBOR maps. No registered form has them: EST knows TLS
 * certificates, which are X.509.
 *
 * <pre>
 * nonce   = {1: bstr}
 * joining = {1: chain, 2: bstr .cbor COSE_Sign1}           signed by the last key of the chain
 * chain   = [+ bstr / COSE_Key / COSE_Sign1]               see {@link DiceIdentity}
 * payload = {1: bstr nonce, 2: bstr PKCS #10}
 * </pre>
 *
 * <p>What is signed has {@link #PURPOSE} as external data (RFC 9052 §4.3), so that no other message of a device, such as its
 * evidence over a nonce that somebody else chose, is a request to join.
 */
public final class DiceJoining {
    public static final String MEDIA_TYPE = "application/vnd.muster.dice-joining+cbor";

    /** Twenty certificates of a kilobyte, and a request with a key after quantum computers. */
    public static final int MAX_BYTES = 32 * 1024;

    private static final byte[] PURPOSE = "muster dice joining 1".getBytes(StandardCharsets.US_ASCII);
    private static final long CHAIN = 1;
    private static final long PROOF = 2;
    private static final long NONCE = 1;
    private static final long REQUEST = 2;
    private static final CborLimits LIMITS = new CborLimits(16, 2_000, MAX_BYTES);

    private DiceJoining() {}

    /** What the device has to sign. */
    public record Nonce(byte[] value) {
        /** @throws DiceException when the bytes are not this map */
        public static Nonce parse(byte[] bytes) {
            return reading(bytes, map -> new Nonce(map.require(NONCE).asBytes()));
        }

        public byte[] encode() {
            return Cbor.map().put(NONCE, value).build().encoded();
        }
    }

    /**
     * What the device says.
     *
     * @param request PKCS #10, DER
     */
    public record Said(byte[] nonce, byte[] request) {
        private byte[] encode() {
            return Cbor.map().put(NONCE, nonce).put(REQUEST, request).build().encoded();
        }
    }

    /**
     * A device asks for its first certificate.
     *
     * @param proof over {@code said}
     * @param said its payload; nobody's before {@link #isSigned}
     */
    public record Asked(DiceIdentity identity, CoseSign1 proof, Said said) {
        /** @throws DiceException when the bytes are not this map, with the place of the fault */
        public static Asked parse(byte[] bytes) {
            return reading(bytes, map -> {
                DiceIdentity identity =
                        DiceIdentity.parse(map.require(CHAIN).asArray().items());
                CoseSign1 proof = CoseSign1.parse(map.require(PROOF).asBytes());
                byte[] payload =
                        proof.payload().orElseThrow(() -> new DiceException("what is signed is missing", "/2", -1));
                CborMap said = Cbor.parse(payload, CborProfile.STRICT, LIMITS).asMap();
                return new Asked(
                        identity,
                        proof,
                        new Said(
                                said.require(NONCE).asBytes(),
                                said.require(REQUEST).asBytes()));
            });
        }

        /** Whether the last key of the chain says it. */
        public boolean isSigned() {
            try {
                return CoseVerifier.strict()
                        .verify(proof, VerificationKey.of(identity.speaking()), PURPOSE, Optional.empty())
                        .valid();
            } catch (CryptoException unfit) {
                return false;
            }
        }

        /**
         * Writes what a device sends.
         *
         * @param chain certificates and keys, each encoded
         * @param signer the last key of the chain
         */
        public static byte[] encode(List<byte[]> chain, Said said, CoseSigner signer) {
            byte[] proof = Sign1Builder.create()
                    .payload(said.encode())
                    .externalAad(PURPOSE)
                    .sign(signer)
                    .encode();
            return Cbor.map()
                    .put(CHAIN, Cbor.array(chain.stream().map(Cbor::of).toList()))
                    .put(PROOF, proof)
                    .build()
                    .encoded();
        }
    }

    private interface Reader<T> {
        T read(CborMap map);
    }

    private static <T> T reading(byte[] bytes, Reader<T> reader) {
        try {
            return reader.read(Cbor.parse(bytes, CborProfile.STRICT, LIMITS).asMap());
        } catch (CborException fault) {
            throw new DiceException(fault.reason(), fault.path(), fault.offset());
        } catch (CoseException fault) {
            throw new DiceException(fault.reason(), fault.path(), fault.offset());
        } catch (CryptoException | IllegalArgumentException unusable) {
            throw new DiceException(String.valueOf(unusable.getMessage()), "/", -1);
        }
    }
}
