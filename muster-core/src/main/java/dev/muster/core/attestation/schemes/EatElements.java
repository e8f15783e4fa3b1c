package dev.muster.core.attestation.schemes;

import dev.muster.core.attestation.EvidenceKeys;
import dev.muster.format.MalformedException;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.RawValue;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.coswid.ConciseSwid;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.coswid.ResourceCollection;
import dev.muster.format.attest.eat.ClaimsSet;
import dev.muster.format.attest.eat.EatException;
import dev.muster.format.attest.eat.EatJson;
import dev.muster.format.attest.eat.EatMessage;
import dev.muster.format.attest.eat.EatReader;
import dev.muster.format.attest.eat.MeasuredComponent;
import dev.muster.format.attest.eat.Measurement;
import dev.muster.format.attest.eat.Submodule;
import dev.muster.format.crypto.Sha256;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Everything that a token measures, its submodules' parts under {@code SUBMODULE/}. What cannot be looked into (a nested
 * token that no registered key signed, claims that did not come along, a document of an unknown kind) is an element too, by
 * its digest: so no release that says nothing about it can affirm the whole.
 */
final class EatElements {
    private final EvidenceKeys keys;
    private final BiPredicate<EatMessage, PublicKey> signatures;
    private final Map<String, byte[]> detached;
    private final boolean json;
    private final byte[] nonce;
    private final Map<MeasuredElement, List<MeasurementValues>> elements = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();

    /** @param signatures whether a key signed a token */
    EatElements(EvidenceKeys keys, BiPredicate<EatMessage, PublicKey> signatures, EatMessage message, byte[] nonce) {
        this.keys = keys;
        this.signatures = signatures;
        this.detached = message instanceof EatMessage.Bundle bundle ? bundle.detached() : Map.of();
        this.json = message instanceof EatMessage.Bundle bundle && bundle.json();
        this.nonce = nonce;
    }

    Map<MeasuredElement, List<MeasurementValues>> elements() {
        return elements;
    }

    List<String> remarks() {
        return remarks;
    }

    /** @throws EatException when claims beside the token are not those that it names */
    void add(ClaimsSet claims) {
        detached.keySet().stream()
                .filter(name -> !(claims.submodules().get(name) instanceof Submodule.Detached))
                .findFirst()
                .ifPresent(name -> {
                    throw new EatException("the token names no digest of the claims of " + name, "/1/" + name, -1);
                });
        add("", claims);
        claims.submodules().forEach((name, submodule) -> {
            if (submodule instanceof Submodule.Detached named) {
                detached(name, named.digest());
            } else {
                submodule(name, submodule);
            }
        });
    }

    private void add(String prefix, ClaimsSet claims) {
        for (Measurement measurement : claims.measurements()) {
            switch (measurement) {
                case Measurement.Component component -> add(prefix, component.component());
                case Measurement.Software software -> add(prefix, software.tag());
                case Measurement.Other other ->
                    closed(
                            prefix + "measurement/" + other.contentFormat(),
                            Digest.sha256(Sha256.of(other.content())),
                            "A measurement of content format " + other.contentFormat() + " was not read.");
            }
        }
    }

    private void submodule(String name, Submodule submodule) {
        switch (submodule) {
            case Submodule.Claims inside -> {
                add(name + "/", inside.claims());
                inside.claims().submodules().forEach((inner, more) -> submodule(name + "/" + inner, more));
            }
            case Submodule.Detached named ->
                closed(name, named.digest(), "The claims of the submodule " + name + " did not come along.");
            case Submodule.NestedToken token -> nested(name, submodule, token.token());
            case Submodule.NestedJson selector ->
                nested(name, submodule, selector.selector().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    /** A token inside counts when a key of its own device signed it, for the nonce of the token around it. */
    private void nested(String name, Submodule submodule, byte[] bytes) {
        Digest digest = Digest.sha256(Sha256.of(bytes));
        try {
            Optional<EatMessage> token = EatMessage.nested(submodule);
            if (token.isEmpty()) {
                closed(name, digest, "The token in the submodule " + name + " is of a kind that is not read.");
                return;
            }
            ClaimsSet claims = EatReader.parse(token.get().claims());
            boolean bound = claims.nonces().stream().allMatch(one -> Arrays.equals(one, nonce))
                    && !claims.nonces().isEmpty();
            if (keysOf(claims).stream().noneMatch(key -> signatures.test(token.get(), key))) {
                closed(name, digest, "No registered key signed the token in the submodule " + name + ".");
            } else if (!bound) {
                closed(name, digest, "The token in the submodule " + name + " is not for this nonce.");
            } else {
                submodule(name, new Submodule.Claims(claims));
            }
        } catch (MalformedException unreadable) {
            closed(name, digest, "The token in the submodule " + name + " cannot be read: " + unreadable.getMessage());
        }
    }

    private List<PublicKey> keysOf(ClaimsSet claims) {
        List<PublicKey> known = new ArrayList<>(claims.ueid()
                .map(id -> keys.attesters(Environment.ofInstance(TypedBytes.ueid(id.bytes()))))
                .orElse(List.of()));
        keys.enrolled().ifPresent(known::add);
        return known;
    }

    private void detached(String name, Digest named) {
        byte[] beside = detached.get(name);
        if (beside == null) {
            closed(name, named, "The claims of the submodule " + name + " did not come along.");
            return;
        }
        if (!Arrays.equals(hash(named.algorithm(), beside), named.value())) {
            throw new EatException("the claims of " + name + " are not those that the token names", "/1/" + name, -1);
        }
        submodule(name, new Submodule.Claims(EatReader.parse(json ? EatJson.toCbor(beside) : beside)));
    }

    private static byte[] hash(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm.toUpperCase(Locale.ROOT)).digest(bytes);
        } catch (NoSuchAlgorithmException unknown) {
            throw new EatException("the hash algorithm " + algorithm + " is not known", "/", -1);
        }
    }

    private void closed(String name, Digest digest, String remark) {
        put(MeasuredElement.of(name), MeasurementValues.ofDigest(digest));
        remarks.add(remark);
    }

    private void add(String prefix, MeasuredComponent component) {
        MeasurementValues values = component
                .digest()
                .map(MeasurementValues::ofDigest)
                .orElseGet(() ->
                        MeasurementValues.ofRaw(new RawValue(component.raw().orElseThrow(), Optional.empty())));
        put(MeasuredElement.of(prefix + component.name()), values);
    }

    private void add(String prefix, ConciseSwid tag) {
        for (FileEntry file : tag.evidence().map(ResourceCollection::files).orElse(List.of())) {
            file.hash()
                    .ifPresent(hash ->
                            put(MeasuredElement.of(prefix + "file/" + file.path()), MeasurementValues.ofDigest(hash)));
        }
    }

    private void put(MeasuredElement key, MeasurementValues values) {
        elements.computeIfAbsent(key, none -> new ArrayList<>()).add(values);
    }
}
