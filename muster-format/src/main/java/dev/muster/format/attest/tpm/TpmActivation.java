package dev.muster.format.attest.tpm;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cbor.CborProfile;
import java.util.List;

/**
 * The messages by which a device proves that its keys are in its TPM, CBOR maps of byte strings. No registered form has them.
 */
public final class TpmActivation {
    public static final String MEDIA_TYPE = "application/vnd.muster.tpm2-activation+cbor";

    /** Four certificates of two kilobytes, and some hundred bytes besides. */
    public static final int MAX_BYTES = 16 * 1024;

    private static final int CHAIN_MAX = 8;
    private static final CborLimits LIMITS = new CborLimits(4, 64, MAX_BYTES);
    private static final long CHAIN = 1;
    private static final long ENDORSEMENT_KEY = 2;
    private static final long ATTESTATION_KEY = 3;
    private static final long TICKET = 4;
    private static final long CREDENTIAL = 5;
    private static final long ENCRYPTED_SECRET = 6;
    private static final long SECRET = 7;
    private static final long ATTEST = 8;
    private static final long SIGNATURE = 9;
    private static final long KEY = 10;
    private static final long REQUEST = 11;

    private TpmActivation() {}

    /**
     * Which TPM it is: {@code {1: [+ certificate], 2: TPM2B_PUBLIC, 3: TPM2B_PUBLIC}}.
     *
     * @param chain certificates of the endorsement key and above, DER; may be empty
     * @param endorsementKey TPM2B_PUBLIC
     * @param attestationKey TPM2B_PUBLIC
     */
    public record Claim(List<byte[]> chain, byte[] endorsementKey, byte[] attestationKey) {
        public Claim {
            chain = List.copyOf(chain);
        }

        public static Claim parse(byte[] bytes) {
            return reading(bytes, Claim::of);
        }

        private static Claim of(CborMap map) {
            List<Cbor> chain = map.require(CHAIN).asArray().items();
            if (chain.size() > CHAIN_MAX) {
                throw new TpmException("a chain has at most " + CHAIN_MAX + " certificates", "/1", 0);
            }
            return new Claim(
                    chain.stream().map(Cbor::asBytes).toList(),
                    map.require(ENDORSEMENT_KEY).asBytes(),
                    map.require(ATTESTATION_KEY).asBytes());
        }

        public byte[] encode() {
            return into(Cbor.map()).build().encoded();
        }

        private CborMapBuilder into(CborMapBuilder map) {
            return map.put(CHAIN, Cbor.array(chain.stream().map(Cbor::of).toList()))
                    .put(ENDORSEMENT_KEY, endorsementKey)
                    .put(ATTESTATION_KEY, attestationKey);
        }
    }

    /** What the TPM has to open: {@code {4: ticket, 5: TPM2B_ID_OBJECT's content, 6: TPM2B_ENCRYPTED_SECRET's}}. */
    public record Riddle(byte[] ticket, CredentialProtection credential) {
        public static Riddle parse(byte[] bytes) {
            return reading(
                    bytes,
                    map -> new Riddle(
                            map.require(TICKET).asBytes(),
                            new CredentialProtection(
                                    map.require(CREDENTIAL).asBytes(),
                                    map.require(ENCRYPTED_SECRET).asBytes())));
        }

        public byte[] encode() {
            return Cbor.map()
                    .put(TICKET, ticket)
                    .put(CREDENTIAL, credential.credential())
                    .put(ENCRYPTED_SECRET, credential.encryptedSecret())
                    .build()
                    .encoded();
        }
    }

    /**
     * That it opened it, and what its attestation key says of the device's key: the claim with {@code 4: ticket, 7: secret, 8:
     * TPMS_ATTEST, 9: TPMT_SIGNATURE, 10: TPM2B_PUBLIC}.
     *
     * @param attest of TPM2_Certify, with SHA-256 of the secret as qualifying data
     * @param key the device's key as its TPM describes it
     */
    public record Proof(Claim claim, byte[] ticket, byte[] secret, byte[] attest, byte[] signature, byte[] key) {
        public static Proof parse(byte[] bytes) {
            return reading(bytes, Proof::of);
        }

        private static Proof of(CborMap map) {
            return new Proof(
                    Claim.of(map),
                    map.require(TICKET).asBytes(),
                    map.require(SECRET).asBytes(),
                    map.require(ATTEST).asBytes(),
                    map.require(SIGNATURE).asBytes(),
                    map.require(KEY).asBytes());
        }

        public byte[] encode() {
            return into(Cbor.map()).build().encoded();
        }

        private CborMapBuilder into(CborMapBuilder map) {
            return claim.into(map)
                    .put(TICKET, ticket)
                    .put(SECRET, secret)
                    .put(ATTEST, attest)
                    .put(SIGNATURE, signature)
                    .put(KEY, key);
        }
    }

    /**
     * A device that has nothing but its TPM asks for its first certificate: the proof with {@code 11: PKCS #10}.
     *
     * @param request for the key that the proof certifies, DER
     */
    public record Joining(Proof proof, byte[] request) {
        public static Joining parse(byte[] bytes) {
            return reading(
                    bytes,
                    map -> new Joining(Proof.of(map), map.require(REQUEST).asBytes()));
        }

        public byte[] encode() {
            return proof.into(Cbor.map()).put(REQUEST, request).build().encoded();
        }
    }

    private interface Reader<T> {
        T read(CborMap map);
    }

    private static <T> T reading(byte[] bytes, Reader<T> reader) {
        try {
            return reader.read(Cbor.parse(bytes, CborProfile.STRICT, LIMITS).asMap());
        } catch (CborException fault) {
            throw new TpmException(fault.reason(), fault.path(), fault.offset());
        }
    }
}
