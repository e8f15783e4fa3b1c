package dev.muster.agent.attest;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.format.MalformedException;
import dev.muster.format.attest.eat.SlotClaims;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.HeadOffer;
import dev.muster.format.audit.merkle.KeptHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What this device remembers of its server's ledger: {@code state/ledger-head}, the newest head that grew out of all
 * before, under the key seen first. A head that contradicts it is kept in {@code state/ledger-contradiction} as it came,
 * because the two together prove that the ledger told two stories; the kept head stays and goes out with all evidence.
 */
final class LedgerWatch {

    private final DeviceRoots roots;
    private final Path file;

    LedgerWatch(DeviceRoots roots) {
        this.roots = roots;
        this.file = roots.state().resolve("ledger-head");
    }

    /** Size of the kept head; 0 when there is none. */
    long knownSize() throws IOException {
        return kept().map(head -> head.checkpoint().size()).orElse(0L);
    }

    /**
     * Judges what the server offers and keeps it when it may stand.
     *
     * @return what is wrong with the ledger; empty when nothing is
     */
    Optional<String> take(HeadOffer offer) throws IOException {
        Optional<KeptHead> kept = kept();
        if (kept.isEmpty()) {
            return first(offer);
        }
        return switch (kept.get().judge(offer)) {
            case KeptHead.Judged.Grown grown -> {
                if (!grown.head().equals(kept.get())) {
                    roots.write(file, grown.head().encode());
                }
                yield Optional.empty();
            }
            case KeptHead.Judged.Behind behind ->
                Optional.of("the ledger has " + behind.size() + " entries, this device has seen "
                        + kept.get().checkpoint().size());
            case KeptHead.Judged.Contradicts contradicts -> {
                roots.write(
                        roots.state().resolve("ledger-contradiction"),
                        offer.encode().encoded());
                yield Optional.of(contradicts.why());
            }
        };
    }

    private Optional<String> first(HeadOffer offer) throws IOException {
        try {
            roots.write(file, KeptHead.first(offer).encode());
            return Optional.empty();
        } catch (MalformedException unfit) {
            return Optional.of(String.valueOf(unfit.getMessage()));
        }
    }

    /** The claim for the next evidence. */
    Optional<SlotClaims.LedgerHead> claim() throws IOException {
        return kept().map(head -> {
            Checkpoint seen = head.checkpoint();
            return new SlotClaims.LedgerHead(
                    seen.size(), seen.root(), Optional.of(head.note().encode()));
        });
    }

    private Optional<KeptHead> kept() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(KeptHead.parse(Files.readAllBytes(file)));
        } catch (MalformedException damaged) {
            // A device that cannot read its memory begins again, as it would with a new one.
            return Optional.empty();
        }
    }
}
