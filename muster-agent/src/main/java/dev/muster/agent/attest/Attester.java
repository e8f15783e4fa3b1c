package dev.muster.agent.attest;

import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.RatsClient;
import dev.muster.agent.state.Authorities;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Factory;
import dev.muster.format.attest.ear.Ear;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.attest.eat.ManifestClaims;
import dev.muster.format.attest.eat.SlotClaims;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.attest.eat.Ueid;
import dev.muster.format.attest.tpm.SlotsWithQuote;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** Shows the server what this device runs. */
public final class Attester {

    private final DeviceRoots roots;
    private final Named.Naming naming;
    private final String softwareName;
    private final String org;
    private final InstantSource clock;
    private final LedgerWatch ledger;
    private final Dispute dispute;
    private final Optional<Quotes> quotes;
    private final KeptEpoch epoch;
    private final Alarm alarm;

    /** Told when the server's ledger forgets or contradicts what this device has seen of it. */
    public interface Alarm {
        void ledger(String what);
    }

    /**
     * @param naming who this is
     * @param factory its home, and the name of what runs in its slots
     * @param quotes of its TPM, when it has one
     */
    public Attester(
            DeviceRoots roots,
            Named.Naming naming,
            Factory factory,
            InstantSource clock,
            Optional<Quotes> quotes,
            Alarm alarm) {
        this.roots = roots;
        this.naming = naming;
        this.softwareName = factory.product();
        this.org = factory.org();
        this.clock = clock;
        this.dispute = new Dispute(roots);
        this.ledger = new LedgerWatch(roots);
        this.quotes = quotes;
        this.epoch = new KeptEpoch(roots, factory.org());
        this.alarm = alarm;
    }

    /**
     * What runs on this device.
     *
     * @param slot its name
     * @param version what the slot's record calls its content; a claim, not a measurement
     * @param boots how often the device was started
     * @param files as they were just read
     * @param manifests what it says of those that it can run and obeys
     */
    public record Seen(String slot, String version, long boots, SlotMeasurement files, ManifestClaims manifests) {}

    /**
     * Asks for a nonce and the ledger's head, measures, signs, sends.
     *
     * @param seen what runs, and what was read of it
     * @param uptimeSeconds since the last boot
     * @return how the verifier judged it, checked
     * @throws ResultRefused when the result is not to be gone by; the next evidence says so
     */
    public Ear attest(RatsClient rats, Credential identity, Seen seen, long uptimeSeconds) throws IOException {
        RatsClient.Challenge challenge = rats.challenge(ledger.knownSize());
        if (challenge.head().isPresent()) {
            ledger.take(challenge.head().get()).ifPresent(alarm::ledger);
        }
        Evidence evidence = evidence(challenge.nonce(), identity, seen, uptimeSeconds);
        byte[] result = rats.evidence(challenge, evidence.mediaType(), evidence.bytes());
        try {
            Ear ear = verifier().verify(result, challenge.nonce(), clock.instant());
            dispute.settle();
            return ear;
        } catch (ResultRefused refused) {
            dispute.open(refused.reason(), result);
            throw refused;
        }
    }

    /** Evidence as it is sent. */
    public record Evidence(String mediaType, byte[] bytes) {}

    /** Keeps the epoch that the server is in, for {@link #unasked}. */
    public void learnEpoch(DeviceConnection connection) throws IOException, InterruptedException {
        epoch.learn(connection, clock.instant());
    }

    /**
     * Evidence for a server that cannot be asked now, over the epoch that it was last heard to be in.
     *
     * @return empty when none is known that it would still go by, or its organisation goes by none
     */
    public Optional<Evidence> unasked(Credential identity, Seen seen, long uptimeSeconds) throws IOException {
        Optional<byte[]> id = epoch.id(clock.instant());
        return id.isPresent() ? Optional.of(evidence(id.get(), identity, seen, uptimeSeconds)) : Optional.empty();
    }

    private Evidence evidence(byte[] nonce, Credential identity, Seen seen, long uptimeSeconds) throws IOException {
        Named device = naming.by(identity);
        SlotClaims claims = new SlotClaims(
                nonce,
                Ueid.of(device.maker(), device.model(), device.serial()),
                device.maker(),
                device.model(),
                softwareName,
                seen.version(),
                seen.boots(),
                uptimeSeconds,
                Optional.empty(),
                seen.slot(),
                roots.strength(),
                seen.files(),
                ledger.claim(),
                dispute.claim(),
                seen.manifests());
        CoseSigner signer = CoseSigner.of(CoseAlgorithm.ES256, identity.key(), Optional.empty());
        byte[] token = EatToken.sign(claims, signer);
        Optional<byte[]> quote = quotes.isPresent() ? quotes.get().quote(identity, nonce) : Optional.empty();
        return quote.isPresent()
                ? new Evidence(SlotsWithQuote.MEDIA_TYPE, new SlotsWithQuote(token, quote.get()).encode())
                : new Evidence(EatToken.MEDIA_TYPE, token);
    }

    private ResultVerifier verifier() throws IOException {
        Authorities authorities = Authorities.kept(roots)
                .orElseThrow(() -> new IOException(
                        Authorities.file(roots) + " is missing: nobody can say who signs attestation results"));
        return new ResultVerifier(authorities, org);
    }
}
