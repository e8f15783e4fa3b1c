package dev.muster.bench.attestation;

import dev.muster.core.attestation.EvidenceAnswer;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.OfflineAppraisal;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.schemes.BuiltInSchemes;
import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Sha256;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * PSA tokens of three components and reference values of as many implementations as wanted. The tokens are of implementations
 * all over the set, by turns, so that what is looked up is not what was looked up just before.
 */
final class PsaFixture {
    private static final int DEVICES = 256;
    static final String MEDIA_TYPE = "application/psa-attestation-token";
    private static final int TRIPLES_IN_A_TAG = 5_000;
    private static final byte[] SIGNER = Sha256.of(new byte[] {9});
    static final byte[] NONCE = Sha256.of(new byte[] {1});

    final KeyPair key = Keys.generateP256(new SecureRandom());
    final byte[] token;
    private final ReferenceSet references;
    private final OfflineAppraisal appraisal = new OfflineAppraisal(BuiltInSchemes.all());
    private final List<OfflineAppraisal.Question> questions = new ArrayList<>();
    private int asked;

    PsaFixture(int implementations) {
        token = token(0);
        List<Integer> devices = new ArrayList<>();
        for (int i = 0; i < Math.min(DEVICES, implementations); i++) {
            int device = (int) ((long) i * implementations / DEVICES);
            devices.add(device);
            questions.add(question(token(device)));
        }
        references = references(implementations, devices);
    }

    private static OfflineAppraisal.Question question(byte[] evidence) {
        return new OfflineAppraisal.Question(
                MEDIA_TYPE,
                evidence,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(NONCE),
                Instant.parse("2026-11-21T12:00:00Z"));
    }

    private static byte[] id(int number) {
        return Sha256.of(ByteBuffer.allocate(4).putInt(number).array());
    }

    private static byte[] instance(int number) {
        return ByteBuffer.allocate(33).put((byte) 1).putInt(number).array();
    }

    private byte[] token(int implementation) {
        List<Cbor> components = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            components.add(Cbor.map()
                    .put(1, "part " + i)
                    .put(2, id(-1 - i))
                    .put(5, SIGNER)
                    .build());
        }
        Cbor claims = Cbor.map()
                .put(10, NONCE)
                .put(256, instance(implementation))
                .put(265, "tag:psacertified.org,2023:psa#tfm")
                .put(2394, 1)
                .put(2395, 0x3000)
                .put(2396, id(implementation))
                .put(2399, Cbor.array(components))
                .build();
        return Sign1Builder.create()
                .payload(claims.encoded())
                .sign(CoseSigner.of(CoseAlgorithm.ES256, key.getPrivate(), Optional.empty()))
                .encode();
    }

    private ReferenceSet references(int implementations, List<Integer> devices) {
        List<ReferenceSet.Document> documents = new ArrayList<>();
        List<Triple> triples = new ArrayList<>();
        for (int device : Set.copyOf(devices)) {
            triples.add(new Triple.Keys(
                    Triple.KeyKind.ATTEST,
                    Environment.ofClass(TypedBytes.bytes(id(device))).withInstance(TypedBytes.ueid(instance(device))),
                    List.of(TypedBytes.key(key.getPublic())),
                    Optional.empty(),
                    List.of()));
        }
        List<Measurement> values = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            values.add(Measurement.of(
                    MeasuredElement.of("psa.software-component"),
                    MeasurementValues.ofDigest(Digest.sha256(id(-1 - i)))
                            .withName("part " + i)
                            .withKeys(List.of(TypedBytes.bytes(SIGNER)))));
        }
        for (int i = 0; i < implementations; i++) {
            triples.add(new Triple.Reference(Environment.ofClass(TypedBytes.bytes(id(i))), values));
            if (triples.size() >= TRIPLES_IN_A_TAG) {
                documents.add(document(documents.size(), triples));
                triples = new ArrayList<>();
            }
        }
        if (!triples.isEmpty()) {
            documents.add(document(documents.size(), triples));
        }
        return ReferenceSet.of(documents);
    }

    private static ReferenceSet.Document document(int number, List<Triple> triples) {
        TagId name = TagId.of("manifest " + number);
        return new ReferenceSet.Document("Acme", name.toString(), corim(name, triples));
    }

    /** What its maker would sign of the smallest set. */
    Corim manifest() {
        ReferenceSet.Document first = references.documents().getFirst();
        return corim(TagId.of("manifest"), first.corim().comids().getFirst().triples());
    }

    private static Corim corim(TagId name, List<Triple> triples) {
        Comid comid = new Comid(name, 0, List.of(), List.of(), triples);
        return new Corim(
                name,
                List.of(comid),
                List.of(),
                List.of(),
                0,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** Read, verified, appraised; the event is what would be kept. */
    EvidenceAppraised appraise() {
        OfflineAppraisal.Question question = questions.get(asked++ % questions.size());
        if (appraisal.answer(question, references) instanceof EvidenceAnswer.Appraised done
                && done.event().match().isPresent()) {
            return done.event();
        }
        throw new IllegalStateException("the token is not affirmed");
    }

    List<byte[]> tokens() {
        return questions.stream().map(OfflineAppraisal.Question::evidence).toList();
    }

    ReferenceSet references() {
        return references;
    }
}
