package dev.muster.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.NoticeKind;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.core.notice.NoticeEvent;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.server.config.NoticeConfig;
import dev.muster.server.outbound.HostAuthorities;
import dev.muster.server.outbound.SafeFetch;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.io.TempDir;

/** Messages reach a real mail server, a real HTTPS server and a real syslog socket, again and again until they do. */
class CourierTest {
    private static final OrgId CITY = new OrgId("city");
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final NoticeKind PAUSED = new NoticeKind("rollout-paused", NoticeKind.Weight.URGENT, "x");
    private static final NoticeKind MINOR = new NoticeKind("minor", NoticeKind.Weight.WARNING, "x");

    @TempDir
    Path data;

    private Instant now = NOON;
    private Receiver receiver;
    private WebhookChannel webhooks;
    private long entry;

    private Courier courier(Database database, int mailPort, String mailTls) throws Exception {
        Migrations.create()
                .topic("notice", new NoticeTopic().scripts().toArray(String[]::new))
                .apply(database);
        receiver = new Receiver();
        receiver.writeAuthority(data.resolve("them.pem"));
        SSLSocketFactory tls = HostAuthorities.trusted("x", data, "them.pem");
        webhooks = new WebhookChannel(new byte[32], new SafeFetch(tls, true, Duration.ofSeconds(9)), () -> now);
        NoticeConfig mail = new NoticeConfig("localhost", mailPort, mailTls, "", "", "muster@city.example");
        return new Courier(
                database,
                Map.of(
                        NoticeEvent.Channel.MAIL,
                        new MailChannel(mail, data, tls),
                        NoticeEvent.Channel.WEBHOOK,
                        webhooks,
                        NoticeEvent.Channel.SYSLOG,
                        new SyslogChannel(tls, true, "muster.city")),
                () -> true,
                () -> now);
    }

    private static void subscribe(
            Database database, String id, NoticeEvent.Channel channel, String target, int digestHour, String kinds) {
        database.change(tx -> {
            tx.update(
                    "insert into notice_subscription (org, id, channel, shown, kinds, weight, digest_hour, generation)"
                            + " values (?, ?, ?, '', ?, 0, ?, 7)",
                    CITY.value(),
                    id,
                    channel,
                    kinds,
                    digestHour);
            new SqlNotices(tx, CITY).target(id, target);
        });
    }

    private void hear(Database database, Notice notice) {
        database.change(tx -> new Matters(tx, CITY, now).take(notice, entry++, now));
    }

    private static Notice paused(String id) {
        return Notice.of(PAUSED, new Subject("rollout", id), "Rollout " + id + " is paused: too many failures.");
    }

    private static String state(Database database, String subscription) {
        return database.<List<SqlNotices.Sent>>read(tx -> new SqlNotices(tx, CITY).newest(50)).stream()
                .filter(sent -> sent.message().subscription().equals(subscription))
                .map(sent -> sent.state() + " " + sent.message().tries())
                .findFirst()
                .orElse("none");
    }

