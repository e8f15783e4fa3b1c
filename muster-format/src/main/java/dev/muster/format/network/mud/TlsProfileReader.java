package dev.muster.format.network.mud;

import dev.muster.format.json.JsonCursor;
import dev.muster.format.network.mud.Finding.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Profiles of TLS and DTLS in a rule ({@code ietf-acl-tls}, RFC 9761 §5). */
final class TlsProfileReader {
    private static final String MODULE = "ietf-acl-tls";
    private static final int U16 = 65535;
    private static final Set<String> VERSIONS = Set.of("tls12", "tls13", "dtls12", "dtls13");

    private TlsProfileReader() {}

    static List<TlsProfile> read(Members matches, Runnable notUnderstood) {
        Optional<JsonCursor> singular =
                matches.cursor().find(MODULE + ":client-profile").isPresent()
                        ? matches.added(MODULE, "client-profile")
                        : Optional.empty();
        singular.ifPresent(
                at -> matches.note(Code.PROFILE_SINGULAR, at, "\"client-profile\" is written \"client-profiles\""));
        Optional<JsonCursor> container =
                matches.added(MODULE, "client-profiles").or(() -> singular);
        List<TlsProfile> all = new ArrayList<>();
        AceReader.object(matches, container, notUnderstood).ifPresent(profiles -> {
            for (JsonCursor entry : profiles.elements(
                    profiles.own(MODULE, "tls-dtls-profile").or(() -> profiles.own(MODULE, "tls-dtls-profiles")))) {
                AceReader.object(profiles, Optional.of(entry), notUnderstood)
                        .ifPresent(p -> all.add(profile(p, notUnderstood)));
            }
            if (!profiles.nothingElse(Code.MEMBER_UNKNOWN) || all.isEmpty()) {
                notUnderstood.run();
            }
        });
        return all;
    }

    private static TlsProfile profile(Members in, Runnable notUnderstood) {
        Set<String> versions = new HashSet<>();
        for (String list : List.of("supported-tls-version", "supported-dtls-version")) {
            for (String word : in.texts(in.own(MODULE, list))) {
                String bare = word.substring(word.indexOf(':') + 1).replace("-", "");
                if (!VERSIONS.contains(bare)) {
                    in.note(Code.MEMBER_NOT_READ, "\"" + word + "\" is no version of TLS or DTLS");
                    notUnderstood.run();
                }
                versions.add(bare);
            }
        }
        TlsProfile profile = new TlsProfile(
                in.text(in.own(MODULE, "name").or(() -> in.own(MODULE, "profile-name")))
                        .orElse(""),
                versions,
                numbers(in, "cipher-suite", notUnderstood),
                numbers(in, "extension-type", notUnderstood),
                numbers(in, "supported-group", notUnderstood),
                numbers(in, "signature-algorithm", notUnderstood),
                numbers(in, "psk-key-exchange-mode", notUnderstood),
                in.texts(in.own(MODULE, "application-protocol")));
        // What only a certificate shows is not in the ClientHello, so these are kept out of what can be checked.
        for (String name : List.of(
                "accept-list-ta-cert",
                "signature-algorithm-cert",
                "cert-compression-algorithm",
                "certificate-authorities")) {
            in.own(MODULE, name);
        }
        if (!in.nothingElse(Code.MEMBER_UNKNOWN)) {
            notUnderstood.run();
        }
        return profile;
    }

    private static List<Integer> numbers(Members in, String name, Runnable notUnderstood) {
        return AceReader.numbers(in, in.own(MODULE, name).or(() -> in.own(MODULE, name + "s")), U16, notUnderstood);
    }
}
