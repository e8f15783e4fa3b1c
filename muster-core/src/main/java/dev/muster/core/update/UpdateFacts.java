package dev.muster.core.update;

import dev.muster.core.devices.OrderClosed;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import java.util.List;

/**
 * What the entries of updates state:
 *
 * <ul>
 *   <li>{@code update.installed}: {@code success} or {@code failure}, from the device's signed report (REPORTED)
 *   <li>{@code update.manifest}: {@code verified}, when it installed a release that the server verified too (REPORTED)
 *   <li>{@code update.tampered}, {@code update.foreign-signer}, {@code update.old-sequence}: {@code refused} or
 *       {@code accepted}; what the envelope is, the server found itself, what the device did with it is its word (REPORTED)
 *   <li>{@code update.rolled-back}: {@code success} or {@code failure}, the device's word on the order (REPORTED)
 *   <li>{@code update.latency-seconds}, {@code update.current = true}: from accepted evidence (ATTESTED)
 *   <li>{@code update.current = false}: a newer release was meant for it (OBSERVED), or evidence shows an older one again
 *       (ATTESTED)
 *   <li>{@code update.mode = automatic}: it went from order to evidence with nobody at the device (OBSERVED)
 *   <li>{@code update.signed}: thumbprint of the release's signer (release, CLAIMED)
 * </ul>
 */
public final class UpdateFacts implements FactRule {
    private static final String REFUSED = "refused";
    private static final String ACCEPTED = "accepted";

    @Override
    public List<Fact> facts(Entry entry, Event event) {
        return switch (event) {
            case ReleasePublished published -> List.of(fact(entry, "update.signed", published.signer(), Grade.CLAIMED));
            case DeviceOffered offered -> List.of(fact(entry, "update.current", "false", Grade.OBSERVED));
            case DeviceUpdated updated ->
                List.of(
                        fact(entry, "update.latency-seconds", Long.toString(updated.latencySeconds()), Grade.ATTESTED),
                        fact(entry, "update.current", "true", Grade.ATTESTED),
                        fact(entry, "update.mode", "automatic", Grade.OBSERVED));
            case DeviceFellBack back -> List.of(fact(entry, "update.current", "false", Grade.ATTESTED));
            case InstallReported reported -> reported(entry, reported);
            case OrderClosed closed
            when closed.kind() == OrderKind.ROLL_BACK && said(closed.outcome()) ->
                List.of(fact(
                        entry,
                        "update.rolled-back",
                        closed.outcome() == OrderOutcome.DONE ? "success" : "failure",
                        Grade.REPORTED));
            default -> List.of();
        };
    }

    private static boolean said(OrderOutcome outcome) {
        return outcome == OrderOutcome.DONE || outcome == OrderOutcome.REFUSED || outcome == OrderOutcome.FAILED;
    }

    private static List<Fact> reported(Entry entry, InstallReported reported) {
        String did = reported.success() ? ACCEPTED : REFUSED;
        return switch (reported.nature()) {
            case RELEASE -> release(entry, reported);
            case OLD_RELEASE -> List.of(fact(entry, "update.old-sequence", did, Grade.REPORTED));
            case TAMPERED -> List.of(fact(entry, "update.tampered", did, Grade.REPORTED));
            case FOREIGN_SIGNER -> List.of(fact(entry, "update.foreign-signer", did, Grade.REPORTED));
            case UNPUBLISHED, UNKNOWN -> List.of();
        };
    }

    private static List<Fact> release(Entry entry, InstallReported reported) {
        Fact installed = fact(entry, "update.installed", reported.success() ? "success" : "failure", Grade.REPORTED);
        return reported.success()
                ? List.of(installed, fact(entry, "update.manifest", "verified", Grade.REPORTED))
                : List.of(installed);
    }

    private static Fact fact(Entry entry, String key, String value, Grade grade) {
        return new Fact(entry.subject(), key, value, entry.effectiveAt(), grade, entry.index());
    }
}
