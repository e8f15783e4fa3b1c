package dev.muster.format.network.nft;

import dev.muster.format.network.mud.TlsProfile;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Way;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the TLS of devices must look like (RFC 9761 §5), for which a packet filter has no words: lines that begin with
 * {@value #LEAD} behind a table's text, which one digest covers with the rules and which nftables passes over as comments.
 *
 * @param mode what becomes of a ClientHello that is like no profile
 * @param rules a connection that several permit may be like the profile of any of them
 */
public record TlsRules(Mode mode, List<Rule> rules) {
    /** Before each line. */
    public static final String LEAD = "#tls ";

    /** Nothing is said of TLS. */
    public static final TlsRules NONE = new TlsRules(Mode.OBSERVE, List.of());

    /** As many profiles as any maker's file has rules. */
    public static final int PROFILES_MOST = 4_096;

    /** What becomes of a connection whose ClientHello is like no profile. */
    public enum Mode {
        /** It is counted. */
        OBSERVE,
        /** People hear of it. */
        ALERT,
        /** It is ended before any byte of it leaves, and people hear of it. */
        ENFORCE;

        /** The mode of this word. */
        public static Optional<Mode> ofWord(String word) {
            return Arrays.stream(values())
                    .filter(mode -> mode.word().equals(word))
                    .findFirst();
        }

        /** Lower case, as people write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TlsRules {
        rules = List.copyOf(rules);
    }

    /**
     * Connections that a device may open with TLS of these kinds only.
     *
     * @param device in a gateway's table; empty for the device itself
     * @param box of TCP, from the device
     */
    public record Rule(String device, Box box, List<TlsProfile> profiles) {
        public Rule {
            profiles = List.copyOf(profiles);
            boolean tcp = box.protocol().single() && box.protocol().low().intValue() == 6;
            if (box.way() != Way.FROM_DEVICE || !tcp || profiles.isEmpty()) {
                throw new IllegalArgumentException("profiles are of TCP that a device opens");
            }
        }
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** The lines; none where there is nothing to say. */
    public String text() {
        if (rules.isEmpty()) {
            return "";
        }
        Map<TlsProfile, String> names = new LinkedHashMap<>();
        StringBuilder profiles = new StringBuilder();
        StringBuilder lines = new StringBuilder();
        for (Rule rule : rules) {
            List<String> of = new ArrayList<>();
            for (TlsProfile profile : rule.profiles()) {
                String name = names.get(profile);
                if (name == null) {
                    name = "p" + (names.size() + 1);
                    names.put(profile, name);
                    profiles.append(LEAD).append("profile ").append(name).append(' ');
                    profiles.append(words(profile)).append('\n');
                }
                of.add(name);
            }
            lines.append(LEAD).append("rule ").append(rule.device().isEmpty() ? "-" : rule.device());
            lines.append(' ').append(String.join(",", of)).append(' ');
            lines.append(NftText.match(rule.box())).append('\n');
        }
        return LEAD + mode.word() + "\n" + profiles + lines;
    }

    private static String words(TlsProfile profile) {
        return "versions=" + String.join(",", new TreeSet<>(profile.versions()))
                + " suites=" + numbers(profile.cipherSuites())
                + " extensions=" + numbers(profile.extensions())
                + " groups=" + numbers(profile.groups())
                + " signatures=" + numbers(profile.signatures())
                + " psk=" + numbers(profile.pskModes())
                + " protocols="
                + profile.protocols().stream().map(TlsRules::hex).collect(Collectors.joining(","))
                + " name=" + hex(profile.name());
    }

    private static String numbers(List<Integer> all) {
        return all.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What a text says of TLS.
     *
     * @throws NftException when a line of it is not understood
     */
    public static TlsRules read(String ruleset) {
        if (!ruleset.contains(LEAD)) {
            return NONE;
        }
        Mode mode = null;
        Map<String, TlsProfile> profiles = new LinkedHashMap<>();
        List<Rule> rules = new ArrayList<>();
        int number = 0;
        for (String line : ruleset.lines().toList()) {
            number++;
            if (!line.startsWith(LEAD)) {
                continue;
            }
            String[] words = line.substring(LEAD.length()).split(" ", -1);
            try {
                switch (words[0]) {
                    case "profile" -> profile(words, profiles);
                    case "rule" -> rules.add(rule(words, profiles));
                    default -> mode = Mode.ofWord(mode == null ? words[0] : "").orElseThrow(() -> wrong(line));
                }
            } catch (IllegalArgumentException | IndexOutOfBoundsException no) {
                throw new NftException("not understood of TLS: " + line, number);
            }
        }
        if (mode == null) {
            throw new NftException("what becomes of other TLS is not said", number);
        }
        return new TlsRules(mode, rules);
    }

    private static IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(why);
    }

    private static void profile(String[] words, Map<String, TlsProfile> all) {
        Map<String, String> said = new LinkedHashMap<>();
        for (int i = 2; i < words.length; i++) {
            int is = words[i].indexOf('=');
            said.put(words[i].substring(0, is), words[i].substring(is + 1));
        }
        Set<String> known =
                Set.of("versions", "suites", "extensions", "groups", "signatures", "psk", "protocols", "name");
        if (!said.keySet().equals(known) || all.containsKey(words[1]) || all.size() >= PROFILES_MOST) {
            throw wrong(words[1]);
        }
        all.put(
                words[1],
                new TlsProfile(
                        unhex(said.getOrDefault("name", "")),
                        Set.copyOf(list(said, "versions", word -> word)),
                        list(said, "suites", Integer::valueOf),
                        list(said, "extensions", Integer::valueOf),
                        list(said, "groups", Integer::valueOf),
                        list(said, "signatures", Integer::valueOf),
                        list(said, "psk", Integer::valueOf),
                        list(said, "protocols", TlsRules::unhex)));
    }

    private static <T> List<T> list(Map<String, String> said, String name, Function<String, T> each) {
        String words = said.getOrDefault(name, "");
        List<T> all = new ArrayList<>();
        for (String word : words.isEmpty() ? new String[0] : words.split(",", -1)) {
            all.add(each.apply(word));
        }
        return all;
    }

    private static String unhex(String word) {
        return new String(HexFormat.of().parseHex(word), StandardCharsets.UTF_8);
    }

    private static Rule rule(String[] words, Map<String, TlsProfile> profiles) {
        String device = words[1].equals("-") ? "" : words[1];
        if (!device.isEmpty() && !NftGateway.ID.matcher(device).matches()) {
            throw wrong(device);
        }
        List<TlsProfile> of = new ArrayList<>();
        for (String name : words[2].split(",", -1)) {
            TlsProfile profile = profiles.get(name);
            if (profile == null) {
                throw wrong(name);
            }
            of.add(profile);
        }
        Box box = NftMatch.read(List.of(words).subList(3, words.length), Way.FROM_DEVICE)
                .orElseThrow(() -> new IllegalArgumentException("no match"));
        return new Rule(device, box, of);
    }
}
