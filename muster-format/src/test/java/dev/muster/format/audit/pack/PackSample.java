package dev.muster.format.audit.pack;

import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.InclusionProof;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.Nodes;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.NoteSigner;
import dev.muster.format.audit.merkle.Proofs;
import dev.muster.format.audit.scitt.Receipt;
import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.format.audit.scitt.TransparentStatement;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborWriter;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.crypto.SignatureScheme;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Makes a log, its keys and a pack of every second entry. */
final class PackSample {
    static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");

    final KeyPair evidence = Keys.generateP256(new SecureRandom());
    final KeyPair receipts = Keys.generateP256(new SecureRandom());
    final KeyPair notes = Keys.generate(SignatureScheme.ED25519, new SecureRandom());
    final NoteKey logKey = NoteKey.of("muster.example/acme/record", NoteKey.Type.ED25519, notes.getPublic());
    final List<byte[]> leaves = new ArrayList<>();
    final List<byte[]> salts = new ArrayList<>();
    final List<byte[]> bodies = new ArrayList<>();

    PackSample(int entries, int bodyBytes) {
        Random random = new Random(5);
        for (int i = 0; i < entries; i++) {
            byte[] salt = new byte[32];
            byte[] body = new byte[bodyBytes];
            random.nextBytes(salt);
            random.nextBytes(body);
            salts.add(salt);
            bodies.add(body);
            leaves.add(leaf("acme", i, T0.plusSeconds(i), Sha256.of(salt, body)));
        }
    }

    static byte[] leaf(String org, long index, Instant at, byte[] digest) {
        long micros = at.getEpochSecond() * 1_000_000;
        return CborWriter.create()
                .array(9)
                .text("muster-entry-1")
                .text(org)
                .integer(index)
                .text("test.said")
                .text("device/cam-07")
                .integer(micros)
                .integer(micros)
                .text("test")
                .bytes(digest)
                .toByteArray();
    }

    Trust trust() {
        return new Trust(logKey, CoseKey.of(evidence.getPublic()), Optional.of(CoseKey.of(receipts.getPublic())));
    }

    CoseSigner signer() {
        return CoseSigner.of(
                CoseAlgorithm.ES256,
                evidence.getPrivate(),
                Optional.of(trust().evidence().thumbprint()));
    }

    byte[] checkpoint() {
        Checkpoint head = Checkpoint.of(logKey.name(), leaves.size(), proofs().root(leaves.size()));
        return new NoteSigner(logKey, notes.getPrivate()).sign(head).encode();
    }

    Proofs proofs() {
        Nodes nodes = new Nodes() {
            @Override
            public byte[] node(int level, long index) {
                return level == 0
                        ? MerkleHash.leaf(leaves.get((int) index))
                        : MerkleHash.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
            }
        };
        return new Proofs(nodes);
    }

    PackEntry entry(int index) {
        InclusionProof proof = proofs().inclusion(index, leaves.size());
        return new PackEntry(
                leaves.get(index), Optional.of(salts.get(index)), Optional.of(bodies.get(index)), proof.path());
    }

    /** A transparent statement of a maker. */
    byte[] statement() {
        KeyPair maker = Keys.generateP256(new SecureRandom());
        CoseSign1 message = Sign1Builder.create()
                .contentType("application/corim+cbor")
                .protect(
                        HeaderLabel.CWT_CLAIMS,
                        Cbor.map()
                                .put(1, "https://maker.example")
                                .put(2, "product/cam")
                                .build())
                .payload(new byte[] {1, 2, 3})
                .sign(CoseSigner.of(CoseAlgorithm.ES256, maker.getPrivate(), Optional.of(new byte[] {7})));
        SignedStatement statement = SignedStatement.parse(message.encode());
        byte[] other = MerkleHash.leaf(new byte[] {9});
        InclusionProof proof = new InclusionProof(2, 0, List.of(other));
        byte[] root = MerkleHash.node(statement.leafHash(), other);
        CoseSigner signer = CoseSigner.of(CoseAlgorithm.ES256, receipts.getPrivate(), Optional.empty());
        Receipt receipt = Receipt.sign(proof, root, "https://log.example", "product/cam", signer);
        return new TransparentStatement(statement, List.of(receipt)).encode();
    }

    Pack pack(boolean withStatement) {
        List<PackEntry> entries = new ArrayList<>();
        List<Pack.FactLine> facts = new ArrayList<>();
        List<Long> indexes = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i += 2) {
            entries.add(entry(i));
            indexes.add((long) i);
            facts.add(new Pack.FactLine("device/cam-07", "k" + i, "v", T0.plusSeconds(i), "ATTESTED", i));
        }
        return new Pack(
                Pack.FORMAT,
                "acme",
                T0.plusSeconds(leaves.size()),
                T0.plusSeconds(leaves.size()),
                new Pack.CatalogueFiles("1", Map.of("requirements.tsv", new byte[] {'x'})),
                facts,
                List.of(new Pack.DeviceLines(
                        "device/cam-07",
                        List.of(new Pack.VerdictLine("ETSI/5.3-9", "SUPPORTED", Optional.of("ATTESTED"))),
                        List.of(new Pack.FindingLine("UP-secure", "PASS", "it is so", indexes)))),
                entries,
                checkpoint(),
                logKey.vkey(),
                trust().evidence().encode(),
                withStatement ? Optional.of(trust().receipts().orElseThrow().encode()) : Optional.empty(),
                List.of(),
                withStatement ? List.of(statement()) : List.of(),
                Optional.empty());
    }

    byte[] file(Pack pack) {
        return SignedPack.sign(pack, signer()).encode();
    }
}
