package dev.muster.core.joining.authorities;

import dev.muster.format.join.x509.KeyType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How far an organisation is on its way from one generation of authorities to the next. Read from where its authorities
 * stand, so it goes on where it was after any stop, and whoever took a step by hand is on the same way.
 *
 * @param stage where it is
 * @param from kind of key of the device authority that is left; the present one before anything was announced
 * @param to kind of key of the one that follows; the present one when nothing is under way
 * @param since when this stage began
 * @param moved devices with a certificate of the authority in force
 * @param left devices that still have one of the authority before it
 * @param retiring what ends last: the root of the generation before, or its device authority when the root stayed
 * @param paused whether devices are not asked to renew for now
 */
public record Migration(
        Stage stage,
        String from,
        String to,
        Instant since,
        long moved,
        long left,
        Optional<String> retiring,
        boolean paused) {

    /** Where it is. */
    public enum Stage {
        /** Nothing is under way. */
        SETTLED,
        /** The next generation exists and devices learn of it; it issues nothing yet. */
        ANNOUNCED,
        /** It issues, and devices renew under it one by one. */
        MOVING,
        /** No certificate of the old one is good any more; it can be retired. Those that ended are not counted. */
        MOVED;

        /** Lower case, as in answers. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** A device that is away for longer than this may hear of the next generation only after it issues. */
    public static final Duration HEARD_BY = Duration.ofDays(1);

    /**
     * Reads it.
     *
     * @param paused whether somebody said that devices are to stay where they are
     */
    public static Migration of(AuthorityStore store, boolean paused, Instant now) {
        List<Authority> all = store.authorities();
        Optional<Authority> active = of(all, Role.DEVICE, Standing.ACTIVE);
        Optional<Authority> next = of(all, Role.DEVICE, Standing.NEXT);
        Optional<Authority> previous = of(all, Role.DEVICE, Standing.PREVIOUS);
        long moved = active.map(each -> store.live(each.fingerprint(), now)).orElse(0L);
        Instant since = active.map(Authority::since).orElse(Instant.EPOCH);
        String present = key(active);
        if (next.isPresent()) {
            return new Migration(
                    Stage.ANNOUNCED, present, key(next), next.get().since(), 0, moved, Optional.empty(), paused);
        }
        if (previous.isEmpty()) {
            return new Migration(Stage.SETTLED, present, present, since, moved, 0, Optional.empty(), paused);
        }
        long left = all.stream()
                .filter(each -> each.role() == Role.DEVICE && each.standing() == Standing.PREVIOUS)
                .mapToLong(each -> store.live(each.fingerprint(), now))
                .sum();
        Optional<String> retiring =
                of(all, Role.ROOT, Standing.PREVIOUS).or(() -> previous).map(Authority::fingerprint);
        return new Migration(
                left > 0 ? Stage.MOVING : Stage.MOVED, key(previous), present, since, moved, left, retiring, paused);
    }

    /** The newest of them. */
    private static Optional<Authority> of(List<Authority> all, Role role, Standing standing) {
        return all.stream()
                .filter(each -> each.role() == role && each.standing() == standing)
                .max(Comparator.comparing(Authority::since));
    }

    private static String key(Optional<Authority> authority) {
        return authority
                .flatMap(each -> KeyType.of(each.certificate().getPublicKey()))
                .map(KeyType::word)
                .orElse("none");
    }

    /** The step that comes next; empty when there is none to take: nothing is under way, or devices are waited for. */
    public Optional<Step> next() {
        return switch (stage) {
            case SETTLED, MOVING -> Optional.empty();
            case ANNOUNCED -> Optional.of(Step.ACTIVATE);
            case MOVED -> Optional.of(Step.RETIRE);
        };
    }

    /** What whoever takes the next step should know, in sentences. */
    public List<String> notes(Instant now) {
        List<String> notes = new ArrayList<>();
        switch (stage) {
            case SETTLED -> notes.add("Nothing is under way: all devices have certificates of one authority.");
            case ANNOUNCED -> {
                notes.add("Devices learn of the next generation whenever they ask for anything; who heard of it is not"
                        + " known here. Nothing else has changed, and retiring it takes it back.");
                if (now.isBefore(since.plus(HEARD_BY))) {
                    notes.add("It was announced at " + since + ". A device that is away until it issues, and until the"
                            + " old root is retired, has to join again by its factory identity.");
                }
            }
            case MOVING ->
                notes.add(
                        paused
                                ? "Paused: no device is asked to renew. Those whose time comes renew all the same, under"
                                        + " the new authority."
                                : "Devices are asked to renew one by one. Those that are away renew when they come"
                                        + " back.");
            case MOVED ->
                notes.add(
                        "Nobody has a good certificate of the old generation any more; devices whose certificates have"
                                + " ended are not counted. Once it is retired, nothing that it issued is accepted, and devices that"
                                + " were away learn of the new root from what the old one said of it.");
        }
        if (to.startsWith("ML-DSA") && stage != Stage.SETTLED) {
            notes.add(
                    "Devices keep keys of their own kind: TLS of Java 25 authenticates nobody with an ML-DSA key, so a"
                            + " device that asks for a certificate of such a key gets it and cannot show it here. What certifies"
                            + " them is " + to + ". Clients over OpenSSL 3.0 do not load such a certificate.");
        }
        return notes;
    }
}
