package dev.muster.server.notice;

import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.NoticeKind;
import dev.muster.core.notice.NoticeDesk;
import dev.muster.core.notice.NoticeEvent;
import dev.muster.ledger.sequence.Projection;
import dev.muster.server.config.PrivateFile;
import dev.muster.server.config.StartFailure;
import dev.muster.server.outbound.HostAuthorities;
import dev.muster.server.outbound.SafeFetch;
import dev.muster.server.topic.NoticeRules;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Topic;
import dev.muster.server.topic.Trials;
import dev.muster.server.topic.Watches;
import dev.muster.server.web.Contributions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;

/** People hear of what matters: by mail, webhook and syslog. */
public final class NoticeTopic implements Topic {
    private static final int KEY_BYTES = 32;
    private static final Duration WEBHOOK_MOST = Duration.ofSeconds(15);
    private static final Duration KEPT = Duration.ofDays(30);

    @Override
    public String name() {
        return "notice";
    }

    @Override
    public List<String> scripts() {
        return List.of("001-notice");
    }

    @Override
    public List<Class<? extends Event>> events() {
        return List.of(NoticeEvent.class);
    }

    @Override
    public List<Projection> projections() {
        return List.of(new NoticeProjection());
    }

    @Override
    public void open(Site site) {
        SSLSocketFactory tls = HostAuthorities.trusted(
                "outbound.authorities",
                site.config().data(),
                site.config().outbound().authorities());
        boolean privateAddresses = site.config().outbound().privateAddresses();
        WebhookChannel webhooks = new WebhookChannel(
                key(site.data().path().resolve("notice"), site.random()),
                new SafeFetch(tls, privateAddresses, WEBHOOK_MOST),
                site.clock());
        Courier courier = site.closeAtEnd(new Courier(
                site.database(),
                Map.of(
                        NoticeEvent.Channel.MAIL,
                        new MailChannel(site.config().notice(), site.config().data(), tls),
                        NoticeEvent.Channel.WEBHOOK,
                        webhooks,
                        NoticeEvent.Channel.SYSLOG,
                        new SyslogChannel(
                                tls,
                                privateAddresses,
                                site.config().http().names().getFirst())),
                site.ledger()::writesHere,
                site.clock()));
        NoticeRules rules = site.need(NoticeRules.class);
        NoticeFollower follower = new NoticeFollower(
                site.database(), site.ledger(), rules, site.need(Watches.class), courier::wake, site.clock());
        site.follow(follower);
        site.everyMinute(follower);
        site.everyMinute(() -> site.database()
                .change(tx -> SqlNotices.clean(tx, site.clock().instant().minus(KEPT))));
        NoticeDesk desk =
                new NoticeDesk(rules.kinds().stream().map(NoticeKind::name).collect(Collectors.toSet()));
        new NoticeDoor(site.database(), site.shell(), rules, site.clock()).addTo(site.console());
        new SubscriptionDoor(site.database(), site.shell(), desk, webhooks, courier::wake, site.clock())
                .addTo(site.console());
        new NoticesPage(site.database(), site.need(Contributions.class), site.clock()).addTo(site.console());
        site.need(Trials.class).add(new DeliveryTrials(site.database()));
        courier.start();
    }

    /** From which the secrets of webhooks come; made at the first start. */
    private static byte[] key(Path directory, SecureRandom random) {
        Path file = directory.resolve("webhook.key");
        try {
            Files.createDirectories(
                    directory,
                    java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
                            java.nio.file.attribute.PosixFilePermissions.fromString("rwx------")));
            if (!Files.exists(file)) {
                byte[] made = new byte[KEY_BYTES];
                random.nextBytes(made);
                PrivateFile.replace(file, made);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new StartFailure("The key " + file + " cannot be used: " + e.getMessage() + ".", e);
        }
    }
}
