package dev.muster.core.attestation;

import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.KeyContent;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Keys;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The register of attestation keys: attest-key and identity triples, found by environment like reference values. */
final class AttesterKeys {
    /** A prepared key is some kilobytes outside of the heap; those who come after so many are converted each time. */
    private static final int MAX_READY = 4_096;

    private final Map<Environment, List<PublicKey>> keys = new HashMap<>();
    private final Map<Environment, List<byte[]>> ids = new HashMap<>();
    private final Map<TypedBytes, Set<Environment>> byInstance = new HashMap<>();
    private final Map<ByteBuffer, Set<String>> makers = new HashMap<>();
    private final Set<TypedBytes> readable = new HashSet<>();

    /** Keys of devices that came before, to be verified with: what the set answers, in a form that is faster and takes more room. */
    private final Map<Environment, List<PublicKey>> ready = new ConcurrentHashMap<>();

    private final Set<Integer> shapes = new TreeSet<>();

    /** A key that cannot be read, or a thumbprint, verifies nothing and is passed over. */
    void add(Comid comid, String maker) {
        for (Triple triple : comid.triples()) {
            if (triple instanceof Triple.Keys some) {
                some.keys()
                        .forEach(key -> KeyContent.publicKey(key)
                                .ifPresent(read -> makers.computeIfAbsent(
                                                ByteBuffer.wrap(read.getEncoded()), one -> new TreeSet<>())
                                        .add(maker)));
                some.keys().stream()
                        .filter(key -> KeyContent.publicKey(key).isPresent())
                        .forEach(readable::add);
                List<PublicKey> read = keys.computeIfAbsent(some.environment(), key -> new ArrayList<>());
                some.keys().forEach(key -> KeyContent.publicKey(key).ifPresent(read::add));
                some.keys().stream()
                        .filter(KeyContent::isId)
                        .forEach(key -> ids.computeIfAbsent(some.environment(), at -> new ArrayList<>())
                                .add(key.content()));
                shapes.add(some.environment().shape());
                some.environment()
                        .instance()
                        .ifPresent(id -> byInstance
                                .computeIfAbsent(id, key -> new LinkedHashSet<>())
                                .add(some.environment()));
            }
        }
    }

    /** The maker that registered a key; empty when none or several did. */
    Optional<String> maker(byte[] key) {
        Set<String> known = makers.getOrDefault(ByteBuffer.wrap(key), Set.of());
        return known.size() == 1 ? Optional.of(known.iterator().next()) : Optional.empty();
    }

    /** Whether a key of the register is one that can verify. */
    boolean isReadable(TypedBytes key) {
        return readable.contains(key);
    }

    /** Whether an attester of this class, or of an instance of it, is registered. */
    boolean anyOf(Environment condition) {
        return keys.keySet().stream().anyMatch(condition::covers);
    }

    /**
     * A device that names its id and not all of its class, as tokens do that know no vendor and no model: completed by the
     * environment that its key is registered for, when there is only one.
     */
    Environment located(Environment stated) {
        List<Environment> registered = named(stated);
        return registered.size() == 1 ? registered.getFirst() : stated;
    }

    private List<Environment> named(Environment stated) {
        if (stated.instance().isEmpty()) {
            return List.of();
        }
        List<Environment> covered = new ArrayList<>(1);
        for (Environment one : byInstance.getOrDefault(stated.instance().get(), Set.of())) {
            if (stated.covers(one)) {
                covered.add(one);
            }
        }
        return covered;
    }

    /** Every key whose environment covers the stated one; of a device that names less than that, every key of its id. */
    List<PublicKey> of(Environment stated) {
        List<PublicKey> known = ready.get(stated);
        if (known != null) {
            return known;
        }
        List<PublicKey> found =
                registered(stated).stream().map(AttesterKeys::prepared).toList();
        if (!found.isEmpty() && ready.size() < MAX_READY) {
            ready.put(stated, found);
        }
        return found;
    }

    /** In the form of the provider that verifies, where that reads the same: it would convert the key for each signature. */
    private static PublicKey prepared(PublicKey key) {
        return Keys.scheme(key)
                .map(scheme -> Crypto.standard().prepare(scheme, key))
                .filter(other -> Arrays.equals(other.getEncoded(), key.getEncoded()))
                .orElse(key);
    }

    private List<PublicKey> registered(Environment stated) {
        List<PublicKey> found = new ArrayList<>();
        for (Environment registered : named(stated)) {
            found.addAll(keys.getOrDefault(registered, List.of()));
        }
        for (int shape : shapes) {
            stated.project(shape).map(keys::get).ifPresent(found::addAll);
        }
        return found.size() < 2 ? found : List.copyOf(new LinkedHashSet<>(found));
    }

    /** Every id of a key whose environment covers the stated one. */
    List<byte[]> ids(Environment stated) {
        List<byte[]> found = new ArrayList<>();
        for (int shape : shapes) {
            stated.project(shape).map(ids::get).ifPresent(found::addAll);
        }
        return found;
    }
}
