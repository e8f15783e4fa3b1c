package dev.muster.server.drills;

import dev.muster.core.drills.DoorsTried.Trial;
import dev.muster.core.ledger.OrgId;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Trials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Knocks at the server's own listeners over the loopback, with no credentials and no certificate of a device. What it asks
 * for changes nothing even where it is answered: a rollout of no release, a report that cannot be read.
 */
final class Stranger implements Trials.Attempt {
    private static final String JSON = "application/json";
    private static final Set<Integer> NO = Set.of(401, 403, 404);
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    /** What a page that fell out of the house would show. */
    private static final Pattern INSIDE =
            Pattern.compile("Exception|\\bat [a-z]+\\.[a-z.]+\\(|\\bjava\\.|\\bdev\\.muster\\.|\\bSELECT |\\bselect"
                    + " |jdbc:|sqlite|postgres|/home/|/var/");

    /**
     * ClientHello of TLS 1.1 (RFC 4346 §7.4.1.2) with suites for every kind of key that a certificate can have; for keys on
     * curves also the curves and the form of points (RFC 4492 §5.1). A listener that takes TLS 1.1 finds what it needs.
     */
    private static final byte[] OLD_HELLO = HexFormat.of()
            .parseHex("160301004b" + "01000047" + "0302" + "5a".repeat(32) + "00" + "000c" + "c009c00ac013c014002f0035"
                    + "0100" + "0012" + "000a00080006" + "00170018001d" + "000b00020100");

    private static final int HANDSHAKE_RECORD = 0x16;

    /** More than threads that a machine of this size would have for waiting, and no load worth the name. */
    private static final int CROWD = 64;

    private final Knock knock;
    private final Site.Ports ports;

    Stranger(Knock knock, Site.Ports ports) {
        this.knock = knock;
        this.ports = ports;
    }

    @Override
    public List<Trial> make(OrgId org, Instant now) {
        String api = "/api/v1/" + org.value();
        String device = "/devices/" + org.value();
        List<Trial> trials = new ArrayList<>();
        trials.add(trial("reads", tried -> {
            tried.mustRefuse("posture", knock.ask(ports.console(), "GET", api + "/posture", "", ""));
            tried.mustRefuse("devices", knock.ask(ports.console(), "GET", api + "/devices", "", ""));
            tried.mustRefuse("orders", knock.ask(ports.device(), "GET", device + "/orders", "", ""));
        }));
        trials.add(trial("writes", tried -> {
            tried.mustRefuse("a rollout", knock.ask(ports.console(), "POST", api + "/rollouts", JSON, "{}"));
            tried.mustRefuse("a product", knock.ask(ports.console(), "POST", api + "/products", JSON, "{"));
            tried.mustRefuse(
                    "a report", knock.ask(ports.device(), "POST", device + "/host", "application/octet-stream", "x"));
        }));
        trials.add(trial("old-tls", this::oldTls));
        trials.add(trial(
                "page",
                tried -> tried.mustForbid(
                        knock.ask(ports.console(), "GET", "/", "", "").headers())));
        trials.add(trial("errors", this::errors));
        trials.add(trial("malformed", this::malformed));
        trials.add(trial("crowd", this::crowd));
        return trials;
    }

