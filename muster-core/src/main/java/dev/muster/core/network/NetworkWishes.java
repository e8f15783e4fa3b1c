package dev.muster.core.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.core.ledger.Subject;
import dev.muster.format.network.nft.RateRules;
import dev.muster.format.network.packet.Prefix;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Settles what people, certificates and work orders say of a device's network. */
public final class NetworkWishes {
    /** An exception that nobody looks at for longer is a rule, and belongs into the maker's file. */
    public static final Duration MAX_OVERRIDE = Duration.ofDays(366);

    private static final int MAX_TEXT_CHARS = 512;
    private static final int MAX_NETWORKS = 256;
    private static final int MAX_ENDPOINTS = 16;
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private NetworkWishes() {}

    /** What became of a wish. */
    public sealed interface Answer {
        /** It is so now. */
        record Done() implements Answer {}

        /** It was so before; nothing was written. */
        record Already() implements Answer {}

        /**
         * Nothing was written.
         *
         * @param reason {@code url-invalid}, {@code network-invalid}, {@code override-invalid}, {@code override-unknown},
         *     {@code overrides-too-many} or {@code url-outranked}
         */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    /** Where a device's description is. */
    public static Decision<Answer> url(
            DeviceId device, MudUrlLearned learned, NetworkStore store, String issuer, Instant now) {
        Optional<String> fault = learned.url().isEmpty() ? Optional.empty() : MudUrl.fault(learned.url());
        if (fault.isPresent()) {
            return refused(Kind.INVALID, "url-invalid", fault.get());
        }
        Optional<String> network = badNetwork(learned.addresses());
        if (network.isPresent() || learned.signer().length() > MAX_TEXT_CHARS) {
            return refused(Kind.INVALID, "network-invalid", network.orElse("the signer's name is too long"));
        }
        Optional<MudUrlLearned> known = store.url(device);
        if (known.filter(learned::equals).isPresent()) {
            return Decision.of(new Answer.Already());
        }
        if (known.filter(k -> !k.url().isEmpty() && k.carrier().compareTo(learned.carrier()) < 0)
                .isPresent()) {
            return refused(
                    Kind.CONFLICT,
                    "url-outranked",
                    known.get().carrier() + " said " + known.get().url());
        }
        return Decision.of(new Answer.Done(), new Draft(device.subject(), now, issuer, learned));
    }

    /** What MUD's words mean here. */
    public static Decision<Answer> site(OrgId org, SiteSet site, SiteSet known, String issuer, Instant now) {
        Optional<String> bad = badNetwork(site.local())
                .or(() -> badNetwork(site.controllers().stream()
                        .map(c -> c.substring(c.lastIndexOf('=') + 1))
                        .toList()))
                .or(() -> site.controllers().stream()
                        .filter(c -> c.lastIndexOf('=') < 1 || c.length() > MAX_TEXT_CHARS)
                        .findFirst()
                        .map(c -> c + " is not URI=NETWORK"));
        if (bad.isPresent()) {
            return refused(Kind.INVALID, "network-invalid", bad.get());
        }
        return site.equals(known)
                ? Decision.of(new Answer.Already())
                : Decision.of(new Answer.Done(), new Draft(Subject.org(org), now, issuer, site));
    }

    private static Optional<String> badNetwork(List<String> networks) {
        if (networks.size() > MAX_NETWORKS) {
            return Optional.of("at most " + MAX_NETWORKS + " networks");
        }
        return networks.stream()
                .filter(text -> Prefix.parse(text).isEmpty())
                .findFirst()
                .map(text -> text + " is no network");
    }

    /** Permits or forbids a device something for a while. */
    public static Decision<Answer> override(
            DeviceId device, OverrideSet override, NetworkStore store, String issuer, Instant now) {
        Optional<String> fault = fault(override, now);
        if (fault.isPresent()) {
            return refused(Kind.INVALID, "override-invalid", fault.get());
        }
        List<OverrideSet> known = store.overrides(device);
        if (known.contains(override)) {
            return Decision.of(new Answer.Already());
        }
        if (known.size() >= NetworkStore.MAX_OVERRIDES) {
            return refused(Kind.CONFLICT, "overrides-too-many", "at most " + NetworkStore.MAX_OVERRIDES);
        }
        return Decision.of(new Answer.Done(), new Draft(device.subject(), now, issuer, override));
    }

