package dev.muster.core.network.policy;

import dev.muster.format.network.mud.MudFile;
import dev.muster.format.network.packet.PacketSet;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a newer description may take the place of an older one: never backwards in time, never from somewhere else, and
 * never wider without a person.
 */
public sealed interface MudReplacement {

    /** It may: nothing more is permitted. */
    record Accepted(PacketSet less) implements MudReplacement {}

    /** Only with a person's word: this more would be permitted, or with other TLS than before. */
    record Widens(PacketSet more) implements MudReplacement {}

    /** @param reason {@code older}, {@code same-time-other-content}, {@code without-time} or {@code other-url} */
    record Refused(String reason, String detail) implements MudReplacement {}

    /** Decides for a device at a site. */
    static MudReplacement of(MudFile older, MudFile newer, Site site) {
        MudPolicy.Reading before = MudPolicy.read(older, site);
        MudPolicy.Reading after = MudPolicy.read(newer, site);
        PacketSet more = after.permitted()
                .minus(before.permitted())
                .or(Profiled.loosened(before.tls(), after.tls(), after.permitted()));
        return refusal(older, newer)
                .or(() -> contradiction(older, newer, before, after))
                .orElseGet(() ->
                        more.isEmpty() ? new Accepted(before.permitted().minus(after.permitted())) : new Widens(more));
    }

    private static Optional<MudReplacement> refusal(MudFile older, MudFile newer) {
        if (!sameSource(older.url(), newer.url())) {
            return Optional.of(new Refused("other-url", newer.url() + " is not beside " + older.url()));
        }
        if (newer.lastUpdate().isEmpty()) {
            return Optional.of(new Refused("without-time", "the newer file does not say when it was changed"));
        }
        Instant was = older.lastUpdate().orElse(Instant.MIN);
        Instant is = newer.lastUpdate().get();
        return is.isBefore(was)
                ? Optional.of(new Refused("older", "last changed " + is + ", and the one before " + was))
                : Optional.empty();
    }

    /** One time of change has one content. */
    private static Optional<MudReplacement> contradiction(
            MudFile older, MudFile newer, MudPolicy.Reading before, MudPolicy.Reading after) {
        boolean sameTime = older.lastUpdate().equals(newer.lastUpdate());
        boolean same = before.permitted().sameAs(after.permitted())
                && Profiled.loosened(before.tls(), after.tls(), after.permitted())
                        .isEmpty()
                && Profiled.loosened(after.tls(), before.tls(), before.permitted())
                        .isEmpty();
        return sameTime && !same
                ? Optional.of(
                        new Refused("same-time-other-content", "both say that they were changed at the same time"))
                : Optional.empty();
    }

    /**
     * The rule of draft-ietf-opsawg-mud-acceptable-urls: scheme, authority and path but for its last part stay, so that a maker
     * can name a new version and nobody can name another maker.
     */
    static boolean sameSource(String older, String newer) {
        return folder(older).isPresent() && folder(older).equals(folder(newer));
    }

    private static Optional<String> folder(String url) {
        try {
            URI uri = URI.create(url).normalize();
            String path = uri.getRawPath();
            if (uri.getRawAuthority() == null || path == null || path.contains("..")) {
                return Optional.empty();
            }
            int slash = path.lastIndexOf('/');
            String place = uri.getScheme() + "://" + uri.getRawAuthority();
            return Optional.of(place.toLowerCase(Locale.ROOT) + (slash < 0 ? "/" : path.substring(0, slash + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
