package dev.muster.format.update.suit;

import dev.muster.format.update.suit.Device.Expected;
import dev.muster.format.update.suit.Device.Payload;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Each condition and action as one call of the device, with the parameters that it used. */
final class Operations {
    private final Device device;
    private final ParameterTable parameters;

    Operations(Device device, ParameterTable parameters) {
        this.device = device;
        this.parameters = parameters;
    }

    boolean check(Command.Condition condition, Scope scope, int index, List<Parameter> used) {
        ComponentId component = scope.name(index);
        return switch (condition) {
            case VENDOR_ID -> vendor(component, used);
            case CLASS_ID ->
                MessageDigest.isEqual(
                        need(component, Parameter.ClassId.class, used).uuid(), device.classId());
            case DEVICE_ID -> {
                byte[] id = need(component, Parameter.DeviceId.class, used).uuid();
                yield device.deviceId()
                        .map(own -> MessageDigest.isEqual(own, id))
                        .orElse(false);
            }
            case IMAGE_MATCH -> imageMatches(scope, index, used);
            case IMAGE_NOT_MATCH -> !imageMatches(scope, index, used);
            case COMPONENT_SLOT ->
                device.slotIs(
                        component,
                        need(component, Parameter.ComponentSlot.class, used).slot());
            case CHECK_CONTENT ->
                device.contentIs(
                        component,
                        need(component, Parameter.Content.class, used).bytes());
            case ABORT -> false;
            case IS_DEPENDENCY -> scope.dependency(index);
            case DEPENDENCY_INTEGRITY -> dependencyIntegrity(scope, index, used);
            case USE_BEFORE -> {
                long before = need(component, Parameter.UseBefore.class, used).seconds();
                OptionalLong now = device.clockSeconds();
                yield now.isPresent() && now.getAsLong() < before;
            }
            case MINIMUM_BATTERY ->
                device.batteryHolds(
                        need(component, Parameter.MinimumBattery.class, used).milliwattHours());
            case UPDATE_AUTHORIZED ->
                device.authorized(
                        need(component, Parameter.UpdatePriority.class, used).priority());
            case VERSION -> {
                VersionMatch match =
                        need(component, Parameter.Version.class, used).match();
                List<Long> version = device.version(component);
                yield !version.isEmpty() && match.holds(version);
            }
        };
    }

    private boolean vendor(ComponentId component, List<Parameter> used) {
        Optional<Parameter.VendorNumber> number = parameters.find(component, Parameter.VendorNumber.class);
        if (number.isPresent()) {
            used.add(number.get());
            return MessageDigest.isEqual(ClassIds.vendorOfNumber(number.get().number()), device.vendorId());
        }
        return MessageDigest.isEqual(
                need(component, Parameter.VendorId.class, used).uuid(), device.vendorId());
    }

    /** Of a dependency, the digest is that of its manifest, which a new signature or severing does not change. */
    private boolean imageMatches(Scope scope, int index, List<Parameter> used) {
        ComponentId component = scope.name(index);
        if (scope.dependency(index)) {
            return dependencyDigest(scope, index, used).isPresent();
        }
        return device.imageMatches(
                component,
                new Expected(need(component, Parameter.ImageDigest.class, used).digest(), size(component, used)));
    }

    private boolean dependencyIntegrity(Scope scope, int index, List<Parameter> used) {
        return scope.dependency(index)
                && dependencyDigest(scope, index, used)
                        .map(envelope ->
                                device.authenticate(envelope) instanceof EnvelopeVerifier.Verification.Verified)
                        .orElse(false);
    }

    /** The dependency's envelope when its manifest has the digest that was asked for; from then on it counts as checked. */
    private Optional<Envelope> dependencyDigest(Scope scope, int index, List<Parameter> used) {
        ComponentId component = scope.name(index);
        SuitDigest digest = need(component, Parameter.ImageDigest.class, used).digest();
        Optional<Envelope> envelope = envelope(component).filter(read -> digest.matchesWrapped(read.manifestBytes()));
        if (envelope.isPresent()) {
            scope.checked().add(component);
        } else {
            scope.checked().remove(component);
        }
        return envelope;
    }

    Optional<Envelope> envelope(ComponentId component) {
        Optional<byte[]> bytes = device.envelope(component);
        try {
            return bytes.map(Envelope::parse);
        } catch (SuitException unreadable) {
            return Optional.empty();
        }
    }

    void act(Command.Action action, Scope scope, int index, List<Parameter> used) {
        ComponentId component = scope.name(index);
        switch (action) {
            case FETCH -> fetch(scope, index, used);
            case WRITE -> {
                byte[] content = need(component, Parameter.Content.class, used).bytes();
                device.write(component, content, payload(scope, index));
            }
            case COPY -> device.copy(component, source(scope, index, used), payload(scope, index));
            case SWAP -> {
                ComponentId other = source(scope, index, used);
                scope.checked().remove(other);
                device.swap(component, other);
            }
            case INVOKE ->
                device.invoke(
                        component,
                        parameters.find(component, Parameter.InvokeArgs.class).map(Parameter.InvokeArgs::bytes));
            case UNLINK -> device.unlink(component);
            case WAIT ->
                device.await(need(component, Parameter.WaitInfo.class, used).events());
            case PROCESS_DEPENDENCY -> throw new IllegalStateException("the processor itself does this");
        }
    }

    private void fetch(Scope scope, int index, List<Parameter> used) {
        ComponentId component = scope.name(index);
        String uri = need(component, Parameter.Uri.class, used).uri();
        byte[] integrated = scope.payloads().get(uri);
        if (integrated != null) {
            device.write(component, integrated, payload(scope, index));
            return;
        }
        if (uri.startsWith("#")) {
            throw new Device.Failed("the envelope has no payload " + uri);
        }
        Optional<byte[]> arguments =
                parameters.find(component, Parameter.FetchArguments.class).map(Parameter.FetchArguments::bytes);
        device.fetch(component, uri, arguments, payload(scope, index));
    }

    private ComponentId source(Scope scope, int index, List<Parameter> used) {
        int source =
                need(scope.name(index), Parameter.SourceComponent.class, used).index();
        if (!scope.has(source) || source == index) {
            throw new Device.Failed("component " + source + " cannot be the source of component " + index);
        }
        return scope.name(source);
    }

    /** A dependency's digest is that of its manifest, so it says nothing about the bytes that are fetched. */
    private Payload payload(Scope scope, int index) {
        ComponentId component = scope.name(index);
        OptionalLong bytes = size(component, new ArrayList<>());
        Optional<byte[]> encryption =
                parameters.find(component, Parameter.EncryptionInfo.class).map(Parameter.EncryptionInfo::encoded);
        Optional<SuitDigest> digest = scope.dependency(index)
                ? Optional.empty()
                : parameters.find(component, Parameter.ImageDigest.class).map(Parameter.ImageDigest::digest);
        return new Payload(digest, bytes, encryption);
    }

    private OptionalLong size(ComponentId component, List<Parameter> used) {
        Optional<Parameter.ImageSize> size = parameters.find(component, Parameter.ImageSize.class);
        size.ifPresent(used::add);
        return size.map(found -> OptionalLong.of(found.bytes())).orElse(OptionalLong.empty());
    }

    private <P extends Parameter> P need(ComponentId component, Class<P> kind, List<Parameter> used) {
        P parameter = parameters.need(component, kind);
        used.add(parameter);
        return parameter;
    }
}