    private void oldTls(Tried tried) throws IOException {
        for (int port : List.of(ports.console(), ports.device())) {
            byte[] hello = knock.bare(port, OLD_HELLO);
            tried.must("TLS 1.1", hello.length == 0 || hello[0] != HANDSHAKE_RECORD);
            byte[] clear = knock.bare(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            tried.must("cleartext", clear.length < 4 || clear[0] != 'H' || clear[1] != 'T');
        }
    }

    private void errors(Tried tried) throws IOException {
        tried.mustSayNothing(knock.ask(ports.console(), "POST", "/passkey/sign-in", JSON, "{\"a\":"));
        tried.mustSayNothing(knock.ask(ports.console(), "GET", "/no/such/page?x='", "", ""));
        tried.mustSayNothing(knock.ask(ports.console(), "GET", "/%00%ff", "", ""));
        tried.mustSayNothing(knock.ask(ports.device(), "POST", "/pki/none/ocsp", "application/ocsp-request", "0"));
    }

    private void malformed(Tried tried) throws IOException {
        String host = "Host: localhost\r\n";
        tried.mustNotTake("no host", knock.raw(ports.console(), "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"));
        tried.mustNotTake("no request", knock.raw(ports.console(), "0\r\n\r\n"));
        tried.mustNotTake(
                "two lengths",
                knock.raw(
                        ports.console(),
                        "POST /passkey/options HTTP/1.1\r\n" + host
                                + "Connection: close\r\n"
                                + "Content-Length: 5\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + "0\r\n\r\n"));
        tried.mustNotTake(
                "a header that is none",
                knock.raw(ports.device(), "GET / HTTP/1.1\r\n" + host + "Connection: close\r\nbad header\r\n\r\n"));
    }

    /** Each listener answers as fast as ever while some who say nothing hold connections to it. */
    private void crowd(Tried tried) throws IOException {
        for (int port : List.of(ports.console(), ports.device())) {
            // Whoever does not answer at all shows nothing about crowds.
            knock.ask(port, "GET", "/no/such/page", "", "");
            try (Crowd silent = Crowd.at(port, CROWD)) {
                tried.must("an answer beside " + silent.size(), answers(port));
            }
        }
    }

    private boolean answers(int port) {
        try {
            return knock.ask(port, "GET", "/no/such/page", "", "").status() > 0;
        } catch (IOException kept) {
            return false;
        }
    }

    @FunctionalInterface
    private interface Trying {
        void with(Tried tried) throws IOException;
    }

    private static Trial trial(String name, Trying trying) {
        Tried tried = new Tried();
        try {
            trying.with(tried);
            return tried.as(name);
        } catch (IOException silent) {
            return tried.wrong.isEmpty()
                    ? new Trial(
                            name,
                            Trial.UNCLEAR,
                            "nobody answered as expected: " + silent.getClass().getSimpleName())
                    : tried.as(name);
        }
    }

    /** What was seen in one trial. */
    private static final class Tried {
        private final List<String> right = new ArrayList<>();
        private final List<String> wrong = new ArrayList<>();
        private final List<String> unclear = new ArrayList<>();

        void must(String what, boolean held) {
            (held ? right : wrong).add(what);
        }

        void mustRefuse(String what, Knock.Heard heard) {
            List<String> place = NO.contains(heard.status())
                    ? right
                    : (heard.status() >= OK && heard.status() < BAD_REQUEST) || heard.status() == BAD_REQUEST
                            ? wrong
                            : unclear;
            place.add(what + " " + heard.status());
        }

        void mustNotTake(String what, Knock.Heard heard) {
            (heard.status() < OK || heard.status() >= BAD_REQUEST ? right : wrong).add(what + " " + heard.status());
        }

        void mustSayNothing(Knock.Heard heard) {
            if (heard.status() < BAD_REQUEST) {
                unclear.add("no error: " + heard.status());
            } else {
                must("error " + heard.status(), !INSIDE.matcher(heard.body()).find());
            }
        }

        void mustForbid(Map<String, String> headers) {
            String policy = headers.getOrDefault("content-security-policy", "");
            must("scripts", policy.contains("default-src 'none'") && !policy.contains("unsafe"));
            must("frames", policy.contains("frame-ancestors 'none'"));
            must(
                    "cleartext",
                    headers.getOrDefault("strict-transport-security", "").startsWith("max-age="));
            must(
                    "guessing of types",
                    headers.getOrDefault("x-content-type-options", "").equals("nosniff"));
        }

        Trial as(String name) {
            if (!wrong.isEmpty()) {
                return new Trial(name, Trial.GAVE, "not held: " + String.join(", ", wrong));
            }
            return unclear.isEmpty()
                    ? new Trial(name, Trial.HELD, "held: " + String.join(", ", right))
                    : new Trial(name, Trial.UNCLEAR, "unclear: " + String.join(", ", unclear));
        }
    }
}
