package dev.muster.agent;

import dev.muster.agent.attest.Attester;
import dev.muster.agent.attest.Named;
import dev.muster.agent.attest.Quotes;
import dev.muster.agent.block.BlockSoftware;
import dev.muster.agent.block.RollbackCounter;
import dev.muster.agent.install.ArtifactSource;
import dev.muster.agent.install.DeviceClass;
import dev.muster.agent.install.FolderSoftware;
import dev.muster.agent.install.InstallLock;
import dev.muster.agent.install.InstallResult;
import dev.muster.agent.install.Software;
import dev.muster.agent.report.Outbox;
import dev.muster.agent.sense.FileSense;
import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.RatsClient;
import dev.muster.agent.server.ReleaseKeysClient;
import dev.muster.agent.server.ServerRefused;
import dev.muster.agent.server.TpmClient;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceClock;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Factory;
import dev.muster.agent.state.PayloadKeys;
import dev.muster.agent.state.ReleaseKeyChain;
import dev.muster.agent.state.UserConsent;
import dev.muster.format.MalformedException;
import dev.muster.format.attest.ear.Ear;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.format.devices.orders.OrderReport;
import dev.muster.format.devices.orders.UserAnswer;
import dev.muster.format.update.keys.SignedKeyList;
import dev.muster.format.update.keys.TrustedKeys;
import dev.muster.format.update.suit.Report;
import dev.muster.format.update.suit.SignedReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The device's software: which slot runs, what it holds, how it is shown and changed. Changes come one after the other. */
final class Machine {

    /** An envelope for one component with its text is below 2 KiB; integrated payloads may come with it. */
    private static final int ENVELOPE_BYTES_MAX = 1024 * 1024;

    private final DeviceRoots roots;
    private final Factory factory;
    private final InstantSource clock;
    private final Service.Teller teller;
    private final Software software;
    private final Attester attester;
    private final ReleaseKeyChain keys;
    private final Optional<Quotes> quotes;
    private Instant bootedAt;
    private long uptimeShown;
    private final ManifestWords words = new ManifestWords();

    Machine(DeviceRoots roots, Factory factory, AgentGround ground, Service.Teller teller) throws IOException {
        this.roots = roots;
        this.factory = factory;
        this.clock = ground.clock();
        this.quotes = ground.tpm().map(tpm -> new Quotes(roots, tpm, factory.org()));
        this.teller = teller;
        this.software = software(roots, factory);
        this.attester = new Attester(
                roots,
                Named.naming(roots, factory),
                factory,
                clock,
                quotes,
                what -> teller.tell(Notice.What.LEDGER_DOUBTED, what));
        this.keys = new ReleaseKeyChain(roots, factory.product());
        this.bootedAt = clock.instant();
    }

    /** Where this device's slots lie, as its maker said. */
    static Software software(DeviceRoots roots, Factory factory) throws IOException {
        return factory.block().isPresent()
                ? new BlockSoftware(factory.block().get(), RollbackCounter.none(), PayloadKeys.read(roots))
                : new FolderSoftware(roots);
    }

    DeviceRoots roots() {
        return roots;
    }

    /** Watches what runs; null where nothing tells of changes. */
    FileSense.@Nullable Watch watch(FileSense sense, Runnable changed) throws IOException {
        Optional<Path> folder = software.folder();
        return folder.isPresent() ? sense.watch(folder.get(), changed) : null;
    }

    /** What runs, for somebody who looks at the device: a line for each word. */
    String standing() throws IOException {
        Software.Running running = software.running();
        return "slot=" + running.slot().folder() + "\nversion=" + running.version() + "\nboots=" + running.boots()
                + "\nproduct=" + factory.product() + "\nstrength="
                + roots.strength().word() + "\n";
    }

    /** A virtual reboot: the boot loader's choice is made again, and the boot is counted. */
    synchronized void boot() throws IOException {
        Software.Running booted = software.start();
        bootedAt = clock.instant();
        uptimeShown = 0;
        teller.tell(Notice.What.BOOTED, booted.slot().folder() + " boot " + booted.boots());
    }

