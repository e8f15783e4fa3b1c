package dev.muster.core.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.EventCodec;
import dev.muster.format.join.x509.CertificateReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A store in memory that folds drafts, each through its bytes. */
final class KnownJoining implements JoiningStore {
    private static final EventCodec CODEC = EventCodec.of(List.of(JoiningEvent.class));

    private final Map<String, Anchor> anchors = new HashMap<>();
    private final Map<DeviceId, Enrolment> enrolments = new HashMap<>();
    private final Map<String, Token> tokens = new HashMap<>();
    private final Map<DeviceId, Waiting> waiting = new HashMap<>();
    private final Map<DeviceId, String> factoryKeys = new HashMap<>();
    private final Set<String> sharedKeys = new HashSet<>();
    private final KnownVouchers vouchers = new KnownVouchers();

    void fold(Draft draft) {
        if (!(draft.event() instanceof JoiningEvent event)) {
            return;
        }
        assertThat(CODEC.decode(CODEC.type(event), CODEC.encode(event))).contains(event);
        String id = draft.subject().id();
        switch (event) {
            case AnchorAdded a -> anchors.put(id, Anchor.of(CertificateReader.parse(a.certificate()), a.maker()));
            case AdmissionSet set ->
                anchors.computeIfPresent(id, (_, a) -> Anchor.of(a.certificate(), a.maker(), set.admission()));
            case AnchorRemoved _ -> anchors.remove(id);
            case Enrolled e -> enrolled(DeviceId.of(draft.subject()), e);
            case OwnershipReleased _ -> {
                enrolments.computeIfPresent(
                        DeviceId.of(draft.subject()),
                        (_, e) -> new Enrolment(e.device(), e.certificate(), e.key(), e.factory(), true));
                factoryKeys.remove(DeviceId.of(draft.subject()));
                sharedKeys.removeIf(pair -> pair.startsWith(id + " "));
            }
            case TokenMade made ->
                tokens.put(
                        id,
                        new Token(
                                id,
                                new DeviceId(made.device()),
                                new ProductId(made.product()),
                                made.until(),
                                Optional.empty()));
            case TokenWithdrawn _ -> tokens.remove(id);
            case JoiningRequested r ->
                waiting.put(
                        DeviceId.of(draft.subject()),
                        new Waiting(
                                DeviceId.of(draft.subject()),
                                r.factory(),
                                r.maker(),
                                r.model(),
                                draft.effectiveAt(),
                                Waiting.Word.NONE));
            case JoiningAnswered a ->
                waiting.computeIfPresent(
                        DeviceId.of(draft.subject()),
                        (_, w) -> new Waiting(
                                w.device(),
                                w.factory(),
                                w.maker(),
                                w.model(),
                                w.since(),
                                a.admitted() ? Waiting.Word.APPROVED : Waiting.Word.DENIED));
            case FactoryKeySeen seen -> factoryKeys.put(DeviceId.of(draft.subject()), seen.key());
            case KeyShared shared -> sharedKeys.add(id + " " + shared.key());
            case VoucherSignerAdded _, VoucherSignerRemoved _, VoucherTaken _, VoucherAsked _ ->
                vouchers.fold(draft, event);
            case EnrolmentRefused _, AuthorityCreated _, DeviceIdentified _ -> {}
        }
    }

    private void enrolled(DeviceId device, Enrolled e) {
        Optional<String> previous = Optional.ofNullable(enrolments.get(device))
                .map(Enrolment::key)
                .filter(key -> e.rekeyed() && !key.equals(e.key()));
        enrolments.put(
                device,
                new Enrolment(
                        device,
                        CertificateReader.parse(e.certificate()),
                        e.key(),
                        e.factory(),
                        false,
                        previous,
                        e.authority()));
        waiting.remove(device);
        tokens.computeIfPresent(
                e.factory().replaceFirst("^token:", ""),
                (_, t) -> new Token(t.digest(), t.device(), t.product(), t.until(), Optional.of(e.key())));
    }

    @Override
    public Vouchers vouchers() {
        return vouchers;
    }

    @Override
    public List<Anchor> anchors() {
        return List.copyOf(anchors.values());
    }

    @Override
    public Optional<Anchor> anchor(String fingerprint) {
        return Optional.ofNullable(anchors.get(fingerprint));
    }

    @Override
    public Optional<Enrolment> enrolment(DeviceId device) {
        return Optional.ofNullable(enrolments.get(device));
    }

    @Override
    public Optional<Token> token(String digest) {
        return Optional.ofNullable(tokens.get(digest));
    }

    @Override
    public long openTokens(Instant now) {
        return tokens.values().stream().filter(t -> t.usedBy().isEmpty()).count();
    }

    @Override
    public Optional<Waiting> waiting(DeviceId device) {
        return Optional.ofNullable(waiting.get(device));
    }

    @Override
    public long waitingCount() {
        return waiting.values().stream()
                .filter(each -> each.word() == Waiting.Word.NONE)
                .count();
    }

    @Override
    public Optional<DeviceId> holder(String key) {
        return enrolments.values().stream()
                .filter(e -> e.key().equals(key) && !e.released())
                .map(Enrolment::device)
                .findFirst();
    }

    @Override
    public Optional<DeviceId> factoryHolder(String key) {
        return factoryKeys.entrySet().stream()
                .filter(entry -> entry.getValue().equals(key))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public boolean shared(DeviceId device, String key) {
        return sharedKeys.contains(device.value() + " " + key);
    }
}
