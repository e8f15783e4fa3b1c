package dev.muster.server.facts;

import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Subject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one entry says about one subject.
 *
 * @param number made from the keys: entries that state the same keys speak from the same source
 * @param content made from values and grades too: the same when nothing but the time has changed
 * @param facts the last fact of each key
 */
record Source(Subject subject, long number, long content, long entry, Known any, Map<String, Fact> facts) {
    /** The sources of one entry; facts that became true at different times are told apart. */
    static List<Source> of(List<Known> known) {
        record Group(Subject subject, Instant effectiveAt) {}
        Map<Group, List<Known>> groups = new LinkedHashMap<>();
        for (Known one : known) {
            groups.computeIfAbsent(new Group(one.fact().subject(), one.fact().effectiveAt()), _ -> new ArrayList<>())
                    .add(one);
        }
        return groups.values().stream().map(Source::one).toList();
    }

    private static Source one(List<Known> group) {
        Map<String, Fact> facts = new TreeMap<>();
        group.forEach(known -> facts.put(known.fact().key(), known.fact()));
        MessageDigest sha = sha256();
        facts.keySet().forEach(key -> feed(sha, key));
        long number = ByteBuffer.wrap(sha.digest()).getLong();
        facts.values().forEach(fact -> {
            feed(sha, fact.value());
            feed(sha, fact.grade().name());
        });
        long content = ByteBuffer.wrap(sha.digest()).getLong();
        Known any = group.getFirst();
        return new Source(any.fact().subject(), number, content, any.fact().entry(), any, facts);
    }

    /** Length first, so that two texts never read like one. */
    private static void feed(MessageDigest sha, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        sha.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has SHA-256
        }
    }
}