    /** Shows the server that the key is in this device's TPM, when it is. A server that does not believe it serves anyway. */
    void proveKey(DeviceConnection connection, Credential identity) throws IOException, InterruptedException {
        if (quotes.isEmpty()) {
            return;
        }
        try {
            if (quotes.get().prove(new TpmClient(connection, factory.org()), identity)) {
                teller.tell(Notice.What.KEY_PROVED, "");
            }
        } catch (ServerRefused refused) {
            teller.tell(Notice.What.KEY_NOT_PROVED, String.valueOf(refused.getMessage()));
        }
    }

    /** Sends evidence; a slot on trial that the server affirms is confirmed. Returns the server's word. */
    String attest(DeviceConnection connection, Credential identity) throws IOException, InterruptedException {
        Attester.Seen seen = seen();
        Ear ear;
        try (RatsClient rats = new RatsClient(connection, factory.org())) {
            ear = attester.attest(rats, identity, seen, uptimeShown);
        }
        words.told(seen.manifests());
        if (clock instanceof DeviceClock held) {
            held.signedJustNow(ear.issuedAt());
        }
        if (ear.overall() == TrustTier.AFFIRMING) {
            software.confirm();
        }
        attester.learnEpoch(connection);
        return ear.overall().word() + " " + seen.version();
    }

    private synchronized Attester.Seen seen() throws IOException {
        Software.Running running = software.running();
        String version = running.version().isEmpty() ? "unknown" : running.version();
        // A clock that is set back must not look like a copy of this device that started later.
        uptimeShown = Math.max(
                uptimeShown, Duration.between(bootedAt, clock.instant()).toSeconds());
        return new Attester.Seen(
                running.slot().folder(),
                version,
                running.boots(),
                software.measure(),
                words.now(software, ENVELOPE_BYTES_MAX, keys.trusted().epoch()));
    }

    /** Leaves evidence for a server that cannot be asked now. False when it would not go by any. */
    boolean attestUnasked(Credential identity, Outbox outbox) throws IOException {
        Optional<Attester.Evidence> made = attester.unasked(identity, seen(), uptimeShown);
        if (made.isPresent()) {
            outbox.add(new Outbox.Report(
                    "/rats/" + factory.org() + "/evidence",
                    made.get().mediaType(),
                    made.get().bytes()));
        }
        return made.isPresent();
    }

    /** Fetches and installs what an order names, tells the server in a signed report, restarts into it. */
    OrderReport install(OrderAction.Install order, DeviceConnection connection, Credential identity, Outbox outbox)
            throws IOException, InterruptedException {
        if (order.terms().asksUser()) {
            ask(order, outbox);
        }
        learnKeys(connection);
        if (keys.isTorn()) {
            return ended(OrderOutcome.FAILED, "release-keys-torn", "the lists of release keys cannot be read");
        }
        byte[] envelope = fetch(connection, order.manifestUrl());
        if (!MessageDigest.isEqual(Sha256.of(envelope), order.manifestDigest())) {
            return ended(OrderOutcome.FAILED, "manifest-digest", "what was fetched is not what the order names");
        }
        ArtifactSource source = new ServerSource(connection, factory.org());
        InstallResult result;
        try (InstallLock _ = InstallLock.take(roots)) {
            result = software.install(wish(source), order.manifestUrl(), envelope);
        }
        CoseSigner signer = CoseSigner.of(CoseAlgorithm.ES256, identity.key(), Optional.empty());
        outbox.add(new Outbox.Report(
                "/update/" + factory.org() + "/report", Report.MEDIA_TYPE, SignedReport.sign(result.report(), signer)));
        return switch (result.report().result()) {
            case Report.Result.Failure failure -> {
                teller.tell(Notice.What.INSTALL_REFUSED, failure.reason().word() + ": " + failure.detail());
                yield ended(OrderOutcome.REFUSED, failure.reason().word(), failure.detail());
            }
            case Report.Result.Success success -> {
                teller.tell(Notice.What.INSTALLED, "");
                if (result.installed()) {
                    boot();
                }
                yield done();
            }
        };
    }

