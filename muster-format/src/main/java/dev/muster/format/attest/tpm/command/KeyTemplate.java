package dev.muster.format.attest.tpm.command;

import dev.muster.format.attest.tpm.TpmHash;
import dev.muster.format.attest.tpm.TpmWriter;
import java.util.HexFormat;

/**
 * What a key shall be (TPMT_PUBLIC as template, part 2 §12.2.4): an RSA or ECC key for keeping other keys, or for signing.
 *
 * @param area the TPMT_PUBLIC
 */
public record KeyTemplate(byte[] area) {
    private static final int RSA = 0x0001;
    private static final int AES = 0x0006;
    private static final int NULL = 0x0010;
    private static final int ECDSA = 0x0018;
    private static final int ECC = 0x0023;
    private static final int CFB = 0x0043;
    private static final int P256 = 3;
    private static final int P384 = 4;
    private static final int P521 = 5;

    /** fixedTPM, fixedParent, sensitiveDataOrigin, adminWithPolicy, restricted, decrypt: the EKs of the low range. */
    private static final int EK_LOW = 0x000300B2;

    /** The same with userWithAuth: the EKs of the high range, which the empty password may use. */
    private static final int EK_HIGH = 0x000300F2;

    /** fixedTPM, fixedParent, sensitiveDataOrigin, userWithAuth, noDA, restricted, decrypt. */
    private static final int STORAGE = 0x00030472;

    /** The same with sign in place of decrypt: signs only what the TPM made. */
    private static final int ATTESTATION = 0x00050472;

    /** The same without restricted: signs what it is given. */
    private static final int SIGNING = 0x00040472;

    /** PolicySecret of the endorsement hierarchy, SHA-256 (EK profile 2.6 §B.6.2, PolicyA). */
    private static final byte[] POLICY_A =
            HexFormat.of().parseHex("837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa");

    /** PolicyA or an authorised one (§B.6.5, PolicyB), by hash of the name. */
    private static final byte[] POLICY_B_SHA256 =
            HexFormat.of().parseHex("ca3d0a99a2b93906f7a3342414efcfb3a385d44cd1fd459089d19b5071c0b7a0");

    private static final byte[] POLICY_B_SHA384 = HexFormat.of()
            .parseHex("b26e7d28d11a50bc53d882bcf5fd3a1a074148bb35d3b4e4cb1c0ad9bde419ca"
                    + "cb47ba09699646150f9fc000f3f80e12");
    private static final byte[] POLICY_B_SHA512 = HexFormat.of()
            .parseHex("b8221ca69e8550a4914de3faa6a18c072cc01208073a928d5d66d59ef79e49a4"
                    + "29c41a6b269571d57edb25fbdb1838425608b413cd616a5f6db5b6071af99bea");

    /**
     * An endorsement key (EK Credential Profile 2.6 §B.3 and §B.4), found by the NV index of its certificate.
     */
    public enum Endorsement {
        RSA_2048_LOW("L-1", 0x01C00002),
        P256_LOW("L-2", 0x01C0000A),
        RSA_2048_HIGH("H-1", 0x01C00012),
        P256_HIGH("H-2", 0x01C00014),
        P384_HIGH("H-3", 0x01C00016),
        P521_HIGH("H-4", 0x01C00018);

        private final String profileName;
        private final int index;

        Endorsement(String profileName, int index) {
            this.profileName = profileName;
            this.index = index;
        }

        /** As the profile calls it, {@code L-1}. */
        public String profileName() {
            return profileName;
        }

        /** Where its certificate lies in NV. */
        public int index() {
            return index;
        }

        /** Whether only PolicySecret of the endorsement hierarchy lets it be used. */
        public boolean byPolicy() {
            return this == RSA_2048_LOW || this == P256_LOW;
        }

        public KeyTemplate template() {
            return switch (this) {
                case RSA_2048_LOW -> rsaStorage(EK_LOW, POLICY_A, new byte[256]);
                case P256_LOW -> ecc(TpmHash.SHA256, EK_LOW, POLICY_A, 128, P256, new byte[32], new byte[32]);
                case RSA_2048_HIGH -> rsaStorage(EK_HIGH, POLICY_B_SHA256, new byte[0]);
                case P256_HIGH -> ecc(TpmHash.SHA256, EK_HIGH, POLICY_B_SHA256, 128, P256, new byte[0], new byte[0]);
                case P384_HIGH -> ecc(TpmHash.SHA384, EK_HIGH, POLICY_B_SHA384, 256, P384, new byte[0], new byte[0]);
                case P521_HIGH -> ecc(TpmHash.SHA512, EK_HIGH, POLICY_B_SHA512, 256, P521, new byte[0], new byte[0]);
            };
        }
    }

    /** The parent of the keys of a device: an ECC storage key as key files of TPMs take it for granted. */
    public static KeyTemplate storage() {
        return ecc(TpmHash.SHA256, STORAGE, new byte[0], 128, P256, new byte[0], new byte[0]);
    }

    /**
     * An attestation key: P-256, ECDSA with SHA-256, restricted.
     *
     * @param unique 32 bytes that make it another key for another purpose
     */
    public static KeyTemplate attestation(byte[] unique) {
        return signing(ATTESTATION, true, unique);
    }

    /** A key on P-256 that signs digests of any hash. */
    public static KeyTemplate signing() {
        return signing(SIGNING, false, new byte[0]);
    }

    private static KeyTemplate signing(int attributes, boolean fixed, byte[] unique) {
        TpmWriter out = head(ECC, TpmHash.SHA256, attributes, new byte[0]).u16(NULL);
        if (fixed) {
            out.u16(ECDSA).u16(TpmHash.SHA256.id());
        } else {
            out.u16(NULL);
        }
        return new KeyTemplate(
                out.u16(P256).u16(NULL).sized(unique).sized(new byte[0]).toBytes());
    }

    private static TpmWriter head(int type, TpmHash hash, int attributes, byte[] policy) {
        return new TpmWriter().u16(type).u16(hash.id()).u32(attributes).sized(policy);
    }

    private static KeyTemplate rsaStorage(int attributes, byte[] policy, byte[] unique) {
        return new KeyTemplate(head(RSA, TpmHash.SHA256, attributes, policy)
                .u16(AES)
                .u16(128)
                .u16(CFB)
                .u16(NULL)
                .u16(2_048)
                .u32(0)
                .sized(unique)
                .toBytes());
    }

    private static KeyTemplate ecc(
            TpmHash hash, int attributes, byte[] policy, int cipherBits, int curve, byte[] x, byte[] y) {
        return new KeyTemplate(head(ECC, hash, attributes, policy)
                .u16(AES)
                .u16(cipherBits)
                .u16(CFB)
                .u16(NULL)
                .u16(curve)
                .u16(NULL)
                .sized(x)
                .sized(y)
                .toBytes());
    }
}
