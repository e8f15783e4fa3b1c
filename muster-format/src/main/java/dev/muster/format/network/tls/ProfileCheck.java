package dev.muster.format.network.tls;

import dev.muster.format.network.capture.ClientHello;
import dev.muster.format.network.mud.TlsProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a ClientHello is one of the device's own (RFC 9761 §4): everything that it offers is in one of the description's
 * profiles. A program that was brought in seldom speaks TLS as the maker's does.
 */
public final class ProfileCheck {
    private static final Map<Integer, String> VERSIONS = Map.of(0x0303, "tls12", 0x0304, "tls13");

    /** What stands among the suites and is none: renegotiation info (RFC 5746 §3.3), fallback (RFC 7507 §2). */
    private static final Set<Integer> SIGNALS = Set.of(0x00ff, 0x5600);

    private ProfileCheck() {}

    /** What is not in the profile that comes nearest; nothing when one has all of it. */
    public static List<String> deviations(ClientHello hello, List<TlsProfile> profiles) {
        return profiles.stream()
                .map(profile -> against(hello, profile))
                .min(Comparator.comparingInt(List::size))
                .orElse(List.of());
    }

    private static List<String> against(ClientHello hello, TlsProfile profile) {
        List<String> deviations = new ArrayList<>();
        Set<String> versions = new TreeSet<>();
        hello.versions().forEach(v -> versions.add(VERSIONS.getOrDefault(v, "version " + hex(v))));
        if (!profile.versions().isEmpty()) {
            versions.removeAll(profile.versions());
            versions.forEach(v -> deviations.add(v + " is offered"));
        }
        List<Integer> suites = hello.cipherSuites().stream()
                .filter(suite -> !SIGNALS.contains(suite))
                .toList();
        numbers("cipher suite", suites, profile.cipherSuites(), deviations);
        numbers("extension", hello.extensions(), profile.extensions(), deviations);
        numbers("group", hello.groups(), profile.groups(), deviations);
        numbers("signature algorithm", hello.signatures(), profile.signatures(), deviations);
        numbers("PSK mode", hello.pskModes(), profile.pskModes(), deviations);
        if (!profile.protocols().isEmpty()) {
            hello.protocols().stream()
                    .filter(p -> !profile.protocols().contains(p))
                    .forEach(p -> deviations.add("protocol " + p + " is offered"));
        }
        return deviations;
    }

    private static void numbers(String what, List<Integer> offered, List<Integer> listed, List<String> deviations) {
        if (!listed.isEmpty()) {
            offered.stream()
                    .filter(n -> !listed.contains(n))
                    .forEach(n -> deviations.add(what + " " + hex(n) + " is offered"));
        }
    }

    private static String hex(int number) {
        return String.format("0x%04x", number);
    }
}
