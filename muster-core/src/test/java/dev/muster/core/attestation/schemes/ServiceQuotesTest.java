package dev.muster.core.attestation.schemes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.EvidenceAnswer;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.OfflineAppraisal;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.Refusal;
import dev.muster.format.attest.cca.DelegatedKey;
import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.CorimReader;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.attest.tpm.KeyAttestation;
import dev.muster.format.attest.tpm.NodeQuote;
import dev.muster.format.attest.tpm.PcrSelection;
import dev.muster.format.attest.tpm.TpmHash;
import dev.muster.format.attest.tpm.TpmWriter;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Curve;
import dev.muster.format.crypto.HashName;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.testing.Vectors;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Quotes without values: Parsec's, with the public pair and with our own, and EnactTrust's with our own. */
class ServiceQuotesTest {
    private static final KeyPair KEY = Keys.generateP256(new SecureRandom());
    private static final byte[] NONCE = filled(32, 5);
    private static final byte[] ID = filled(32, 6);
    private static final byte[] NODE = filled(16, 4);
    private static final Environment CLASS = Environment.ofClass(TypedBytes.uuid(filled(16, 1)));

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static TpmWriter attest(int type, byte[] nonce) {
        return new TpmWriter()
                .u32(0xFF544347)
                .u16(type)
                .sized(new byte[0])
                .sized(nonce)
                .bytes(new byte[8 + 4 + 4])
                .u8(1)
                .bytes(new byte[8]);
    }

    private static byte[] quote(int... values) {
        TreeSet<Integer> pcrs = new TreeSet<>();
        byte[] all = new byte[0];
        for (int i = 0; i < values.length; i++) {
            pcrs.add(i);
            byte[] value = filled(32, values[i]);
            all = Arrays.copyOf(all, all.length + 32);
            System.arraycopy(value, 0, all, all.length - 32, 32);
        }
        TpmWriter out = attest(0x8018, NONCE);
        PcrSelection.write(List.of(new PcrSelection(TpmHash.SHA256, pcrs)), out);
        return out.sized(Sha256.of(all)).toBytes();
    }

    private static byte[] signed(byte[] message) {
        byte[] both =
                Crypto.standard().sign(SignatureScheme.ecdsa(Curve.P256, HashName.SHA256), KEY.getPrivate(), message);
        return new TpmWriter()
                .u16(0x0018)
                .u16(0x000B)
                .sized(Arrays.copyOf(both, 32))
                .sized(Arrays.copyOfRange(both, 32, 64))
                .toBytes();
    }

    private static Measurement register(int pcr, int value) {
        return Measurement.of(
                new MeasuredElement.Numbered(pcr), MeasurementValues.ofDigest(Digest.sha256(filled(32, value))));
    }

    private static ReferenceSet references(String maker, Triple.Reference reference, Environment device) {
        Comid comid = new Comid(
                TagId.of("t"),
                0,
                List.of(),
                List.of(),
                List.of(
                        reference,
                        new Triple.Keys(
                                Triple.KeyKind.ATTEST,
                                device,
                                List.of(TypedBytes.key(KEY.getPublic())),
                                Optional.empty(),
                                List.of())));
        return documents(
                maker,
                new Corim(
                        TagId.of("c"),
                        List.of(comid),
                        List.of(),
                        List.of(),
                        0,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of()));
    }

    private static ReferenceSet documents(String maker, Corim corim) {
        return ReferenceSet.of(List.of(new ReferenceSet.Document(maker, "00", corim)));
    }

    private static OfflineAppraisal.Question question(String mediaType, byte[] evidence) {
        return new OfflineAppraisal.Question(
                mediaType,
                evidence,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.parse("2026-11-21T12:00:00Z"));
    }

    private static EvidenceAnswer parsec(byte[] evidence, Measurement... registers) {
        OfflineAppraisal.Question question = question(KeyAttestation.MEDIA_TYPE, evidence);
        return new OfflineAppraisal(BuiltInSchemes.all())
                .answer(
                        question,
                        references(
                                question.maker(),
                                new Triple.Reference(CLASS, List.of(registers)),
                                CLASS.withInstance(TypedBytes.bytes(ID))));
    }

    private static EvidenceAppraised event(EvidenceAnswer answer) {
        assertThat(answer).isInstanceOf(EvidenceAnswer.Appraised.class);
        return ((EvidenceAnswer.Appraised) answer).event();
    }

