package dev.muster.core.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.joining.JoiningDesk.Answer;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keys that turn up with a second device. Whoever asks has proved to have the key, so it is in two places: neither gets a
 * certificate for it, and both are told of, once. Letting a device go ends it for that device; one that was never let in
 * needs no letting go, and a person who let the other go has decided.
 */
final class SharedKeys {
    private final JoiningStore store;
    private final Instant now;

    SharedKeys(JoiningStore store, Instant now) {
        this.store = store;
        this.now = now;
    }

    /**
     * @param key that it asks a certificate for
     * @param factoryKey of its maker's certificate; empty when it showed none
     * @return the refusal, when one of them is another device's or known to be
     */
    Optional<Decision<Answer>> met(DeviceId device, String key, Optional<String> factoryKey) {
        return factoryKey
                .flatMap(its -> store.factoryHolder(its)
                        .filter(holder -> !holder.equals(device))
                        .map(holder -> told(device, KeyShared.Kind.FACTORY, holder, KeyShared.Kind.FACTORY, its)))
                .or(() -> store.holder(key)
                        .filter(holder -> !holder.equals(device))
                        .map(holder -> told(device, KeyShared.Kind.ENROLLED, holder, KeyShared.Kind.ENROLLED, key)))
                .or(() -> store.factoryHolder(key)
                        .filter(holder -> !holder.equals(device))
                        .map(holder -> told(device, KeyShared.Kind.ENROLLED, holder, KeyShared.Kind.FACTORY, key)))
                .or(() -> factoryKey
                        .filter(its -> store.enrolment(device).isPresent() && store.shared(device, its))
                        .map(_ -> Decision.of(refused(KeyShared.Kind.FACTORY))))
                .or(() -> store.shared(device, key)
                        ? Optional.of(Decision.of(refused(KeyShared.Kind.ENROLLED)))
                        : Optional.empty());
    }

    /** The other one's standing changes too: it may be the copy. */
    private Decision<Answer> told(
            DeviceId asks, KeyShared.Kind asksKind, DeviceId holds, KeyShared.Kind holdsKind, String key) {
        List<Draft> drafts = new ArrayList<>();
        note(drafts, asks, asksKind, holds, key);
        note(drafts, holds, holdsKind, asks, key);
        return Decision.of(refused(asksKind), drafts);
    }

    private void note(List<Draft> drafts, DeviceId about, KeyShared.Kind kind, DeviceId other, String key) {
        if (!store.shared(about, key)) {
            drafts.add(new Draft(about.subject(), now, "muster", new KeyShared(key, kind, other.value())));
        }
    }

    private static Answer refused(KeyShared.Kind kind) {
        return kind == KeyShared.Kind.FACTORY
                ? new Answer.Refused(
                        Kind.FORBIDDEN, "factory-key-in-use", "another device has the key of this factory certificate")
                : new Answer.Refused(Kind.FORBIDDEN, "key-in-use", "another device has this key");
    }
}
