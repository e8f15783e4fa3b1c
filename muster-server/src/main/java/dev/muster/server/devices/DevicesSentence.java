package dev.muster.server.devices;

import dev.muster.core.devices.DeviceRegistered;
import dev.muster.core.devices.EndpointClosed;
import dev.muster.core.devices.EndpointOpened;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.OrderIssued;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.ledger.Event;
import java.util.Locale;
import java.util.Optional;

/** A device's life in words. */
final class DevicesSentence {
    private DevicesSentence() {}

    static Optional<String> of(Event event) {
        return switch (event) {
            case DeviceRegistered registered -> Optional.of("it was put on the register as a " + registered.product());
            case StateChanged changed ->
                Optional.of("it is " + word(changed.to()) + ", before it was " + word(changed.from())
                        + because(changed.reason(), changed.detail()));
            case OrderIssued issued ->
                Optional.of("it was asked to " + task(issued.kind().word()) + because(issued.because(), ""));
            case OrderClosed closed ->
                Optional.of("its order to " + task(closed.kind().word()) + " ended: " + word(closed.outcome())
                        + because(closed.reason(), closed.detail()));
            case EndpointOpened opened ->
                Optional.of("it may talk to " + opened.address() + " port " + opened.port() + " until " + opened.until()
                        + " (session " + opened.session() + ")");
            case EndpointClosed closed ->
                Optional.of("the place that session " + closed.session() + " opened is closed");
            default -> Optional.empty();
        };
    }

    private static String task(String kind) {
        return switch (kind) {
            case "attest" -> "prove its software";
            case "install" -> "install an update";
            case "roll-back" -> "go back to its previous software";
            case "maintenance" -> "let maintenance in, or end it";
            case "network-policy" -> "take a network policy";
            default -> kind.replace('-', ' ');
        };
    }

    private static String because(String reason, String detail) {
        String both = detail.isEmpty() ? reason : reason.isEmpty() ? detail : reason + ", " + detail;
        return both.isEmpty() ? "" : " (" + both + ")";
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