    @Test
    void theQuoteOfThePublicPairIsAffirmed() {
        byte[] evidence = Vectors.bytes("corim/schemes/parsec-tpm-evidence-evidence.cbor");
        Corim corim = CorimReader.parse(Vectors.bytes("corim/schemes/parsec-tpm-corim-corim-parsec-tpm-valid.cbor"));
        OfflineAppraisal.Question question = question(KeyAttestation.MEDIA_TYPE, evidence);
        EvidenceAppraised good =
                event(new OfflineAppraisal(BuiltInSchemes.all()).answer(question, documents(question.maker(), corim)));
        assertThat(good.status()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(good.proved().word()).isEqualTo("rot-signed");
    }

    /** The public evidence, under our key and over registers of our choice. */
    private static byte[] parsecEvidence(byte[] quote) {
        Cbor shown = Cbor.parse(Vectors.bytes("corim/schemes/parsec-tpm-evidence-evidence.cbor"));
        byte[] area = shown.asMap().require("kat").asMap().require("pubArea").asBytes();
        byte[] name = new TpmWriter().u16(0x000B).bytes(Sha256.of(area)).toBytes();
        byte[] certified = attest(0x8017, NONCE).sized(name).sized(new byte[0]).toBytes();
        return Cbor.map()
                .put(
                        Cbor.of("kat"),
                        Cbor.map()
                                .put(Cbor.of("kid"), Cbor.of(ID))
                                .put(Cbor.of("pubArea"), Cbor.of(area))
                                .put(Cbor.of("certInfo"), Cbor.of(certified))
                                .put(Cbor.of("sig"), Cbor.of(signed(certified)))
                                .build())
                .put(
                        Cbor.of("pat"),
                        Cbor.map()
                                .put(Cbor.of("kid"), Cbor.of(ID))
                                .put(Cbor.of("attestInfo"), Cbor.of(quote))
                                .put(Cbor.of("sig"), Cbor.of(signed(quote)))
                                .build())
                .build()
                .encoded();
    }

    @Test
    void registersAreComparedByTheDigestOverWhatAReleaseStates() {
        byte[] evidence = parsecEvidence(quote(1, 2));
        EvidenceAppraised good = event(parsec(evidence, register(0, 1), register(1, 2)));
        assertThat(good.status()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(good.nonce()).isEqualTo(NONCE);
        EvidenceAppraised other = event(parsec(evidence, register(0, 1), register(1, 3)));
        assertThat(other.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(other.differences().getFirst().path()).isEqualTo("registers sha256[0, 1]");
        EvidenceAppraised partly = event(parsec(evidence, register(0, 1)));
        assertThat(partly.status()).as("a register that nobody states").isEqualTo(TrustTier.WARNING);
        EvidenceAppraised more = event(parsec(evidence, register(0, 1), register(1, 2), register(7, 9)));
        assertThat(more.status()).as("a register that was not quoted").isEqualTo(TrustTier.WARNING);
    }

    @Test
    void aNodeIsKnownByItsIdAndItsRegistersByOneDigest() {
        byte[] quote = quote(3, 3, 3);
        byte[] evidence =
                new TpmWriter().bytes(NODE).sized(quote).bytes(signed(quote)).toBytes();
        Environment node = Environment.ofInstance(TypedBytes.uuid(NODE));
        Digest whole = Digest.sha256(Sha256.of(filled(96, 3)));
        assertThat(event(enact(evidence, node, whole)).status()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(event(enact(evidence, node, Digest.sha256(filled(32, 8)))).status())
                .isEqualTo(TrustTier.CONTRAINDICATED);
        Environment another = Environment.ofInstance(TypedBytes.uuid(filled(16, 9)));
        assertThat(enact(evidence, another, whole))
                .isInstanceOfSatisfying(
                        EvidenceAnswer.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.KEY_UNKNOWN));
        evidence[40] ^= 1;
        assertThat(enact(evidence, node, whole))
                .isInstanceOfSatisfying(
                        EvidenceAnswer.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.SIGNATURE_INVALID));
    }

    private static EvidenceAnswer enact(byte[] evidence, Environment node, Digest whole) {
        OfflineAppraisal.Question question = question(NodeQuote.MEDIA_TYPE, evidence);
        Measurement all = new Measurement(Optional.empty(), MeasurementValues.ofDigest(whole), List.of());
        return new OfflineAppraisal(BuiltInSchemes.all())
                .answer(question, references(question.maker(), new Triple.Reference(node, List.of(all)), node));
    }

    /** The public CCA token was made for a challenge of its own, not for the hash of a key attestation. */
    @Test
    void aKeyThatThePlatformDidNotBindIsRefused() {
        Cbor token = Cbor.parse(Vectors.bytes("corim/schemes/arm-cca-evidence-cca-good.cbor"));
        Cbor key = Cbor.map().put(8, Cbor.map().build()).put(10, NONCE).build();
        byte[] evidence = Cbor.map()
                .put(Cbor.of("kat"), Cbor.tag(601, key))
                .put(Cbor.of("pat"), token)
                .build()
                .encoded();
        EvidenceAnswer answer = new OfflineAppraisal(BuiltInSchemes.all())
                .answer(question(DelegatedKey.MEDIA_TYPE, evidence), ReferenceSet.empty());
        assertThat(answer)
                .isInstanceOfSatisfying(
                        EvidenceAnswer.Refused.class,
                        refused -> assertThat(refused.detail()).contains("not the hash of the key attestation"));
    }
}