    /** @throws UserWaits until the user agrees; the server hears of every change */
    private void ask(OrderAction.Install order, Outbox outbox) throws IOException {
        UserConsent consent = new UserConsent(roots);
        UserConsent.Question question = consent.ask(
                HexFormat.of().formatHex(order.manifestDigest()), order.terms().risk(), clock.instant());
        if (!question.told()) {
            UserAnswer answer = new UserAnswer(order.manifestDigest(), question.standing(), question.until());
            outbox.add(
                    new Outbox.Report("/update/" + factory.org() + "/asked", UserAnswer.MEDIA_TYPE, answer.encode()));
            consent.told(question);
            teller.tell(Notice.What.USER_ASKED, question.standing().word() + " " + question.risk());
        }
        if (question.standing() != UserAnswer.Standing.CONSENTED) {
            throw new UserWaits("its user is asked");
        }
    }

    /**
     * Asks who signs updates now. What the server says holds only by the signatures of those who signed until now; a
     * server that says nothing to be believed changes nothing.
     */
    void learnKeys(DeviceConnection connection) throws IOException, InterruptedException {
        long before = keys.trusted().epoch();
        try {
            ReleaseKeysClient client = new ReleaseKeysClient(connection, factory.org());
            List<SignedKeyList> lists;
            Optional<TrustedKeys.Following.Refused> refused;
            do {
                lists = client.after(keys.trusted().epoch());
                refused = keys.follow(lists);
            } while (refused.isEmpty() && lists.size() == SignedKeyList.MOST_AT_ONCE);
            refused.ifPresent(no -> teller.tell(Notice.What.KEYS_REFUSED, no.reason() + ": " + no.detail()));
        } catch (MalformedException | ServerRefused e) {
            teller.tell(Notice.What.KEYS_REFUSED, String.valueOf(e.getMessage()));
        }
        TrustedKeys now = keys.trusted();
        if (now.epoch() > before) {
            teller.tell(
                    Notice.What.KEYS_FOLLOWED,
                    "epoch " + now.epoch() + ": " + now.needed() + " of "
                            + now.signers().size());
        }
    }

    private Software.Wish wish(ArtifactSource source) {
        return new Software.Wish(
                DeviceClass.of(factory.vendorDomain(), factory.product()),
                keys.trusted().verifier(),
                source);
    }

    /** Goes back to the other slot, when what lies there is good, and restarts. */
    synchronized OrderReport rollBack() throws IOException {
        if (!software.rollBack()) {
            return ended(
                    OrderOutcome.REFUSED, "other-slot-not-good", "the other slot does not hold what its record says");
        }
        teller.tell(Notice.What.ROLLED_BACK, "");
        boot();
        return done();
    }

    private static byte[] fetch(DeviceConnection connection, String url) throws IOException, InterruptedException {
        try (InputStream in = new PayloadStream(connection.download(url, 0).body())) {
            byte[] bytes = in.readNBytes(ENVELOPE_BYTES_MAX + 1);
            if (bytes.length > ENVELOPE_BYTES_MAX) {
                throw new IOException("the envelope is larger than " + ENVELOPE_BYTES_MAX + " bytes");
            }
            return bytes;
        }
    }

    private OrderReport done() {
        return new OrderReport(OrderOutcome.DONE, "", "", Optional.of(roots.strength()), clock.instant());
    }

    private OrderReport ended(OrderOutcome outcome, String reason, String detail) {
        String sentence = detail.length() > OrderReport.MAX_DETAIL_CHARS
                ? detail.substring(0, OrderReport.MAX_DETAIL_CHARS)
                : detail;
        return new OrderReport(outcome, reason, sentence, Optional.empty(), clock.instant());
    }
}
