package dev.muster.agent.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A door answered, and the answer was no. */
public final class ServerRefused extends IOException {

    private static final Pattern CODE = Pattern.compile("\"code\"\\s*:\\s*\"([A-Za-z0-9._-]{1,64})\"");
    private static final Pattern DETAIL = Pattern.compile("\"detail\"\\s*:\\s*\"([^\"\\\\]{1,300})");

    private final int status;
    private final String reason;
    private final @Nullable Duration retryAfter;

    ServerRefused(int status, String reason, String sentence, Optional<Duration> retryAfter) {
        super(sentence);
        this.retryAfter = retryAfter.orElse(null);
        this.status = status;
        this.reason = reason;
    }

    /** Reads the reason from problem details (RFC 9457), where there are any. It is for people; nothing is decided by it. */
    public static ServerRefused of(String what, Reply reply) {
        String text = new String(reply.body(), StandardCharsets.UTF_8);
        Matcher code = CODE.matcher(text);
        Matcher detail = DETAIL.matcher(text);
        String reason = code.find() ? code.group(1) : "";
        String why = detail.find() ? ": " + detail.group(1) : reason.isEmpty() ? "" : ": " + reason;
        return new ServerRefused(
                reply.status(), reason, what + " was refused (" + reply.status() + ")" + why, reply.retryAfter());
    }

    public int status() {
        return status;
    }

    /** How long the server wants to be left alone, when it says. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The stable reason code, or an empty string. */
    public String reason() {
        return reason;
    }

    /** Whether asking the same again can help: the server is busy or broken, not unwilling. */
    public boolean isTemporary() {
        return status >= 500 || status == 429 || status == 408;
    }
}
