package dev.muster.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.Entity;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.Validity;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.attest.ear.Ear;
import dev.muster.format.attest.ear.EarAppraisal;
import dev.muster.format.attest.ear.EarToken;
import dev.muster.format.attest.ear.TrustCategory;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.attest.ear.TrustVector;
import dev.muster.format.attest.ear.VerifierId;
import dev.muster.format.audit.merkle.InclusionProof;
import dev.muster.format.audit.merkle.MerkleHash;
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
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.SubjectName;
import dev.muster.format.update.suit.Parameter;
import dev.muster.format.update.suit.Reason;
import dev.muster.format.update.suit.Report;
import dev.muster.format.update.suit.SignedReport;
import dev.muster.format.update.suit.SuitDigest;
import dev.muster.format.update.suit.SuitRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kinds without a public example: messages that Muster itself sends, read as a stranger would read them. */
class InspectOwnMessagesTest {
    private static final KeyPair PAIR = Keys.generateP256(new SecureRandom());
    private static final CoseSigner SIGNER =
            CoseSigner.of(CoseAlgorithm.ES256, PAIR.getPrivate(), Optional.of(new byte[] {1}));
    private static final Instant FROM = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant TO = Instant.parse("2027-11-21T12:00:00Z");

    @TempDir
    Path folder;

    private Inspected inspect(byte[] message) throws Exception {
        Path key = Files.write(
                folder.resolve("signer.key"), CoseKey.of(PAIR.getPublic()).encode());
        return Inspected.of(Files.write(folder.resolve("message"), message), "--key", key);
    }

