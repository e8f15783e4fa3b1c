package dev.muster.server.joining;

import dev.muster.core.joining.Enrolled;
import dev.muster.core.joining.EnrolmentRefused;
import dev.muster.core.joining.KeyShared;
import dev.muster.core.joining.OwnershipReleased;
import dev.muster.core.joining.VoucherAsked;
import dev.muster.core.ledger.Event;
import java.util.Optional;

/** Joining in words. */
final class JoiningSentence {
    private JoiningSentence() {}

    static Optional<String> of(Event event) {
        return switch (event) {
            case Enrolled enrolled ->
                Optional.of(
                        "it was given a certificate until " + enrolled.notAfter() + " over " + enrolled.tlsVersion());
            case EnrolmentRefused refused ->
                Optional.of("it was refused a certificate: " + refused.reason() + ", " + refused.detail());
            case KeyShared shared ->
                Optional.of((shared.kind() == KeyShared.Kind.FACTORY ? "the key of its factory certificate" : "its key")
                        + " was also shown by " + shared.with() + ": one of the two is a copy");
            case VoucherAsked _ -> Optional.of("it asked for its maker's voucher");
            case OwnershipReleased released ->
                Optional.of("it was let go and may enrol once more"
                        + (released.reason().isEmpty() ? "" : " (" + released.reason() + ")"));
            default -> Optional.empty();
        };
    }
}
