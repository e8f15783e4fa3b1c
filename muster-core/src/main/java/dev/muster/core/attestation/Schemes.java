package dev.muster.core.attestation;

import dev.muster.format.MalformedException;
import dev.muster.format.attest.cmw.Cmw;
import dev.muster.format.attest.eat.EatToken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The schemes of a server: which of them reads what. */
public final class Schemes {
    private final Map<String, List<Scheme>> byType = new TreeMap<>();
    private final Map<String, Scheme> byName = new HashMap<>();
    private final Set<String> mediaTypes;

    /** @throws IllegalArgumentException when two schemes have one name */
    public Schemes(List<Scheme> schemes) {
        for (Scheme scheme : schemes) {
            if (byName.putIfAbsent(scheme.name(), scheme) != null) {
                throw new IllegalArgumentException("two schemes are called " + scheme.name());
            }
            scheme.mediaTypes()
                    .forEach(type -> byType.computeIfAbsent(type, one -> new ArrayList<>())
                            .add(scheme));
        }
        Set<String> types = new TreeSet<>(Wrapped.MEDIA_TYPES);
        types.addAll(byType.keySet());
        this.mediaTypes = Collections.unmodifiableSet(types);
    }

    /** Every media type that is read, sorted. */
    public Set<String> mediaTypes() {
        return mediaTypes;
    }

    /** A media type without its parameters, in lower case. */
    public static String bare(String mediaType) {
        int end = mediaType.indexOf(';');
        return (end < 0 ? mediaType : mediaType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads evidence by the scheme that its media type and profile name. The profile of a token is looked at before its
     * signature to choose the reader, and for nothing else.
     */
    public EvidenceReading read(String mediaType, byte[] evidence, EvidenceKeys keys) {
        String type = bare(mediaType);
        if (Wrapped.MEDIA_TYPES.contains(type)) {
            Optional<Cmw> wrapper = Wrapped.open(type, evidence);
            if (wrapper.isPresent()) {
                return new Wrapped(this, keys).read(wrapper.get());
            }
        }
        List<Scheme> candidates = byType.getOrDefault(type, List.of());
        if (candidates.isEmpty()) {
            return new EvidenceReading.Unreadable(
                    Refusal.MEDIA_TYPE_UNKNOWN, "evidence is one of " + mediaTypes() + ", not " + type);
        }
        Optional<String> profile;
        try {
            profile = EatToken.profile(type, evidence);
        } catch (MalformedException fault) {
            return new EvidenceReading.Unreadable(Refusal.MALFORMED, String.valueOf(fault.getMessage()));
        }
        for (Scheme scheme : candidates) {
            if (scheme.speaks(profile)) {
                return scheme.read(evidence, keys);
            }
        }
        return new EvidenceReading.Unreadable(
                Refusal.PROFILE_UNKNOWN, "the profile is " + profile.orElse("not stated"));
    }

    /** The scheme of a statement. */
    Scheme named(String name) {
        Scheme scheme = byName.get(name);
        if (scheme == null) {
            throw new IllegalArgumentException("no scheme is called " + name);
        }
        return scheme;
    }
}