    @Test
    void ourSignedCorim() throws Exception {
        byte[] digest = HexFormat.of().parseHex("ab".repeat(32));
        Comid comid = new Comid(
                TagId.of("acme/cam/1.0.0/reference"),
                2,
                List.of(new Entity("Acme", Optional.empty(), List.of(0L))),
                List.of(),
                List.of(new Triple.Reference(
                        Environment.of("Acme", "cam"),
                        List.of(Measurement.of(
                                MeasuredElement.of("slot"), MeasurementValues.ofDigest(Digest.sha256(digest)))))));
        Validity year = new Validity(Optional.of(FROM), TO);
        Corim corim = Corim.of(
                TagId.of("acme/cam/1.0.0"),
                comid,
                List.of(),
                Optional.of(year),
                List.of(new Entity("Acme", Optional.empty(), List.of(Entity.MANIFEST_CREATOR))));
        Inspected result = inspect(SignedCorim.sign(corim, "Acme", "cam 1.0.0", Optional.of(year), SIGNER));
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out())
                .startsWith("signed CoRIM (draft-ietf-rats-corim)")
                .contains("signature: valid, by signer.key", "signer-name: \"Acme\"")
                .contains("not-before: 2026-11-21T12:00:00Z", "not-after: 2027-11-21T12:00:00Z")
                .contains("exp: 2027-11-21T12:00:00Z (1826798400)", "id: \"acme/cam/1.0.0\"")
                .contains("tag-id: \"acme/cam/1.0.0/reference\"", "vendor: \"Acme\"", "mkey: \"slot\"")
                .contains("role", "manifest-creator (1)", "alg: sha-256 (1)")
                .contains("value: h'" + "ab".repeat(32) + "'");
    }

    @Test
    void ourSignedAttestationResult() throws Exception {
        EarAppraisal appraisal = new EarAppraisal(
                TrustTier.AFFIRMING,
                Optional.of(new TrustVector(Map.of(TrustCategory.FILE_SYSTEM, 2))),
                List.of("tag:muster.dev,2026:policy#linux-slots-1"),
                Optional.of(new byte[32]),
                Map.of("slot", "slot-a"),
                Map.of("reason", "software-match"));
        Ear ear = new Ear(
                Ear.PROFILE,
                FROM,
                Optional.of(TO),
                new VerifierId("Muster", "0.1.0"),
                Optional.of(TrustTier.AFFIRMING),
                Optional.empty(),
                Map.of("linux-slots", appraisal),
                Optional.empty());
        Inspected result = inspect(EarToken.sign(ear, SIGNER));
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out())
                .startsWith("attestation result (EAR, draft-ietf-rats-ear)")
                .contains("signature: valid, by signer.key", "alg: ES256 (-7)")
                .contains("iat: 2026-11-21T12:00:00Z (1795262400)", "exp: 2027-11-21T12:00:00Z (1826798400)")
                .contains("├─ ear_status: affirming (2)", "\"linux-slots\"", "file-system: 2")
                .contains("eat_nonce: h'" + "00".repeat(32) + "'", "developer: \"Muster\"")
                .contains("ear_attester_claims", "\"slot\": \"slot-a\"")
                .contains("ear_verifier_claims", "\"reason\": \"software-match\"");
    }

    @Test
    void ourSuitReports() throws Exception {
        SuitDigest manifest = SuitDigest.sha256(new byte[] {1});
        SuitRecord record = new SuitRecord(20, 7, 0, List.of(new Parameter.ImageSize(9)));
        Report done = new Report(
                "https://example.net/a.suit", manifest, Optional.empty(), List.of(record), new Report.Result.Success());
        Inspected success = inspect(SignedReport.sign(done, SIGNER));
        assertThat(success.out())
                .startsWith("SUIT report (draft-ietf-suit-report)")
                .contains("signature: valid, by signer.key", "manifest-uri: \"https://example.net/a.suit\"")
                .contains(
                        "algorithm-id: SHA-256 (-16)",
                        "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a")
                .contains("manifest-section: install (20)", "section-offset: 7", "image-size: 9", "result: true");
        Report refused = Report.refused("", manifest, Reason.UNAUTHORISED, "signed by nobody this device knows");
        assertThat(inspect(SignedReport.sign(refused, SIGNER)).out())
                .contains("result-reason: unauthorised (4)", "signed by nobody this device knows");
        assertThat(inspect(refused.encode()).out())
                .startsWith("SUIT report without a signature")
                .contains("signature: none", "result-reason: unauthorised (4)");
    }

    private static SignedStatement statement() {
        return SignedStatement.parse(Sign1Builder.create()
                .contentType("text/plain")
                .protect(
                        HeaderLabel.CWT_CLAIMS,
                        Cbor.map()
                                .put(1, "https://maker.example")
                                .put(2, "cam")
                                .put(6, FROM.getEpochSecond())
                                .build())
                .payload("firmware 1.0.0 is released".getBytes(StandardCharsets.UTF_8))
                .sign(SIGNER)
                .encode());
    }

    @Test
    void ourSignedStatement() throws Exception {
        assertThat(inspect(statement().bytes()).out())
                .startsWith("signed statement (RFC 9943)")
                .contains("signature: valid, by signer.key", "content type: \"text/plain\"")
                .contains("iss: \"https://maker.example\"", "sub: \"cam\"", "iat: 2026-11-21T12:00:00Z")
                .contains("payload: 'firmware 1.0.0 is released'");
    }

    @Test
    void ourTransparentStatementWithTheReceiptInside() throws Exception {
        SignedStatement statement = statement();
        byte[] other = MerkleHash.leaf(new byte[] {7});
        Receipt receipt = Receipt.sign(
                new InclusionProof(2, 1, List.of(other)),
                MerkleHash.node(other, statement.leafHash()),
                "https://log.example",
                "cam",
                SIGNER);
        Inspected result = inspect(new TransparentStatement(statement, List.of(receipt)).encode());
        assertThat(result.out())
                .startsWith("transparent statement (RFC 9943)")
                .contains("signature: valid, by signer.key", "iss: \"https://maker.example\"")
                .contains("receipts", "vds: RFC9162_SHA256 (1)", "iss: \"https://log.example\"")
                .contains(
                        "tree-size: 2",
                        "leaf-index: 1",
                        "inclusion-path: [h'" + HexFormat.of().formatHex(other));
    }

    @Test
    void aReceiptThatFailsIsToldApartFromTheIssuersSignature() throws Exception {
        SignedStatement statement = statement();
        byte[] other = MerkleHash.leaf(new byte[] {7});
        Receipt forged = Receipt.sign(
                new InclusionProof(2, 1, List.of(other)),
                MerkleHash.node(other, MerkleHash.leaf(new byte[] {8})),
                "https://log.example",
                "cam",
                SIGNER);
        Path file =
                Files.write(folder.resolve("ts.cose"), new TransparentStatement(statement, List.of(forged)).encode());
        Path key = Files.writeString(
                folder.resolve("signer.pem"),
                new Pem("PUBLIC KEY", PAIR.getPublic().getEncoded()).encode());
        Inspected result = Inspected.of(file, "--key", key, "--ledger-key", key);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out())
                .contains("INVALID: receipt 1 of 1 does not hold: ")
                .contains("; the issuer's own signature is valid, by ");
        Inspected alone = Inspected.of(file, "--ledger-key", key);
        assertThat(alone.status()).isEqualTo(1);
        assertThat(alone.out()).contains("; the issuer's own signature was not checked");
    }

    @Test
    void ourCertificationRequestAndOurKey() throws Exception {
        byte[] request = CertificationRequest.create(SubjectName.device("acme", "cam-07"), PAIR)
                .encode();
        assertThat(inspect(request).out())
                .startsWith("certification request (PKCS#10, RFC 2986)")
                .contains("signature: valid, by the key in the request", "SERIALNUMBER=cam-07");
        CoseKey key = CoseKey.of(PAIR.getPublic());
        assertThat(inspect(key.encode()).out())
                .startsWith("COSE key (RFC 9052)")
                .contains("kty: EC2 (2)", "crv: P-256 (1)", "alg: ES256 (-7)")
                .contains("kid: h'" + HexFormat.of().formatHex(key.thumbprint()) + "'");
    }
}
