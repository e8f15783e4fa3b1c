package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.audit.exchange.Content;
import dev.muster.format.audit.exchange.ExchangeStatement;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who asks a maker and may not, and who answers in a maker's place. */
@Timeout(180)
class ExchangeHostileTest extends ExchangePair {
    private HttpResponse<String> send(byte[] statement) throws Exception {
        return atMaker.call("POST", "/exchange/demo", statement, ExchangeStatement.MEDIA_TYPE);
    }

    private static CoseSigner signer(KeyPair pair) {
        return CoseSigner.of(
                CoseAlgorithm.ES256,
                pair.getPrivate(),
                Optional.of(CoseKey.of(pair.getPublic()).thumbprint()));
    }

    private byte[] statement(KeyPair by, byte[] to, Instant at, Content content) {
        byte[] id = new byte[ExchangeStatement.ID_BYTES];
        new SecureRandom().nextBytes(id);
        return new ExchangeStatement("x", to, id, at, at.plusSeconds(600), content).sign(signer(by));
    }

    @Test
    void strangersTheNotEntitledReplaysAndLettersToOthersGetNothing() throws Exception {
        publish("sheet", "cost-sheet", "cam", "customer", SHEET, "text/plain");
        publish("free", "contact", "lamp", "public", "call us".getBytes(StandardCharsets.UTF_8), "text/plain");
        KeyPair other = Keys.generateP256(new SecureRandom());
        KeyPair stranger = Keys.generateP256(new SecureRandom());
        customer("village", Base64.getEncoder().encodeToString(other.getPublic().getEncoded()), List.of("lamp"));
        Instant now = Instant.now();

        assertThat(send(statement(stranger, makerThumbprint, now, new Content.Everything()))
                        .body())
                .contains("not-a-customer");
        HttpResponse<String> not = send(statement(other, makerThumbprint, now, new Content.Bytes("sheet")));
        assertThat(not.statusCode()).isEqualTo(404);
        HttpResponse<String> never = send(statement(other, makerThumbprint, now, new Content.Bytes("nothing")));
        assertThat(not.body().replaceAll("[0-9a-f]{16}|sheet", ""))
                .as("what it may not have looks like what is not there")
                .isEqualTo(never.body().replaceAll("[0-9a-f]{16}|nothing", ""));
        assertThat(send(statement(other, makerThumbprint, now, new Content.Bytes("free")))
                        .body())
                .isEqualTo("call us");
        byte[] once = statement(other, makerThumbprint, now, new Content.Everything());
        assertThat(send(once).statusCode()).isEqualTo(200);
        assertThat(send(once).body()).contains("replayed");
        assertThat(send(statement(other, new byte[32], now, new Content.Everything()))
                        .body())
                .contains("not-for-us");
        assertThat(send(statement(other, makerThumbprint, now.minus(Duration.ofHours(2)), new Content.Everything()))
                        .body())
                .contains("too-late");
        assertThat(send(statement(other, makerThumbprint, now, new Content.Answer("t", "no")))
                        .body())
                .contains("not-for-makers");
        byte[] bent = once.clone();
        bent[bent.length - 1] ^= 1;
        assertThat(send(bent).body()).contains("not-a-customer");
        assertThat(send("no".getBytes(StandardCharsets.US_ASCII)).body()).contains("malformed-statement");
        assertThat(atMaker.get("/api/v1/demo/entries?limit=500").body()).contains("paper-refused");

        ok(atMaker.call("DELETE", "/api/v1/demo/exchange/customers/village", new byte[0]));
        assertThat(send(statement(other, makerThumbprint, now, new Content.Everything()))
                        .body())
                .contains("not-a-customer");
    }

    @Test
    void aMakerThatSignsWithAnotherKeyIsNotBelieved() throws Exception {
        publish("sheet", "cost-sheet", "cam", "customer", SHEET, "text/plain");
        KeyPair wrong = Keys.generateP256(new SecureRandom());
        ok(atOperator.post(
                "/api/v1/demo/exchange/makers/lens",
                Map.of(
                        "url",
                        maker.console().resolve("/exchange/demo").toString(),
                        "key",
                        Base64.getEncoder().encodeToString(wrong.getPublic().getEncoded()))));
        HttpResponse<String> asked = atOperator.post("/api/v1/demo/exchange/makers/lens/ask", Map.of());
        assertThat(asked.statusCode()).isEqualTo(502);
        assertThat(asked.body())
                .as("what is for another key the maker does not take")
                .contains("not-for-us");
        assertThat(tree(atOperator.get("/api/v1/demo/exchange/received")).path("papers"))
                .isEmpty();
        HttpResponse<String> inside = atOperator.post(
                "/api/v1/demo/exchange/makers/inside", Map.of("url", "http://127.0.0.1:1/x", "key", operatorKey));
        assertThat(inside.statusCode()).isEqualTo(400);
    }
}
