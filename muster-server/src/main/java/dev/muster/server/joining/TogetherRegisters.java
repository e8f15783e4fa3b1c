package dev.muster.server.joining;

import dev.muster.core.devices.Device;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.DeviceRegistered;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.IssuedOrder;
import dev.muster.core.devices.Product;
import dev.muster.core.devices.ProductId;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.joining.Anchor;
import dev.muster.core.joining.Enrolled;
import dev.muster.core.joining.Enrolment;
import dev.muster.core.joining.FactoryKeySeen;
import dev.muster.core.joining.JoiningRequested;
import dev.muster.core.joining.JoiningStore;
import dev.muster.core.joining.KeyShared;
import dev.muster.core.joining.Token;
import dev.muster.core.joining.Vouchers;
import dev.muster.core.joining.Waiting;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.format.join.x509.CertificateReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the registers say while several devices are let in whose entries are written afterwards: what those entries will
 * make of the registers is added here, and what all of them need is asked once.
 */
final class TogetherRegisters implements JoiningStore, DeviceRegister {
    private record Kind(String maker, String model) {}

    private final JoiningStore store;
    private final DeviceRegister register;
    private final Map<String, Optional<Anchor>> anchors = new HashMap<>();
    private final Map<Kind, Optional<Product>> kinds = new HashMap<>();
    private final Map<ProductId, Optional<Product>> products = new HashMap<>();
    private final Map<DeviceId, Optional<Device>> devices = new HashMap<>();
    private final Map<DeviceId, Optional<Enrolment>> enrolments = new HashMap<>();
    private final Map<DeviceId, Written> written = new HashMap<>();
    private final Map<DeviceId, Optional<Waiting>> waiting = new HashMap<>();
    private final Map<String, DeviceId> holders = new HashMap<>();
    private final Map<String, String> used = new HashMap<>();
    private final Map<String, DeviceId> factoryHolders = new HashMap<>();
    private final Set<Showing> shared = new HashSet<>();
    private long asked;

    /** A key that is on record for two devices, with one of them. */
    private record Showing(DeviceId device, String key) {}

    /** A certificate that was given here. Hardly a device asks twice at a time, so it is read when one does. */
    private record Written(Enrolled enrolled, Optional<String> previous) {
        Enrolment read(DeviceId device) {
            return new Enrolment(
                    device,
                    CertificateReader.parse(enrolled.certificate()),
                    enrolled.key(),
                    enrolled.factory(),
                    false,
                    previous,
                    enrolled.authority());
        }
    }

    TogetherRegisters(JoiningStore store, DeviceRegister register) {
        this.store = store;
        this.register = register;
    }

    /** What a decision's entries will make of the registers. */
    void settled(Decision<?> decision) {
        for (Draft draft : decision.drafts()) {
            DeviceId device = new DeviceId(draft.subject().id());
            switch (draft.event()) {
                case DeviceRegistered registered ->
                    devices.put(
                            device,
                            Optional.of(new Device(
                                    device,
                                    new ProductId(registered.product()),
                                    DeviceState.MANUFACTURED,
                                    draft.effectiveAt())));
                case StateChanged changed ->
                    devices.computeIfPresent(
                            device,
                            (_, before) -> before.map(
                                    old -> new Device(device, old.product(), changed.to(), draft.effectiveAt())));
                case JoiningRequested requested -> requested(device, requested, draft.effectiveAt());
                case Enrolled enrolled -> enrolled(device, enrolled);
                case FactoryKeySeen seen -> factoryHolders.put(seen.key(), device);
                case KeyShared also -> shared.add(new Showing(device, also.key()));
                default -> {}
            }
        }
    }

    private void requested(DeviceId device, JoiningRequested requested, Instant at) {
        asked++;
        waiting.put(
                device,
                Optional.of(new Waiting(
                        device, requested.factory(), requested.maker(), requested.model(), at, Waiting.Word.NONE)));
    }

    private void enrolled(DeviceId device, Enrolled enrolled) {
        boolean replaced = enrolled.means() == Enrolled.Means.LOCAL_IDENTITY && enrolled.rekeyed();
        Optional<String> previous = replaced ? enrolment(device).map(Enrolment::key) : Optional.empty();
        written.put(device, new Written(enrolled, previous));
        holders.put(enrolled.key(), device);
        waiting.put(device, Optional.empty());
        if (enrolled.means() == Enrolled.Means.TOKEN) {
            used.put(enrolled.factory(), enrolled.key());
        }
    }

    @Override
    public Optional<Device> device(DeviceId id) {
        return devices.computeIfAbsent(id, register::device);
    }

    @Override
    public Optional<Product> product(ProductId id) {
        return products.computeIfAbsent(id, register::product);
    }

    @Override
    public Optional<Product> product(String maker, String model) {
        return kinds.computeIfAbsent(new Kind(maker, model), kind -> register.product(kind.maker(), kind.model()));
    }

    @Override
    public Optional<IssuedOrder> order(String id) {
        return register.order(id);
    }

    @Override
    public List<IssuedOrder> openOrders(DeviceId device) {
        return register.openOrders(device);
    }

    @Override
    public List<Anchor> anchors() {
        return store.anchors();
    }

    @Override
    public Optional<Anchor> anchor(String fingerprint) {
        return anchors.computeIfAbsent(fingerprint, store::anchor);
    }

    @Override
    public Optional<Enrolment> enrolment(DeviceId device) {
        Written here = written.get(device);
        return here == null ? enrolments.computeIfAbsent(device, store::enrolment) : Optional.of(here.read(device));
    }

    @Override
    public Optional<Token> token(String digest) {
        return store.token(digest)
                .map(token -> Optional.ofNullable(used.get(token.origin()))
                        .map(key -> new Token(digest, token.device(), token.product(), token.until(), Optional.of(key)))
                        .orElse(token));
    }

    @Override
    public long openTokens(Instant now) {
        return store.openTokens(now);
    }

    @Override
    public Optional<Waiting> waiting(DeviceId device) {
        return waiting.computeIfAbsent(device, store::waiting);
    }

    /** Who asked first here is counted; who was let in here is not taken off, so that there are never more than allowed. */
    @Override
    public long waitingCount() {
        return store.waitingCount() + asked;
    }

    @Override
    public Optional<DeviceId> holder(String key) {
        DeviceId here = holders.get(key);
        return Optional.ofNullable(here)
                .or(() -> store.holder(key))
                .filter(device -> enrolment(device)
                        .filter(present -> present.key().equals(key))
                        .isPresent());
    }

    @Override
    public Optional<DeviceId> factoryHolder(String key) {
        return Optional.ofNullable(factoryHolders.get(key)).or(() -> store.factoryHolder(key));
    }

    @Override
    public Vouchers vouchers() {
        return store.vouchers();
    }

    @Override
    public boolean shared(DeviceId device, String key) {
        return shared.contains(new Showing(device, key)) || store.shared(device, key);
    }
}