    private static Optional<String> fault(OverrideSet override, Instant now) {
        if (!ID.matcher(override.id()).matches()) {
            return Optional.of("an id is lower case letters, digits and dashes, up to 32");
        }
        if (Prefix.parse(override.peer()).isEmpty()) {
            return Optional.of(override.peer() + " is no network");
        }
        boolean ports = override.protocol() == LocalRules.TCP || override.protocol() == LocalRules.UDP;
        if (override.protocol() < 0
                || override.protocol() > 255
                || override.low() < 0
                || override.high() > 65535
                || override.low() > override.high()
                || (!ports && (override.low() != 0 || override.high() != 65535))) {
            return Optional.of("a protocol is 0 to 255, and ports go up to 65535 and are of TCP and UDP");
        }
        boolean rated = override.rate()
                .filter(rate -> !override.permit() || !limited(rate.perSecond()) || !limited(rate.burst()))
                .isPresent();
        if (rated) {
            return Optional.of("a rate and a burst are 1 to " + RateRules.MOST + ", and of what is permitted");
        }
        if (override.owner().isBlank()
                || override.reason().isBlank()
                || override.owner().length() > MAX_TEXT_CHARS
                || override.reason().length() > MAX_TEXT_CHARS) {
            return Optional.of("somebody answers for it, for a reason");
        }
        return override.until().isAfter(now) && !override.until().isAfter(now.plus(MAX_OVERRIDE))
                ? Optional.empty()
                : Optional.of("it ends, within " + MAX_OVERRIDE.toDays() + " days");
    }

    private static boolean limited(int number) {
        return number >= 1 && number <= RateRules.MOST;
    }

    /** Ends an override. */
    public static Decision<Answer> end(
            DeviceId device, String id, String why, NetworkStore store, String issuer, Instant now) {
        return store.overrides(device).stream().anyMatch(o -> o.id().equals(id))
                ? Decision.of(new Answer.Done(), new Draft(device.subject(), now, issuer, new OverrideEnded(id, why)))
                : refused(Kind.ABSENT, "override-unknown", "there is no override " + id);
    }

    /** A work order moved: its window opens, closes, or waits for another approval. Steps may come twice. */
    public static Decision<Answer> work(WorkStep step, NetworkStore store, Instant now) {
        Optional<VendorWindow> known = store.windows(step.device()).stream()
                .filter(w -> w.order().equals(step.order()))
                .findFirst();
        if ((known.isEmpty() && step.endpoints().isEmpty())
                || known.filter(k -> k.step() >= step.entry()).isPresent()) {
            return Decision.of(new Answer.Already());
        }
        List<String> before = known.map(VendorWindow::endpoints).orElse(List.of());
        List<String> endpoints = step.endpoints().orElse(before);
        if (endpoints.size() > MAX_ENDPOINTS
                || endpoints.stream().anyMatch(e -> Endpoint.parse(e).isEmpty())) {
            // What cannot be understood opens nothing.
            endpoints = List.of();
        }
        // Endpoints that changed after the approval were approved by nobody.
        boolean approved =
                step.approves() || (known.map(VendorWindow::approved).orElse(false) && endpoints.equals(before));
        VendorWindow window = new VendorWindow(
                step.order(),
                endpoints,
                approved,
                step.working(),
                step.until().or(() -> known.map(VendorWindow::until)).orElse(Instant.EPOCH),
                step.entry());
        return Decision.of(new Answer.Done(), new Draft(step.device().subject(), now, FROM_WORK, window));
    }

    /** A window's time is over, whether or not the work is: it closes. */
    public static Decision<Answer> over(DeviceId device, VendorWindow window, NetworkStore store, Instant now) {
        if (now.isBefore(window.until())
                || !window.working()
                || !store.windows(device).contains(window)) {
            return Decision.of(new Answer.Already());
        }
        VendorWindow closed = new VendorWindow(
                window.order(), window.endpoints(), window.approved(), false, window.until(), window.step());
        return Decision.of(new Answer.Done(), new Draft(device.subject(), now, FROM_WORK, closed));
    }

    private static final String FROM_WORK = "muster";

    private static Decision<Answer> refused(Kind kind, String reason, String detail) {
        return Decision.of(new Answer.Refused(kind, reason, detail));
    }
}
