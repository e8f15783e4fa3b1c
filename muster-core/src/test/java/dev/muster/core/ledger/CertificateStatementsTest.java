package dev.muster.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.SubjectName;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Statements whose signer a certificate names (RFC 9943 §4, RFC 9360): x5chain and x5t, protected. */
class CertificateStatementsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");
    private static final String ISSUER = "https://maker.example/psirt";

    private final KeyPair admin = Keys.generateP256(RANDOM);
    private final KeyPair rootKeys = Keys.generateP256(RANDOM);
    private final X509Certificate root = authority("Maker", rootKeys);
    private final KeyPair keys = Keys.generateP256(RANDOM);
    private final X509Certificate leaf = leaf(keys, new CertificateTemplate.Issuer(root, rootKeys.getPrivate()));

    private static X509Certificate authority(String name, KeyPair keys) {
        return new CertificateTemplate(
                        SubjectName.authority(name, name + " statements"),
                        CertificateTemplate.randomSerial(RANDOM),
                        BEGIN,
                        END,
                        CertificatePurpose.AUTHORITY,
                        List.of())
                .selfSigned(keys);
    }

    private static X509Certificate leaf(KeyPair keys, CertificateTemplate.Issuer issuer) {
        return new CertificateTemplate(
                        SubjectName.factory("Maker", "psirt", "1"),
                        CertificateTemplate.randomSerial(RANDOM),
                        BEGIN,
                        END,
                        CertificatePurpose.FACTORY,
                        List.of())
                .issue(keys.getPublic(), issuer);
    }

    private RegistrationRules rules(X509Certificate anchor) {
        CoseKey key = CoseKey.of(admin.getPublic());
        CoseSigner signer = CoseSigner.of(CoseAlgorithm.ES256, admin.getPrivate(), Optional.of(key.thumbprint()));
        byte[] policy = new RegistrationPolicy(
                        "test", List.of(), List.of(), SignedStatement.MAX_LEAF_BYTES, List.of(key.encode()))
                .encode();
        byte[] trusted = new TrustAnchor(
                        "maker",
                        TrustAnchor.Kind.CERTIFICATE,
                        CertificateReader.encoded(anchor),
                        List.of("https://maker.example/*"),
                        List.of(),
                        true)
                .encode();
        return RegistrationRules.NONE
                .after(0, rule(RegistrationPolicy.CONTENT_TYPE, policy, signer))
                .after(1, rule(TrustAnchor.CONTENT_TYPE, trusted, signer));
    }

    private static SignedStatement rule(String type, byte[] payload, CoseSigner signer) {
        return SignedStatement.parse(claims(Sign1Builder.create().contentType(type), "https://admin.example")
                .payload(payload)
                .sign(signer)
                .encode());
    }

    private static Sign1Builder claims(Sign1Builder builder, String issuer) {
        return builder.protect(
                HeaderLabel.CWT_CLAIMS,
                Cbor.map().put(1, issuer).put(2, "advisory").build());
    }

    private static Sign1Builder statement() {
        return claims(Sign1Builder.create().contentType("text/plain"), ISSUER).payload(new byte[] {1});
    }

    private static Cbor x5t(X509Certificate certificate) {
        return Cbor.array(Cbor.of(-16), Cbor.of(Sha256.of(CertificateReader.encoded(certificate))));
    }

    private static Cbor x5chain(X509Certificate certificate) {
        return Cbor.of(CertificateReader.encoded(certificate));
    }

    private StatementOutcome decide(X509Certificate anchor, Sign1Builder statement, KeyPair signer, Instant at) {
        byte[] bytes = statement
                .sign(CoseSigner.of(CoseAlgorithm.ES256, signer.getPrivate(), Optional.empty()))
                .encode();
        SignedStatement received = SignedStatement.parse(bytes);
        StatementOutcome outcome = rules(anchor).decide(received, at);
        assertThat(rules(anchor).decide(SignedStatement.parse(received.leafData()), at))
                .as("from what is logged, the decision is the same")
                .isEqualTo(outcome);
        return outcome;
    }

    private StatementOutcome decide(Sign1Builder statement) {
        return decide(root, statement, keys, NOW);
    }

    private static StatementOutcome.Reason reason(StatementOutcome outcome) {
        return ((StatementOutcome.Refused) outcome).reason();
    }

    @Test
    void aChainToAnAnchorAndASignersOwnCertificateAreTaken() {
        StatementOutcome.Accepted taken = new StatementOutcome.Accepted("maker");
        assertThat(decide(statement().protect(HeaderLabel.X5CHAIN, x5chain(leaf))))
                .isEqualTo(taken);
        assertThat(decide(statement().protect(HeaderLabel.X5CHAIN, Cbor.array(x5chain(leaf), x5chain(root)))))
                .isEqualTo(taken);
        assertThat(decide(
                        statement().protect(HeaderLabel.X5CHAIN, x5chain(leaf)).protect(HeaderLabel.X5T, x5t(leaf))))
                .isEqualTo(taken);
        assertThat(decide(leaf, statement().protect(HeaderLabel.X5T, x5t(leaf)), keys, NOW))
                .as("the signer's own certificate is the anchor, and x5t names it")
                .isEqualTo(taken);
    }

    @Test
    void anotherAuthorityAnotherTimeAndAnotherThumbprintAreNot() {
        KeyPair strangerKeys = Keys.generateP256(RANDOM);
        X509Certificate stranger = authority("Stranger", strangerKeys);
        X509Certificate forged = leaf(keys, new CertificateTemplate.Issuer(stranger, strangerKeys.getPrivate()));
        X509Certificate belowLeaf = leaf(keys, new CertificateTemplate.Issuer(leaf, keys.getPrivate()));
        Sign1Builder chain = statement().protect(HeaderLabel.X5CHAIN, x5chain(leaf));
        for (StatementOutcome refused : List.of(
                decide(statement().protect(HeaderLabel.X5CHAIN, x5chain(forged))),
                decide(statement().protect(HeaderLabel.X5CHAIN, Cbor.array(x5chain(belowLeaf), x5chain(leaf)))),
                decide(root, chain, keys, END.plusSeconds(1)),
                decide(root, chain, keys, BEGIN.minusSeconds(1)),
                decide(statement().protect(HeaderLabel.X5CHAIN, x5chain(leaf)).protect(HeaderLabel.X5T, x5t(root))),
                decide(leaf, statement().protect(HeaderLabel.X5T, x5t(leaf)), keys, END.plusSeconds(1)))) {
            assertThat(reason(refused)).isEqualTo(StatementOutcome.Reason.CERTIFICATE_PATH);
        }
    }

    @Test
    void aSignatureByAnotherKeyIsRefusedAndAnIssuerNobodySpeaksForToo() {
        KeyPair other = Keys.generateP256(RANDOM);
        assertThat(reason(decide(root, statement().protect(HeaderLabel.X5CHAIN, x5chain(leaf)), other, NOW)))
                .isEqualTo(StatementOutcome.Reason.SIGNATURE);
        Sign1Builder elsewhere = claims(Sign1Builder.create(), "https://elsewhere.example")
                .contentType("text/plain")
                .payload(new byte[] {1})
                .protect(HeaderLabel.X5CHAIN, x5chain(leaf));
        assertThat(reason(decide(elsewhere))).isEqualTo(StatementOutcome.Reason.UNKNOWN_SIGNER);
    }

    /** The unprotected header is emptied before the statement is logged: what stood there cannot be judged again. */
    @Test
    void aChainInTheUnprotectedHeaderCountsForNothing() {
        StatementOutcome outcome = decide(statement()
                .protect(HeaderLabel.X5T, x5t(leaf))
                .unprotect(Cbor.map()
                        .put(HeaderLabel.X5CHAIN, CertificateReader.encoded(leaf))
                        .build()));
        assertThat(reason(outcome)).isEqualTo(StatementOutcome.Reason.CERTIFICATE_PATH);
    }
}
