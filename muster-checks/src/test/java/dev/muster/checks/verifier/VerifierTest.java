package dev.muster.checks.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.Frontier;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.NoteSigner;
import dev.muster.format.audit.merkle.Proofs;
import dev.muster.format.audit.merkle.TileNodes;
import dev.muster.format.audit.pack.Pack;
import dev.muster.format.audit.pack.PackEntry;
import dev.muster.format.audit.pack.PackFile;
import dev.muster.format.audit.pack.PackHead;
import dev.muster.format.audit.pack.PackParts;
import dev.muster.format.audit.pack.PackVerifier;
import dev.muster.format.audit.pack.SignedPack;
import dev.muster.format.audit.pack.Trust;
import dev.muster.format.audit.scitt.Receipt;
import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.format.audit.scitt.TransparentStatement;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierTest {
    private static final KeyPair PAIR = Keys.generateP256(new SecureRandom());
    private static final CoseSigner SIGNER =
            CoseSigner.of(CoseAlgorithm.ES256, PAIR.getPrivate(), Optional.of(new byte[] {1}));

    @TempDir
    static Path work;

    private static StandAlone verifier;

    private static int verify(String... args) throws IOException, InterruptedException {
        return verifier.run(args).status();
    }

    @BeforeAll
    static void compile() throws Exception {
        verifier = StandAlone.compile("Verify", work);
    }

    private static String file(String name, byte[] bytes) throws IOException {
        return verifier.file(name, bytes);
    }

    @Test
    void itIsShortAndSharesNothing() throws IOException {
        verifier.isShortAndSharesNothing();
    }

    @Test
    void aHeadHoldsUntilItIsChangedOrOfAnotherLog() throws Exception {
        KeyPair ed = Keys.generate(SignatureScheme.ED25519, new SecureRandom());
        NoteKey key = NoteKey.of("log.example/acme/record", NoteKey.Type.ED25519, ed.getPublic());
        NoteSigner signer = new NoteSigner(key, ed.getPrivate());
        byte[] note = signer.sign(Checkpoint.of(key.name(), 7, MerkleHash.leaf(new byte[1])))
                .encode();
        assertThat(verify("checkpoint", file("head", note), key.vkey())).isZero();
        byte[] changed = new String(note, StandardCharsets.UTF_8)
                .replace("\n7\n", "\n8\n")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(verify("checkpoint", file("changed", changed), key.vkey())).isEqualTo(1);
        NoteKey other = NoteKey.of(
                key.name(),
                NoteKey.Type.ED25519,
                Keys.generate(SignatureScheme.ED25519, new SecureRandom()).getPublic());
        assertThat(verify("checkpoint", file("head", note), other.vkey())).isEqualTo(1);
    }

    @Test
    void receiptsHoldForTheirStatementAndNoFlippedBitDoes() throws Exception {
        SignedStatement statement = SignedStatement.parse(Sign1Builder.create()
                .contentType("text/plain")
                .protect(
                        HeaderLabel.CWT_CLAIMS,
                        Cbor.map().put(1, "https://m.example").put(2, "cam").build())
                .payload(new byte[300])
                .sign(SIGNER)
                .encode());
        Frontier tree = Frontier.empty((tile, hashes) -> {});
        for (int i = 0; i < 5; i++) {
            tree.append(MerkleHash.leaf(new byte[] {(byte) i}));
        }
        tree.append(statement.leafHash());
        tree.append(MerkleHash.leaf(new byte[] {9}));
        Proofs proofs = new Proofs(new TileNodes(tree::partial, tree.size()));
        Receipt receipt = Receipt.sign(proofs.inclusion(5, 7), tree.root(), "https://log.example", "cam", SIGNER);
        String key = file("key", CoseKey.of(PAIR.getPublic()).encode());
        String statementFile = file("statement", statement.bytes());
        assertThat(verify("receipt", statementFile, file("receipt", receipt.bytes()), key))
                .isZero();
        byte[] transparent = new TransparentStatement(statement, List.of(receipt)).encode();
        assertThat(verify("transparent", file("transparent", transparent), key)).isZero();
        // Whoever reads "holds" is told what was not looked at: here it is a signature that nobody made.
        byte[] unsigned = statementNobodySigned().bytes();
        Frontier other = Frontier.empty((tile, hashes) -> {});
        other.append(SignedStatement.parse(unsigned).leafHash());
        other.append(MerkleHash.leaf(new byte[] {9}));
        Receipt logged = Receipt.sign(
                new Proofs(new TileNodes(other::partial, 2)).inclusion(0, 2),
                other.root(),
                "https://log.example",
                "cam",
                SIGNER);
        StandAlone.Said said = verifier.run("receipt", file("unsigned", unsigned), file("logged", logged.bytes()), key);
        assertThat(said.status()).isZero();
        assertThat(said.words()).contains("issuer's own signature on a statement is not checked");
        Random random = new Random(7);
        for (int i = 0; i < 12; i++) {
            byte[] bad = receipt.bytes().clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(verify("receipt", statementFile, file("bad", bad), key)).isEqualTo(1);
        }
        byte[] otherStatement = statement.bytes().clone();
        otherStatement[otherStatement.length - 1] ^= 1;
        assertThat(verify("receipt", file("other", otherStatement), file("receipt", receipt.bytes()), key))
                .isEqualTo(1);
    }

    private static SignedStatement statementNobodySigned() {
        byte[] bytes = Sign1Builder.create()
                .contentType("text/plain")
                .protect(
                        HeaderLabel.CWT_CLAIMS,
                        Cbor.map().put(1, "https://m.example").put(2, "cam").build())
                .payload(new byte[10])
                .sign(SIGNER)
                .encode();
        bytes[bytes.length - 1] ^= 1;
        return SignedStatement.parse(bytes);
    }

    @Test
    void aPackHoldsAsTheServersOwnVerifierSaysAndNoFlippedBitDoes() throws Exception {
        KeyPair ed = Keys.generate(SignatureScheme.ED25519, new SecureRandom());
        NoteKey log = NoteKey.of("log.example/acme/record", NoteKey.Type.ED25519, ed.getPublic());
        byte[] salt = new byte[32];
        byte[] body = {(byte) 0xa0};
        Frontier tree = Frontier.empty((tile, hashes) -> {});
        List<byte[]> leaves = new java.util.ArrayList<>();
        for (int i = 0; i < 3; i++) {
            leaves.add(dev.muster.format.cbor.CborWriter.create()
                    .array(9)
                    .text("muster-entry-1")
                    .text("acme")
                    .integer(i)
                    .text("test.said")
                    .text("device/cam-07")
                    .integer(1_000_000)
                    .integer(1_000_000)
                    .text("test")
                    .bytes(dev.muster.format.crypto.Sha256.of(salt, body))
                    .toByteArray());
            tree.append(MerkleHash.leaf(leaves.get(i)));
        }
        Proofs proofs = new Proofs(new TileNodes(tree::partial, tree.size()));
        byte[] head = new NoteSigner(log, ed.getPrivate())
                .sign(Checkpoint.of(log.name(), 3, tree.root()))
                .encode();
        Trust trust = new Trust(log, CoseKey.of(PAIR.getPublic()), Optional.empty());
        Pack pack = new Pack(
                Pack.FORMAT,
                "acme",
                java.time.Instant.ofEpochSecond(2),
                java.time.Instant.ofEpochSecond(3),
                new Pack.CatalogueFiles("1", java.util.Map.of()),
                List.of(new Pack.FactLine("device/cam-07", "k", "v", java.time.Instant.EPOCH, "OBSERVED", 1)),
                List.of(),
                List.of(new PackEntry(
                        leaves.get(1),
                        Optional.of(salt),
                        Optional.of(body),
                        proofs.inclusion(1, 3).path())),
                head,
                log.vkey(),
                CoseKey.of(PAIR.getPublic()).encode(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty());
        byte[] bytes = SignedPack.sign(pack, SIGNER).encode();
        assertThat(PackVerifier.verify(bytes, trust).holds()).isTrue();
        String pinned = file("trust", trust.text().getBytes(StandardCharsets.UTF_8));
        assertThat(verify("pack", file("pack", bytes), pinned)).isZero();
        Random random = new Random(11);
        for (int i = 0; i < 10; i++) {
            byte[] bad = bytes.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(verify("pack", file("bad", bad), pinned)).isEqualTo(1);
        }
        inParts(pack, trust, pinned);
    }

    private static byte[] about(Pack pack, String... ids) {
        List<Pack.DeviceLines> devices = java.util.Arrays.stream(ids)
                .map(id -> new Pack.DeviceLines("device/" + id, List.of(), List.of()))
                .toList();
        return SignedPack.sign(
                        new Pack(
                                pack.format(),
                                pack.org(),
                                pack.asOf(),
                                pack.createdAt(),
                                pack.catalogue(),
                                pack.facts(),
                                devices,
                                pack.entries(),
                                pack.checkpoint(),
                                pack.logKey(),
                                pack.evidenceKey(),
                                pack.receiptKey(),
                                pack.certificates(),
                                pack.statements(),
                                pack.scope()),
                        SIGNER)
                .encode();
    }

    private static PackHead.Part line(String first, String last, int devices, byte[] part) {
        return new PackHead.Part(first, last, devices, part.length, dev.muster.format.crypto.Sha256.of(part));
    }

    /** Parts under a head that says {@code devices}. */
    private static byte[] parts(Pack pack, long devices, byte[] one, byte[] other) {
        return parts(pack, devices, Optional.empty(), one, other);
    }

    private static byte[] parts(Pack pack, long devices, Optional<String> scope, byte[] one, byte[] other) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        List<PackHead.Part> lines =
                List.of(line("device/a", "device/a", 1, one), line("device/b", "device/c", 2, other));
        PackHead head = new PackHead(
                PackHead.FORMAT,
                pack.org(),
                pack.asOf(),
                devices,
                scope,
                pack.checkpoint(),
                pack.logKey(),
                pack.evidenceKey(),
                pack.receiptKey(),
                lines);
        out.writeBytes(PackParts.head(head, SIGNER));
        out.writeBytes(PackParts.part(one));
        out.writeBytes(PackParts.part(other));
        return out.toByteArray();
    }

    private static void inParts(Pack pack, Trust trust, String pinned) throws Exception {
        byte[] one = about(pack, "a");
        byte[] other = about(pack, "b", "c");
        byte[] good = parts(pack, 3, one, other);
        same(good, trust, pinned, true);
        assertThat(verifier.run("pack", file("all", good), pinned).words()).doesNotContain("only of");
        byte[] ofOne = parts(pack, 3, Optional.of("product/cam"), one, other);
        assertThat(verifier.run("pack", file("some", ofOne), pinned).words())
                .contains("of acme, only of product/cam, 3 devices");
        same(parts(pack, 4, one, other), trust, pinned, false);
        same(parts(pack, 3, other, one), trust, pinned, false);
        same(parts(pack, 3, one, about(pack, "a", "c")), trust, pinned, false);
        same(java.util.Arrays.copyOf(good, good.length + 1), trust, pinned, false);
        same(java.util.Arrays.copyOf(good, good.length - 1), trust, pinned, false);
        Random random = new Random(12);
        for (int i = 0; i < 10; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) 0xff;
            same(bad, trust, pinned, false);
        }
    }

    /** Both verifiers say so. */
    private static void same(byte[] bytes, Trust trust, String pinned, boolean holds) throws Exception {
        assertThat(PackFile.verify(new java.io.ByteArrayInputStream(bytes), trust, _ -> {})
                        .holds())
                .isEqualTo(holds);
        assertThat(verify("pack", file("parts", bytes), pinned)).isEqualTo(holds ? 0 : 1);
    }
}