    @BothDatabases
    void aWebhookIsSignedTriedAgainAndGivenTheSameId(Database database) throws Exception {
        try (Courier courier = courier(database, 1, "none")) {
            subscribe(database, "hook", NoticeEvent.Channel.WEBHOOK, receiver.url("/h/secret-path"), -1, "");
            receiver.status.set(500);
            hear(database, paused("r1"));
            courier.round();
            assertThat(state(database, "hook")).isEqualTo("waiting 1");
            courier.round();
            assertThat(receiver.got).as("not before the pause is over").hasSize(1);
            now = now.plus(Courier.PAUSE);
            receiver.status.set(204);
            courier.round();
            assertThat(state(database, "hook")).isEqualTo("sent 2");
            courier.round();
            assertThat(receiver.got).hasSize(2);
            Receiver.Got got = receiver.got.getLast();
            assertThat(got.header("webhook-id"))
                    .as("a receiver can tell the second from a new one")
                    .isEqualTo(receiver.got.getFirst().header("webhook-id"));
            String secret = webhooks.shown(new Channel.Recipient("city", "hook", "", 7));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            byte[] expected =
                    mac.doFinal((got.header("webhook-id") + "." + got.header("webhook-timestamp") + "." + got.body())
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(got.header("webhook-signature"))
                    .isEqualTo("v1," + Base64.getEncoder().encodeToString(expected));
            assertThat(got.body()).contains("\"rollout-paused\"", "Rollout r1 is paused", "\"settled\":false");
        } finally {
            receiver.close();
        }
    }

    @BothDatabases
    void aMatterIsSaidOnceUntilItIsOverAndASilenceSaysNothing(Database database) throws Exception {
        try (Courier courier = courier(database, 1, "none")) {
            subscribe(database, "hook", NoticeEvent.Channel.WEBHOOK, receiver.url("/"), -1, "rollout-paused");
            hear(database, paused("r1"));
            hear(database, paused("r1"));
            entry--;
            hear(database, paused("r1"));
            hear(database, Notice.of(MINOR, new Subject("x", "y"), "nobody wants this"));
            courier.round();
            assertThat(receiver.got).hasSize(1);
            assertThat(database.<List<SqlNotices.Alert>>read(tx -> new SqlNotices(tx, CITY).open(9)))
                    .as("the entry that came twice counts once")
                    .filteredOn(alert -> alert.kind().equals("rollout-paused"))
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.times()).isEqualTo(2));
            hear(database, Notice.over(PAUSED, new Subject("rollout", "r1"), "goes on"));
            hear(database, Notice.over(PAUSED, new Subject("rollout", "r1"), "goes on"));
            courier.round();
            assertThat(receiver.got).hasSize(2);
            assertThat(receiver.got.getLast().body()).contains("\"settled\":true");
            now = now.plusSeconds(5);
            database.change(tx -> tx.update(
                    "insert into notice_silence (org, id, kind, subject, until_at, reason) values (?, 's', '',"
                            + " 'rollout/r2', ?, 'works')",
                    CITY.value(),
                    now.plusSeconds(60)));
            hear(database, paused("r2"));
            hear(database, paused("r3"));
            courier.round();
            assertThat(receiver.got).hasSize(3);
            assertThat(receiver.got.getLast().body()).contains("r3");
        } finally {
            receiver.close();
        }
    }

    @BothDatabases
    void mailArrivesAtOnceOrOnceADayAndNotWithoutTls(Database database) throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try (Courier courier = courier(database, mail.getSmtp().getPort(), "none")) {
            subscribe(database, "ops", NoticeEvent.Channel.MAIL, "ops@city.example", -1, "");
            subscribe(database, "boss", NoticeEvent.Channel.MAIL, "boss@city.example", 6, "");
            hear(database, paused("r1"));
            hear(database, paused("r2"));
            courier.round();
            assertThat(mail.getReceivedMessages()).hasSize(2);
            MimeMessage first = mail.getReceivedMessages()[0];
            assertThat(first.getSubject()).startsWith("[Muster city] Rollout r");
            assertThat(first.getAllRecipients()[0]).hasToString("ops@city.example");
            assertThat(first.getMessageID()).endsWith(".city@muster>");
            assertThat((String) first.getContent()).contains("urgent rollout-paused rollout/r");
            assertThat(state(database, "boss")).isEqualTo("digest 0");
            now = Instant.parse("2026-11-30T06:00:00Z");
            courier.round();
            assertThat(mail.getReceivedMessages()).hasSize(3);
            MimeMessage daily = mail.getReceivedMessages()[2];
            assertThat(daily.getSubject()).isEqualTo("[Muster city] 2 notices");
            assertThat((String) daily.getContent()).contains("rollout/r1", "rollout/r2");
            courier.round();
            assertThat(mail.getReceivedMessages()).hasSize(3);
        } finally {
            receiver.close();
        }
        mail.purgeEmailFromAllMailboxes();
        try (Courier courier = courier(database, mail.getSmtp().getPort(), "starttls")) {
            hear(database, paused("r9"));
            courier.round();
            assertThat(mail.getReceivedMessages())
                    .as("nothing in the clear where TLS is asked for")
                    .isEmpty();
            assertThat(state(database, "ops")).isEqualTo("waiting 1");
        } finally {
            receiver.close();
            mail.stop();
        }
    }

    @BothDatabases
    void syslogGetsCountedLinesOverTls(Database database) throws Exception {
        try (Courier courier = courier(database, 1, "none");
                ServerSocket siem = receiver.context()
                        .getServerSocketFactory()
                        .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> line = new CompletableFuture<>();
            Thread reader = Thread.ofVirtual().start(() -> {
                try (Socket socket = siem.accept();
                        InputStream in = socket.getInputStream()) {
                    line.complete(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                } catch (java.io.IOException e) {
                    line.completeExceptionally(e);
                }
            });
            subscribe(database, "siem", NoticeEvent.Channel.SYSLOG, "tls://localhost:" + siem.getLocalPort(), -1, "");
            hear(database, Notice.of(PAUSED, new Subject("rollout", "r=1"), "a=b | c\\d\nx"));
            courier.round();
            assertThat(state(database, "siem")).isEqualTo("sent 1");
            String got = line.get(5, java.util.concurrent.TimeUnit.SECONDS);
            reader.join();
            int blank = got.indexOf(' ');
            assertThat(Integer.parseInt(got.substring(0, blank)))
                    .isEqualTo(got.substring(blank + 1).getBytes(StandardCharsets.UTF_8).length);
            assertThat(got)
                    .contains("<105>1 2026-11-29T12:00:00Z muster.city muster - rollout-paused -"
                            + " CEF:0|Muster|muster|0.1|")
                    .endsWith("duid=rollout/r\\=1 outcome=open msg=a\\=b | c\\\\d x");
        } finally {
            receiver.close();
        }
    }

    @BothDatabases
    void oneThatIsGoneHoldsUpNoOtherAndIsGivenUpAfterDays(Database database) throws Exception {
        try (Courier courier = courier(database, 1, "none")) {
            subscribe(database, "gone", NoticeEvent.Channel.WEBHOOK, "https://localhost:1/top-secret", -1, "");
            subscribe(database, "hook", NoticeEvent.Channel.WEBHOOK, receiver.url("/"), -1, "");
            hear(database, paused("r1"));
            courier.round();
            assertThat(state(database, "hook")).isEqualTo("sent 1");
            assertThat(state(database, "gone")).isEqualTo("waiting 1");
            now = now.plus(Courier.GIVE_UP);
            courier.round();
            assertThat(state(database, "gone")).isEqualTo("given-up 2");
            assertThat(Courier.pause(0)).isEqualTo(Courier.PAUSE);
            assertThat(Courier.pause(1)).isEqualTo(Courier.PAUSE.multipliedBy(3));
            assertThat(Courier.pause(1_000)).isEqualTo(Courier.PAUSE_MOST);
            assertThat(database.<List<SqlNotices.Sent>>read(tx -> new SqlNotices(tx, CITY).newest(9)))
                    .extracting(SqlNotices.Sent::fault)
                    .noneMatch(fault -> fault.contains("top-secret"));
        } finally {
            receiver.close();
        }
    }

    @BothDatabases
    void whatPilesUpForOneIsNotInTheWayOfTheOthers(Database database) throws Exception {
        try (Courier courier = courier(database, 1, "none")) {
            subscribe(database, "gone", NoticeEvent.Channel.WEBHOOK, "https://localhost:1/top-secret", -1, "");
            subscribe(database, "hook", NoticeEvent.Channel.WEBHOOK, receiver.url("/"), -1, "");
            database.change(tx -> {
                for (int i = 0; i < 600; i++) {
                    new SqlNotices(tx, CITY).put(piled("old-" + i), "waiting", now.minusSeconds(600));
                }
            });
            hear(database, paused("r1"));
            courier.round();
            assertThat(state(database, "hook")).isEqualTo("sent 1");
            assertThat(due(database)).as("one was tried, all wait").isZero();
            now = now.plus(Courier.GIVE_UP);
            courier.round();
            now = now.plus(Courier.PAUSE_MOST);
            assertThat(due(database)).as("after days nobody waits for any").isZero();
        } finally {
            receiver.close();
        }
    }

    private Message piled(String id) {
        return new Message(
                CITY.value(), "gone", id, "rollout-paused", "rollout/x", NoticeKind.Weight.INFO, "x", false, now, 0);
    }

    private int due(Database database) {
        return database.<List<SqlNotices.Sent>>read(tx -> SqlNotices.due(tx, now, 1_000, 1_000))
                .size();
    }
}
