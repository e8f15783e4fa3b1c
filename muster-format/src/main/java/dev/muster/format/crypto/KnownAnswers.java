package dev.muster.format.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Published signatures that a provider must accept, and refuse with one bit changed, before it is used. ML-DSA has keys
 * too long for a table here: the provider must accept its own fresh signature instead.
 */
final class KnownAnswers {
    record Answer(PublicKey key, byte[] message, byte[] signature) {}

    private static final byte[] SAMPLE = "sample".getBytes(StandardCharsets.US_ASCII);

    private KnownAnswers() {}

    static boolean correct(SignatureScheme scheme, Provider provider) {
        if (provider.getService("Signature", scheme.jca()) == null) {
            return false;
        }
        try {
            Optional<Answer> answer = of(scheme, provider);
            if (answer.isEmpty()) {
                // The same engine and curve as a scheme that has an answer, or LMS: nothing published is short enough.
                return true;
            }
            Answer known = answer.get();
            byte[] changed = known.signature.clone();
            changed[changed.length / 2] ^= 1;
            return Crypto.verify(scheme, provider, known.key, known.message, known.signature)
                    && !Crypto.verify(scheme, provider, known.key, known.message, changed);
        } catch (CryptoException | GeneralSecurityException | LinkageError refused) {
            return false;
        }
    }

    static Optional<Answer> of(SignatureScheme scheme, Provider provider) throws GeneralSecurityException {
        return switch (scheme) {
            case ECDSA_P256_SHA256 -> Optional.of(p256());
            case ECDSA_P384_SHA384 -> Optional.of(p384());
            case ECDSA_P521_SHA512 -> Optional.of(p521());
            case ED25519 -> Optional.of(ed25519());
            case ED448 -> Optional.of(ed448());
            case RSA_PSS_SHA256 -> Optional.of(rsaPss());
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> Optional.of(fresh(scheme, provider));
            default -> Optional.empty();
        };
    }

    /** RFC 6979 §A.2.5, SHA-256. */
    private static Answer p256() {
        return new Answer(
                Curve.P256.publicKey(
                        hex("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"),
                        hex("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299")),
                SAMPLE,
                hex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                        + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"));
    }

    /** RFC 6979 §A.2.6, SHA-384. */
    private static Answer p384() {
        return new Answer(
                Curve.P384.publicKey(
                        hex("ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64"
                                + "def8f0ea9055866064a254515480bc13"),
                        hex("8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1"
                                + "288b231c3ae0d4fe7344fd2533264720")),
                SAMPLE,
                hex("94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c"
                        + "81a648152e44acf96e36dd1e80fabe46"
                        + "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94f"
                        + "a329c145786e679e7b82c71a38628ac8"));
    }

    /** RFC 6979 §A.2.7, SHA-512. */
    private static Answer p521() {
        return new Answer(
                Curve.P521.publicKey(
                        hex("01894550d0785932e00eaa23b694f213f8c3121f86dc97a04e5a7167db4e5bcd"
                                + "371123d46e45db6b5d5370a7f20fb633155d38ffa16d2bd761dcac474b9a2f50"
                                + "23a4"),
                        hex("00493101c962cd4d2fddf782285e64584139c2f91b47f87ff82354d6630f746a"
                                + "28a0db25741b5b34a828008b22acc23f924faafbd4d33f81ea66956dfeaa2bfd"
                                + "fcf5")),
                SAMPLE,
                hex("00c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f"
                        + "174e25a1ee9017b5d450606add152b534931d7d4e8455cc91f9b15bf05ec36e3"
                        + "77fa"
                        + "00617cce7cf5064806c467f678d3b4080d6f1cc50af26ca209417308281b68af"
                        + "282623eaa63e5b5c0723d8b8c37ff0777b1a20f8ccb1dccc43997f1ee0e44da4"
                        + "a67a"));
    }

    /** RFC 8032 §7.1, test 1. */
    private static Answer ed25519() {
        return new Answer(
                Keys.publicKey(hex("302a300506032b6570032100"
                        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")),
                new byte[0],
                hex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"));
    }

    /** RFC 8032 §7.4, blank. */
    private static Answer ed448() {
        return new Answer(
                Keys.publicKey(hex("3043300506032b6571033a00"
                        + "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778"
                        + "edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180")),
                new byte[0],
                hex("533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f"
                        + "2b233f034f628281f2fd7a22ddd47d7828c59bd0a21bfd3980ff0d2028d4b18a"
                        + "9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a113a0f4db"
                        + "b61149f05a7363268c71d95808ff2e652600"));
    }

    /** Made with OpenSSL 3.0: RSASSA-PSS with SHA-256 and a salt of 32 bytes; no short one is published. */
    private static Answer rsaPss() {
        return new Answer(
                Keys.rsa(
                        new BigInteger(
                                "b92b3f8189193af2643ce2fe403fead9853c2bee9550983300a777afb842f189"
                                        + "f0c790477e15807e6bf881af2d0785c33313bd57dc1f0d6e2661d47d97057da1"
                                        + "ae717c22359293cfd79ab4041b0d1dd1d081d97a1617c033196eb0337622758a"
                                        + "5f3eda905a56ad226adcbc6ec1d145135106a2ff91fd1ec84504f225d1b07590"
                                        + "4cfc3e671571edd4be234d01876c9e2f017442701fc5c66dde67b9e460fb214f"
                                        + "cbb5c2e9ef2e7b4d686b965b46a11d6e067e8547ddd751c70ff36e86b2fb7446"
                                        + "5ea457a02697a4ececb831dbf107eae1ae21053292ff30008cd79ed04a739005"
                                        + "c5a2389c8ddfbe92331b2d863dd18be314d2841ed83a0579490885489c91c105",
                                16),
                        BigInteger.valueOf(65537)),
                SAMPLE,
                hex("b5530139135ad4d029e0870731a5f7037e09030b5dfb40cf83e2774aab5adf43"
                        + "e17f8b261f0b639145a13e10abd792ae2ae340cae072b30971af8e86e4caaf0d"
                        + "6216c18c8ceef0878f3771ff09b21e5f5f240626ab0532e0b1e34ba0bf054a2f"
                        + "7d444d79434089c81df48725a6719701f77baae9f1ef2cf779740368ac259f3c"
                        + "215d4048abf505f307fbf7c745a203168ab476a9bf25906e8edb532885f008bf"
                        + "82abf95e86e6410ac9b53fe3769335a59ab6d14292277bf345158eb3d53c43a5"
                        + "36a51ec9439600f60a3165f69326534611ed243a465fa4bf984625b185492e85"
                        + "aeb3fc4ed4e8dab864eb6bd8d29ae47c332aa09cfa60bb013a3007c5855432b4"));
    }

    private static Answer fresh(SignatureScheme scheme, Provider provider) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(scheme.keyJca(), provider).generateKeyPair();
        Signature engine = Signature.getInstance(scheme.jca(), provider);
        engine.initSign(pair.getPrivate());
        engine.update(SAMPLE);
        return new Answer(pair.getPublic(), SAMPLE, engine.sign());
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
