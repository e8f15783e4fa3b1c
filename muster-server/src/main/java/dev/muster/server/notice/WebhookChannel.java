package dev.muster.server.notice;

import dev.muster.format.crypto.HmacSha256;
import dev.muster.server.http.Json;
import dev.muster.server.outbound.SafeFetch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A POST in JSON, signed as Standard Webhooks say it (v1, HMAC-SHA256 over {@code id.timestamp.body}). Each subscription has a
 * secret of its own, derived from the server's key, so that no secret lies in the database.
 */
final class WebhookChannel implements Channel {
    private static final int ANSWER_BYTES_MOST = 64 * 1024;
    private static final String PREFIX = "whsec_";

    private final byte[] key;
    private final SafeFetch outside;
    private final InstantSource clock;

    /** @param key 32 bytes, this server's */
    WebhookChannel(byte[] key, SafeFetch outside, InstantSource clock) {
        this.key = key.clone();
        this.outside = outside;
        this.clock = clock;
    }

    /** Whether it is an https URL that would be asked. */
    static boolean isTarget(String text) {
        try {
            SafeFetch.requireUrl(text);
            return true;
        } catch (IOException no) {
            return false;
        }
    }

    private byte[] secret(Recipient to) {
        return HmacSha256.of(
                key,
                ("webhook\n" + to.org() + "\n" + to.subscription() + "\n" + to.generation())
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** As receivers take it; told once. */
    String shown(Recipient to) {
        return PREFIX + Base64.getEncoder().encodeToString(secret(to));
    }

    @Override
    public void send(Recipient to, List<Message> messages) throws IOException {
        byte[] body = Json.bytes(messages.size() == 1 ? body(messages.getFirst()) : digest(messages));
        String id = messages.getFirst().id();
        String timestamp = "" + clock.instant().getEpochSecond();
        byte[] signature =
                HmacSha256.of(secret(to), (id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII), body);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", timestamp);
        headers.put("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature));
        SafeFetch.Answer answer = outside.post(to.target(), headers, body, ANSWER_BYTES_MOST);
        if (answer.status() / 100 != 2) {
            throw new IOException("it answers " + answer.status());
        }
    }

    private static Map<String, Object> body(Message message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", message.kind());
        body.put("timestamp", message.at().toString());
        body.put(
                "data",
                Map.of(
                        "id", message.id(),
                        "organisation", message.org(),
                        "weight", message.weight().name().toLowerCase(Locale.ROOT),
                        "subject", message.subject(),
                        "says", message.says(),
                        "settled", message.settled()));
        return body;
    }

    private static Map<String, Object> digest(List<Message> messages) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "digest");
        body.put("timestamp", messages.getLast().at().toString());
        body.put("data", messages.stream().map(WebhookChannel::body).toList());
        return body;
    }
}
