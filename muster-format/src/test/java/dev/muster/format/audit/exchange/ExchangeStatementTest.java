package dev.muster.format.audit.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Keys;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExchangeStatementTest {
    private static final Instant AT = Instant.parse("2026-11-29T12:00:00Z");
    private static final KeyPair MAKER = Keys.generateP256(new SecureRandom());
    private static final KeyPair OTHER = Keys.generateP256(new SecureRandom());

    private static CoseSigner signer(KeyPair pair) {
        return CoseSigner.of(
                CoseAlgorithm.ES256,
                pair.getPrivate(),
                Optional.of(CoseKey.of(pair.getPublic()).thumbprint()));
    }

    private static ExchangeStatement statement(Content content) {
        return new ExchangeStatement("lens.example", new byte[32], new byte[16], AT, AT.plusSeconds(600), content);
    }

    static List<Content> contents() {
        return List.of(
                new Content.Paper("p1", 3, "cost-sheet", "cam", "Cost", "2", "officer", "text/plain", new byte[32], 17),
                new Content.Withdrawal("p1", 4, "wrong numbers"),
                new Content.Everything(),
                new Content.Bytes("p1"),
                new Content.Letter("c-7", "question", "p1", "which screw?"),
                new Content.Answer("c-7", "M3"),
                new Content.Receipt("p1", 3, "operator/tom"));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void saysWhatWasSigned(Content content) {
        byte[] bytes = statement(content).sign(signer(MAKER));
        assertThat(ExchangeStatement.signer(bytes))
                .isEqualTo(CoseKey.of(MAKER.getPublic()).thumbprint());
        assertThat(ExchangeStatement.open(bytes, VerificationKey.of(MAKER.getPublic()))
                        .statement())
                .contains(statement(content));
    }

    @Test
    void ofAnotherKeyItSaysNothing() {
        byte[] bytes = statement(new Content.Everything()).sign(signer(MAKER));
        ExchangeStatement.Opened opened = ExchangeStatement.open(bytes, VerificationKey.of(OTHER.getPublic()));
        assertThat(opened.statement()).isEmpty();
        assertThat(opened.reason()).isEqualTo("signature-wrong");
    }

    @Test
    void aSignatureForAnotherPurposeIsNone() {
        byte[] bytes = Sign1Builder.create()
                .contentType(ExchangeStatement.MEDIA_TYPE)
                .payload(new byte[] {(byte) 0xa0})
                .sign(signer(MAKER))
                .encode();
        assertThat(ExchangeStatement.open(bytes, VerificationKey.of(MAKER.getPublic()))
                        .reason())
                .as("without the external data")
                .isEqualTo("signature-wrong");
    }

    @Test
    void whatIsGoodForLongOrHasNoIdOrAControlCharacterIsMalformed() {
        VerificationKey key = VerificationKey.of(MAKER.getPublic());
        byte[] lasting = new ExchangeStatement(
                        "x", new byte[32], new byte[16], AT, AT.plusSeconds(3_601), new Content.Everything())
                .sign(signer(MAKER));
        assertThatThrownBy(() -> ExchangeStatement.open(lasting, key))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.path()).isEqualTo("/4"));
        byte[] idless = statement(new Content.Bytes("../x")).sign(signer(MAKER));
        assertThatThrownBy(() -> ExchangeStatement.open(idless, key))
                .isInstanceOf(ExchangeException.class)
                .hasMessageContaining("no id");
        byte[] bell = statement(new Content.Answer("t", "a\u0007b")).sign(signer(MAKER));
        assertThatThrownBy(() -> ExchangeStatement.open(bell, key)).isInstanceOf(ExchangeException.class);
        byte[] longer = statement(new Content.Answer("t", "a".repeat(2_001))).sign(signer(MAKER));
        assertThatThrownBy(() -> ExchangeStatement.open(longer, key)).isInstanceOf(ExchangeException.class);
    }

    @Test
    void aListIsTheStatementsInIt() {
        byte[] one = statement(new Content.Everything()).sign(signer(MAKER));
        assertThat(StatementList.parse(StatementList.encode(List.of(one, one)))).containsExactly(one, one);
        assertThatThrownBy(() -> StatementList.parse("no".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(ExchangeException.class);
    }
}
