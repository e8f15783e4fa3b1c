package dev.muster.core.update;

import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.format.update.suit.Capabilities;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.author.Analysis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a product's devices can run: what somebody declared of all of them, and what they report in their evidence. */
public final class DeviceClasses {
    /** Reports of one product that a release is held against: those of most devices. */
    public static final int MOST_HELD_AGAINST = 16;

    /** Different reports that are kept for one organisation; devices can send whatever they like. */
    public static final int MOST_KEPT = 256;

    /**
     * Some devices that can run the same.
     *
     * @param devices in service that report it; 0 for what was declared
     */
    public record Reported(int devices, Capabilities can) {
        public boolean declared() {
            return devices == 0;
        }

        /** Whose it is, in words. */
        public String whose() {
            return declared()
                    ? "as declared"
                    : "as " + devices + (devices == 1 ? " device reports" : " devices report");
        }
    }

    /** What became of a declaration. */
    public sealed interface Answer {
        record Declared() implements Answer {}

        /** It was so before. */
        record Known() implements Answer {}

        record Refused(Refusal refusal) implements Answer {}
    }

    private DeviceClasses() {}

    /** Says what all devices of a product can run, in place of what was said before. {@code by} is the operator. */
    public static Decision<Answer> declare(
            ProductId product, Capabilities can, String by, UpdateStore known, Instant now) {
        if (!known.hasProduct(product)) {
            return Decision.of(
                    new Answer.Refused(new Refusal(Kind.ABSENT, "product-unknown", "no product " + product)));
        }
        byte[] report = can.encode();
        boolean same = known.deviceClasses(product).stream()
                .anyMatch(one -> one.declared() && Arrays.equals(one.can().encode(), report));
        return same
                ? Decision.of(new Answer.Known())
                : Decision.of(
                        new Answer.Declared(), new Draft(product.subject(), now, by, new CapabilitiesDeclared(report)));
    }

    /** What of an envelope these devices cannot run, one line each. */
    static List<String> unfit(Envelope envelope, Manifest manifest, List<Reported> classes) {
        List<String> lines = new ArrayList<>();
        for (Reported one : classes) {
            Analysis.fits(envelope, manifest, one.can())
                    .lines()
                    .forEach(line -> lines.add(line + " (" + one.whose() + ")"));
        }
        return lines;
    }
}
