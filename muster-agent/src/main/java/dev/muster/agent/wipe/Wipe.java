package dev.muster.agent.wipe;

import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Factory;
import dev.muster.agent.state.WipeJournal;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.devices.maintenance.WipeProof;
import dev.muster.format.join.x509.SubjectName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Destroys what this device holds: first all keys but the one that signs, then all data, and that key at the very end. */
public final class Wipe {
    private static final Path LAST_KEY = Path.of("ldevid.pem");
    private static final Path BOOT = Path.of("boot.properties");

    private static final List<String> LEFT = List.of(
            "factory: the identity that the maker gave it, by which it can join again",
            "slots: its software, which evidence shows",
            "state/boot.properties: which slot starts, and the sequence below which nothing is installed",
            "identity/ldevid.pem: the key that signs this, destroyed once this is delivered");

    private static final List<String> KEPT =
            List.of("keys, state, software and factory: only the users' data was to go");

    private final DeviceRoots roots;
    private final Eraser eraser;
    private final WipeJournal journal;

    public Wipe(DeviceRoots roots, Eraser eraser) {
        this.roots = roots;
        this.eraser = eraser;
        this.journal = new WipeJournal(roots);
    }

    /** Takes stock and says that all of it is to be destroyed; {@link #destroy} follows, whatever happens. */
    public void order(String order, String custody, Instant now) throws IOException {
        List<WipeProof.Place> inventory = new ArrayList<>();
        for (Place place : places()) {
            inventory.add(place.found());
        }
        journal.order(new WipeJournal.Ordered(order, custody, now.truncatedTo(ChronoUnit.SECONDS), inventory));
    }

    /** Destroys all but the last key, looks again, and signs what it did. Asked again it gives the same proof. */
    public byte[] destroy(Credential identity, InstantSource clock) throws IOException {
        Optional<byte[]> before = journal.proof();
        if (before.isPresent()) {
            return before.get();
        }
        WipeJournal.Ordered ordered =
                journal.ordered().orElseThrow(() -> new IOException("no wipe of this device was ordered"));
        List<WipeProof.Place> proved = new ArrayList<>();
        for (Place place : places()) {
            place.erase(eraser, roots);
        }
        for (Place place : places()) {
            WipeProof.Place after = place.found();
            WipeProof.Place first = ordered.inventory().stream()
                    .filter(one -> one.what().equals(place.what()))
                    .findFirst()
                    .orElse(after);
            proved.add(new WipeProof.Place(
                    first.kind(), first.what(), first.method(), first.files(), first.size(), after.files()));
        }
        byte[] signed = new WipeProof(
                        ordered.custody(),
                        device(identity),
                        ordered.begunAt(),
                        clock.instant(),
                        proved,
                        LEFT,
                        roots.strength())
                .sign(CoseSigner.of(CoseAlgorithm.ES256, identity.key(), Optional.empty()));
        journal.prove(signed);
        return signed;
    }

    /** The server has the proof: the last key goes too, when nothing else is left. */
    public void finish() throws IOException {
        journal.delivered();
        Optional<byte[]> proof = journal.proof();
        if (proof.isPresent() && WipeProof.parse(proof.get()).complete()) {
            eraser.erase(roots.identity().resolve(LAST_KEY));
        }
        journal.clear();
    }

    /**
     * Destroys what users put on the device, and nothing else.
     *
     * @param session id of who asked, in the place of a custody record
     * @return the proof, signed
     */
    public byte[] data(Credential identity, String session, InstantSource clock) throws IOException {
        Instant begun = clock.instant();
        List<WipeProof.Place> proved = new ArrayList<>();
        for (Path folder : Factory.data(roots)) {
            Place place = new Place(WipeProof.Kind.DATA, folder.toString(), folder, Set.of());
            WipeProof.Place first = place.found();
            place.erase(eraser, roots);
            proved.add(new WipeProof.Place(
                    first.kind(),
                    first.what(),
                    first.method(),
                    first.files(),
                    first.size(),
                    place.found().files()));
        }
        return new WipeProof(session, device(identity), begun, clock.instant(), proved, KEPT, roots.strength())
                .sign(CoseSigner.of(CoseAlgorithm.ES256, identity.key(), Optional.empty()));
    }

    private static String device(Credential identity) throws IOException {
        return SubjectName.of(identity.certificate().getSubjectX500Principal())
                .serialNumber()
                .orElseThrow(() -> new IOException("the certificate names no device"));
    }

    /** Keys first. The order is that of the proof. */
    private List<Place> places() throws IOException {
        List<Place> places = new ArrayList<>(List.of(
                new Place(WipeProof.Kind.KEYS, "identity", roots.identity(), Set.of(LAST_KEY)),
                new Place(
                        WipeProof.Kind.DATA,
                        "state",
                        roots.state(),
                        Set.of(BOOT, roots.state().relativize(journal.folder()))),
                new Place(WipeProof.Kind.DATA, "network", roots.network(), Set.of())));
        for (Path folder : Factory.data(roots)) {
            places.add(new Place(WipeProof.Kind.DATA, folder.toString(), folder, Set.of()));
        }
        return places;
    }
}
